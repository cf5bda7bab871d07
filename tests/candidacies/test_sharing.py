"""France Assos Santé reads a file with the consent of its association, and only what the consent says."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portevoix.base.audit.models import Entry
from portevoix.work.candidacies.actions import filing, sharing
from portevoix.work.candidacies.models import Candidacy, ReadingConsent
from portevoix.work.candidacies.selectors.sharing import shared_candidacies
from tests import factories as make
from tests.budget import assert_query_budget
from tests.candidacies.filing_world import WHOLE, filing_world
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/espace/candidatures-partagees/"


@pytest.fixture
def world(clock):
    return filing_world()


@pytest.fixture
def federation(world):
    return make.user_with_role("fas_region", territory=make.RegionFactory())


def share(world, file, *, given=True) -> bool:
    return sharing.set_reading_consent(candidacy=file, given=given, by=world.manager)


def page_of(file) -> str:
    return reverse("candidacies:shared_candidacy", args=[file.pk])


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_without_a_consent_the_file_does_not_exist_for_france_assos_sante(client, world, federation):
    sent = world.sent()
    sign_in(client, federation)
    assert client.get(page_of(sent)).status_code == 404
    assert sent.number not in text(client.get(LIST))


def test_with_a_consent_it_reads_the_name_the_wishes_the_states_and_the_motivation(client, world, federation):
    sent = world.sent(motivation="Elle connaît l’hôpital.")
    share(world, sent)
    sign_in(client, federation)
    assert sent.number in text(client.get(LIST))
    page = text(client.get(page_of(sent)))
    for shown in ("Lucie ROTH", "Hautepierre", "Titulaire", "En attente de décision", "Déposée, à vérifier", "Elle connaît l’hôpital."):
        assert shown.lower() in page.lower(), shown


def test_it_reads_neither_the_pieces_nor_the_contact_details_nor_the_home(client, world, federation):
    sent = world.sent(phone="0388123456", occupation="comptable")
    sent.attachments.create(kind="letter", file=make.StoredFileFactory(name="lettre-secrete.pdf"))
    share(world, sent)
    sign_in(client, federation)
    page = text(client.get(page_of(sent)))
    for hidden in (
        "lucie.roth@exemple.fr",
        "88 12 34 56",
        "comptable",
        "lettre-secrete",
        "contact@asso.exemple.fr",
        "67000",
        "Keller",
        " km",
    ):
        assert hidden not in page, hidden


def test_after_the_withdrawal_the_file_does_not_exist_any_more_and_the_history_stays(client, world, federation):
    sent = world.sent()
    assert share(world, sent)
    assert not share(world, sent)  # already given: nothing changes
    assert share(world, sent, given=False)
    sign_in(client, federation)
    assert client.get(page_of(sent)).status_code == 404
    share(world, sent)
    assert client.get(page_of(sent)).status_code == 200
    rows = ReadingConsent.objects.order_by("pk")
    assert [(row.withdrawn_at is None, row.given_by) for row in rows] == [(False, world.manager), (True, world.manager)]
    assert rows[0].withdrawn_by == world.manager
    acts = Entry.objects.filter(target_id=sent.pk, action__in=["candidacy.share", "candidacy.unshare"]).order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["candidacy.share", "candidacy.unshare", "candidacy.share"]


def test_a_draft_is_never_read_whatever_the_consent(world, federation, client):
    draft = world.whole()
    share(world, draft)
    sign_in(client, federation)
    assert client.get(page_of(draft)).status_code == 404
    filing.submit(candidacy=draft, by=world.manager, at=draft.call.opens_at)
    assert client.get(page_of(draft)).status_code == 200


def test_france_assos_sante_of_another_region_reads_nothing(world):
    sent = world.sent()
    share(world, sent)
    elsewhere = make.user_with_role("fas_region", territory=make.DepartmentFactory(elsewhere=True).parent)
    assert not shared_candidacies(elsewhere.scope).exists()


@pytest.mark.parametrize("role", ["ars_region", "ars_signatory", "administrator"])
def test_nobody_but_france_assos_sante_opens_the_shared_files(client, world, role):
    sent = world.sent()
    share(world, sent)
    place = {} if role == "administrator" else {"territory": make.RegionFactory()}
    sign_in(client, make.user_with_role(role, **place))
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(sent)).status_code == 403


def test_france_assos_sante_reads_and_changes_nothing(client, world, federation):
    sent = world.sent()
    share(world, sent)
    sign_in(client, federation)
    assert client.post(page_of(sent)).status_code == 405
    for name in ("candidacy", "withdraw", "our_pdf", "reading_consent", "sheet"):
        assert client.post(reverse(f"candidacies:{name}", args=[sent.pk])).status_code == 403


def test_only_the_association_gives_its_consent(world, federation):
    sent = world.sent()
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    stranger = make.user_with_role("association_manager", association=make.AssociationFactory())
    for account in (federation, agent, stranger):
        with pytest.raises(PermissionDenied):
            sharing.set_reading_consent(candidacy=sent, given=True, by=account)
    assert not ReadingConsent.objects.exists()


# where the association says it


def declarations(world, client, draft, **answers):
    """Send the third step as the browser does, from the page as it is now."""
    url = reverse("candidacies:file_declarations", args=[draft.pk])
    mark = client.get(url).context["mark"]
    boxes = ("no_tie_declared", "course_promised", "charter_accepted", "person_informed")
    signed = ("signed_by_name", "signed_by_function", "association_email")
    data = dict.fromkeys(boxes, "on") | {name: WHOLE[name] for name in signed}
    return lambda: client.post(url, {"vu": mark, **data, **answers})


def test_the_tick_of_the_form_gives_the_consent_and_taking_it_away_withdraws_it(client, world):
    draft = world.whole()
    sign_in(client, world.manager, second_factor=False)
    assert "France Assos Santé lise ce dossier" in text(client.get(reverse("candidacies:file_declarations", args=[draft.pk])))
    assert declarations(world, client, draft, reading_consent="on")().status_code == 302
    assert ReadingConsent.objects.get().withdrawn_at is None
    assert "oui, depuis le 22 novembre 2026" in text(client.get(reverse("candidacies:file_review", args=[draft.pk])))
    assert declarations(world, client, draft, reading_consent="on")().status_code == 302
    assert ReadingConsent.objects.count() == 1
    declarations(world, client, draft)()
    assert ReadingConsent.objects.get().withdrawn_at is not None


def test_a_page_left_open_does_not_withdraw_a_consent_given_since(client, world):
    draft = world.whole()
    sign_in(client, world.manager, second_factor=False)
    send = declarations(world, client, draft)
    share(world, draft)
    send()
    assert ReadingConsent.objects.get().withdrawn_at is None


def test_the_agency_does_not_give_it_with_a_paper_file(client, world):
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    paper = filing.start(call=world.call, association=world.section, by=agent, at=world.call.opens_at, channel="paper")
    sign_in(client, agent)
    url = reverse("candidacies:paper_declarations", args=[paper.pk])
    assert "reading_consent" not in text(client.get(url))
    client.post(url, {"reading_consent": "on", "brouillon": "1"})
    assert not ReadingConsent.objects.exists()


def test_the_sheet_gives_and_withdraws_the_consent_and_tells_what_is_read(client, world):
    sent = world.sent()
    sign_in(client, world.manager, second_factor=False)
    sheet, url = reverse("candidacies:candidacy", args=[sent.pk]), reverse("candidacies:reading_consent", args=[sent.pk])
    assert "ni les pièces, ni les coordonnées" in text(client.get(sheet))
    assert client.post(url, {"donner": "1"}).url == sheet
    assert "Accord donné le 22 novembre 2026" in text(client.get(sheet))
    client.post(url, {"retirer": "1"})
    page = text(client.get(sheet))
    assert "Aucun accord en cours" in page
    assert "Accords précédents" in page


def test_the_list_asks_the_same_with_one_and_with_twenty(client, world, federation):
    def make_row():
        file = make.CandidacyFactory(call=world.call, association=world.section, submitted=True)
        ReadingConsent.objects.create(candidacy=file)

    sign_in(client, federation)
    assert_query_budget(lambda: client.get(LIST), make_row=make_row, budget=12)
    assert Candidacy.objects.count() >= 20
