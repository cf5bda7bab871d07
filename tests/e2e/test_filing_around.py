"""The pages around a file: the link that opens it, the paper file, the seat that is accepted afterwards, who manages an association.

Each is held to axe, to the keyboard and to a small phone; each road is then walked without script.
"""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.core.french_dates import date_fr
from portevoix.register.access.models import RoleAssignment
from portevoix.work.candidacies.actions import filing
from portevoix.work.candidacies.actions.links import sign_link
from portevoix.work.candidacies.actions.managers import ask_access
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.models import Candidacy
from tests import factories as make
from tests.candidacies.files import sound_file
from tests.e2e.checks import assert_accessible, assert_keyboard, assert_refused
from tests.e2e.filing import check, filing_world, forward, whole

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return filing_world()


def walk(visit, address, *wanted, account=None):
    """Hold the page to the keyboard, where each of `wanted` is a stop, then to everything else; return it."""
    page = visit(address, account=account)
    stops = " ".join(assert_keyboard(page))
    assert [words for words in wanted if words not in stops] == []
    page.evaluate("window.scrollTo(0, 0)")  # under the head of a table, which stays on screen, axe cannot read colours
    check(page)
    page.set_viewport_size({"width": 390, "height": 800})
    assert_accessible(page)
    return page


def fill(page, **answers) -> None:
    """Write each answer in the field of its name."""
    for name, text in answers.items():
        page.locator(f"#id_{name}").fill(text)


# the signed link


def test_the_page_of_a_good_link_is_accessible(visit, world):
    link = reverse("candidacies:link", args=[sign_link(user=world["manager"], association=None, call=world["call"])])
    walk(visit, link, 'name="continuer"')


def test_the_page_of_a_good_link_says_that_the_account_will_change(visit, world):
    link = reverse("candidacies:link", args=[sign_link(user=world["manager"], association=None, call=world["call"])])
    page = walk(visit, link, 'name="continuer"', account=world["agent"])
    expect(page.get_by_text("vous changez de compte")).to_be_visible()


# the paper file


PAPER_STEPS = ("person", "seats", "add_wish", "add_distance", "declarations", "review", "discard")


@pytest.mark.parametrize("name", PAPER_STEPS)
def test_each_step_of_a_paper_file_is_accessible_empty_and_full(visit, world, name):
    facts = {"call": world["call"], "association": world["section"], "by": world["agent"], "channel": Channel.PAPER}
    empty, full = filing.start(at=timezone.now(), **facts), whole(world)
    Candidacy.objects.filter(pk=full.pk).update(channel=Channel.PAPER)
    for draft in (empty, full):
        walk(visit, reverse(f"candidacies:paper_{name}", args=[draft.pk]), "Dossiers papier", account=world["agent"])


def test_a_paper_file_is_typed_in_without_script_and_counts_from_its_day(visit, world):
    page = visit(reverse("candidacies:paper_start"), account=world["agent"], scripts=False)
    page.get_by_label("Nom ou sigle de l’association").fill("bas-rhin")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Usagers du Bas-Rhin").click()
    page.get_by_label("Sièges vacants du Bas-Rhin").check()
    page.get_by_role("button", name="Commencer la saisie").click()
    for name, text in {
        "last_name": "Roth",
        "first_name": "Lucie",
        "phone": "03 88 12 34 56",
        "home": "67000",
        "member_since": "2023",
    }.items():
        page.locator(f"#id_{name}").fill(text)
    forward(page)
    page.get_by_role("button", name="Ajouter un vœu sur une instance").click()
    page.locator(".res h3 a").first.click()
    page.get_by_role("button", name="Ajouter ce vœu").click()
    forward(page)
    for words in ("n’a aucun lien", "s’engage", "charte", "sait que"):
        page.get_by_label(re.compile(words)).check()
    fill(page, signed_by_name="Andrée Keller", signed_by_function="présidente", association_email="a@exemple.fr")
    forward(page)
    page.locator("#id_received_on").fill(date_fr(timezone.localdate()))
    page.get_by_role("button", name="Enregistrer le dossier papier").click()
    expect(page.get_by_role("heading", name="Dossier papier enregistré")).to_be_visible()
    sent = Candidacy.objects.get()
    assert (sent.channel, sent.state, timezone.localdate(sent.submitted_at)) == (Channel.PAPER, "submitted", timezone.localdate())
    walk(visit, reverse("candidacies:paper_sent", args=[sent.pk]), "Saisir un autre dossier papier", account=world["agent"])


# the seat that is accepted after a refusal


@pytest.fixture
def offered(world):
    """A file that was not selected, the person's account, and the address of the seat left, for each of the two who may accept it."""
    here, there = world["bodies"]
    person = make.PersonFactory(last_name="Roth", first_name="Lucie")
    facts = {
        "call": world["call"],
        "association": world["section"],
        "home": world["home"],
        "accepts_other_seat": True,
        "max_distance_km": 40,
    }
    file = sound_file(bodies=[here], person=person, not_selected=True, **facts)
    file.wishes.update(state="not_retained", refusal_reason="seat_given", reason="Le siège est pourvu.", decided_at=timezone.now())
    seat = there.seats.get(quality="titular", rank=1)
    return {
        "file": file,
        "representative": (make.user_with_role("representative", person=person), "candidacies:my_other_seat", [file.pk, seat.pk]),
        "association": (world["manager"], "candidacies:other_seat", [file.pk, seat.pk]),
    }


@pytest.mark.parametrize("who", ["representative", "association"])
def test_the_page_that_accepts_another_seat_is_accessible_and_needs_no_script(visit, offered, who):
    account, name, args = offered[who]
    walk(visit, reverse(name, args=args), "Accepter ce siège", "Ne rien changer", account=account)
    page = visit(reverse(name, args=args), account=account, width=390, scripts=False)
    page.get_by_role("button", name="Accepter ce siège").click()
    expect(page.get_by_text("Le siège est accepté")).to_be_visible()
    offered["file"].refresh_from_db()
    assert offered["file"].state == CandidacyState.TO_DECIDE


# who manages an association


@pytest.fixture
def asked(world):
    return ask_access(association=world["section"], email="anne@exemple.fr", name="Anne Keller", function="secrétaire")


def test_the_pages_of_the_managers_are_accessible(visit, world, asked):
    other = make.user_with_role("association_manager", association=world["section"])
    right = RoleAssignment.objects.get(user=other)
    walk(visit, reverse("candidacies:managers"), "Anne Keller", "id_email", account=world["manager"])
    for name, args, words in (("answer_request", asked.pk, "Accepter"), ("withdraw_manager", right.pk, "Retirer le droit")):
        walk(visit, reverse(f"candidacies:{name}", args=[args]), "Qui peut proposer", words, account=world["manager"])
    walk(visit, reverse("candidacies:access_requests"), "Anne Keller", account=world["agent"])
    walk(visit, reverse("candidacies:answer_access", args=[asked.pk]), "Demandes d’accès", 'name="accorder"', account=world["agent"])


def test_an_invitation_without_address_says_so_and_stays_accessible(visit, world):
    page = visit(reverse("candidacies:managers"), account=world["manager"])
    page.get_by_role("button", name="Envoyer l’invitation").click()
    assert_refused(page)
    expect(page.locator("[role=alert]")).to_be_visible()
    check(page)


def test_access_is_asked_and_granted_without_script_and_the_link_received_opens(visit, world):
    page = visit(reverse("candidacies:ask_access"), scripts=False, width=390)
    page.get_by_label("Nom ou sigle de l’association").fill("bas-rhin")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Usagers du Bas-Rhin").click()
    fill(page, email="anne@exemple.fr", name="Anne Keller", function="secrétaire")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", name="Demande reçue")).to_be_visible()

    page = visit(reverse("candidacies:managers"), account=world["manager"], scripts=False)
    page.get_by_role("link", name="Anne Keller").click()
    page.get_by_role("button", name="Accepter").click()
    expect(page.get_by_text("L’accès est ouvert")).to_be_visible()

    page = visit(re.search(r"http\S+(/lien/\S+/)", mail.outbox[-1].body)[1], scripts=False)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Nos candidatures")).to_be_visible()
