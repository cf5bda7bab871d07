"""An association proposes somebody in a browser: from the link to the number, on a phone, without script; axe on every page and state."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.work.candidacies.actions import examination, filing
from portevoix.work.candidacies.models import Candidacy
from tests import factories as make
from tests.e2e.checks import assert_keyboard, assert_refused
from tests.e2e.filing import check, filing_world, forward, whole

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = 390


@pytest.fixture
def world(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return filing_world()


def test_from_the_call_to_the_number_on_a_phone_without_script(visit, world):
    page = visit(reverse("candidacies:public_call", args=[world["call"].number]), width=PHONE, scripts=False)
    page.get_by_role("link", name=re.compile("Proposer une personne")).first.click()
    page.get_by_label("Votre adresse électronique").fill(world["manager"].email)
    page.get_by_role("button", name="Recevoir le lien").click()
    expect(page.get_by_role("heading", name="Regardez vos courriels")).to_be_visible()
    link = re.search(r"http\S+(/lien/\S+/)", mail.outbox[0].body)[1]
    page.goto(link)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Usagers du Bas-Rhin").check()
    page.get_by_role("button", name="Commencer").click()
    page.locator("#id_last_name").fill("Roth")
    page.locator("#id_first_name").fill("Lucie")
    page.locator("#id_email").fill("lucie@exemple.fr")
    page.locator("#id_home").fill("67000")
    page.locator("#id_member_since").fill("2023")
    forward(page)
    for number in range(2):
        page.get_by_role("button", name="Ajouter un vœu sur une instance").click()
        page.locator(".res h3 a").nth(number).click()
        page.get_by_role("button", name="Ajouter ce vœu").click()
    page.get_by_role("button", name="Ajouter tout siège proche").click()
    page.get_by_role("button", name="Ajouter ce vœu").click()
    page.get_by_role("button", name="Monter le vœu 3").click()
    forward(page)
    for words in ("n’a aucun lien", "s’engage", "charte", "sait que"):
        page.get_by_label(re.compile(words)).check()
    page.locator("#id_signed_by_function").fill("présidente")
    page.locator("#id_association_email").fill("contact@asso.exemple.fr")
    page.locator("#id_piece-kind").select_option("letter")
    page.locator("#id_piece-file").set_input_files({"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    forward(page)
    page.get_by_role("button", name="Envoyer la candidature").click()
    expect(page.get_by_text(re.compile(r"C-\d{4}-0001")).first).to_be_visible()
    sent = Candidacy.objects.get()
    assert [wish.within_km for wish in sent.wishes.order_by("rank")] == [None, 30, None]
    assert sent.attachments.count() == 1
    page.goto(link)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Proposer une personne")).to_be_visible()


def test_pages_of_the_form_empty_full_and_refused(visit, world):
    empty = filing.start(call=world["call"], association=world["section"], by=world["manager"], at=timezone.now())
    full = whole(world)
    for draft in (empty, full):
        for name in ("person", "seats", "add_wish", "add_distance", "declarations", "review", "discard"):
            check(visit(reverse(f"candidacies:file_{name}", args=[draft.pk]), account=world["manager"]))
    for name in ("person", "seats", "declarations"):
        page = visit(reverse(f"candidacies:file_{name}", args=[empty.pk]), account=world["manager"])
        forward(page)
        assert_refused(page)
        check(page)
    choose = f"{reverse('candidacies:file_add_wish', args=[full.pk])}?instance={world['bodies'][1].pk}"
    check(visit(choose, account=world["manager"]))
    check(visit(f"{reverse('candidacies:file_add_wish', args=[full.pk])}?q=introuvable", account=world["manager"]))


def test_pages_around_the_form(visit, world):
    manager, call = world["manager"], world["call"]
    check(visit(reverse("candidacies:propose", args=[call.number])))
    check(visit(reverse("candidacies:link", args=["incomplet"])))
    check(visit(reverse("candidacies:ask_access")))
    check(visit(f"{reverse('candidacies:ask_access')}?q=bas-rhin"))
    check(visit(f"{reverse('candidacies:ask_access')}?association={world['section'].pk}"))
    check(visit(reverse("candidacies:access_asked")))
    check(visit(reverse("candidacies:our_candidacies"), account=manager))
    for name in ("propose_home", "managers"):
        check(visit(reverse(f"candidacies:{name}"), account=manager))
    check(visit(reverse("candidacies:propose_start", args=[call.number]), account=manager))
    agent = world["agent"]
    for name in ("paper_files", "paper_start", "access_requests"):
        check(visit(reverse(f"candidacies:{name}"), account=agent))


def test_pages_of_the_files_in_their_states(visit, world):
    manager, agent = world["manager"], world["agent"]
    person = make.PersonFactory(last_name="Roth", first_name="Lucie")
    oneself = make.user_with_role("representative", person=person)
    sent = filing.submit(candidacy=whole(world, person=person, accepts_other_seat=True), by=manager, at=timezone.now())
    check(visit(reverse("candidacies:file_sent", args=[sent.pk]), account=manager))
    check(visit(reverse("candidacies:candidacy", args=[sent.pk]), account=manager))
    check(visit(reverse("candidacies:withdraw", args=[sent.pk]), account=manager))
    examination.ask_pieces(candidacy=sent, items="Lettre de l’association", by=agent, today=timezone.localdate())
    check(visit(reverse("candidacies:candidacy", args=[sent.pk]), account=manager))
    check(visit(reverse("candidacies:answer", args=[sent.pk]), account=manager))
    check(visit(reverse("candidacies:our_candidacies"), account=manager))
    Candidacy.objects.filter(pk=sent.pk).update(state="not_selected")
    facts = {"refusal_reason": "seat_given", "reason": "Deux candidatures pour ce siège.", "decided_at": timezone.now()}
    sent.wishes.update(state="not_retained", decided_by=agent, **facts)
    check(visit(reverse("candidacies:candidacy", args=[sent.pk]), account=manager))
    for name in ("my_candidacies",):
        check(visit(reverse(f"candidacies:{name}"), account=oneself))
    check(visit(reverse("candidacies:my_candidacy", args=[sent.pk]), account=oneself))
    check(visit(reverse("candidacies:my_withdraw", args=[sent.pk]), account=oneself))


def test_the_form_is_filled_with_the_keyboard_alone(visit, world):
    draft = filing.start(call=world["call"], association=world["section"], by=world["manager"], at=timezone.now())
    page = visit(reverse("candidacies:file_person", args=[draft.pk]), account=world["manager"])
    stops = assert_keyboard(page)
    assert any("id_last_name" in stop for stop in stops)
    page.locator("#id_last_name").focus()
    page.keyboard.type("Roth")
    page.keyboard.press("Enter")
    assert_refused(page)
    draft.refresh_from_db()
    assert draft.last_name == "Roth"


def test_enter_on_the_wishes_goes_on_and_moves_nothing(visit, world):
    draft = whole(world)
    page = visit(reverse("candidacies:file_seats", args=[draft.pk]), account=world["manager"])
    page.locator("#id_max_distance_km").fill("20")
    page.keyboard.press("Enter")
    page.wait_for_url("**/declarations/")
    assert [wish.within_km for wish in draft.wishes.order_by("rank")] == [None, 30]
