"""The texts, the testimonies and the resources: who writes them, when the public reads them, in which order."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.work.outreach.actions import pages as actions
from portevoix.work.outreach.actions.loading import load_outreach
from portevoix.work.outreach.models import AssociationTheme, DailyCount, PageItem, Resource
from portevoix.work.outreach.models import Testimony as Said
from portevoix.work.outreach.selectors.pages import page_on, resources_for, resources_on, standing, themes_of
from tests import factories as make
from tests.factories import TODAY
from tests.outreach import making

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PROGRAM = Program("essai")


def text_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def test_texts_that_ship_are_added_once_and_what_was_changed_is_kept():
    load_outreach(by=PROGRAM, today=TODAY)
    changed = PageItem.objects.get(code="faq-seul")
    changed.title = "Suis-je seul ?"
    changed.save()
    again = load_outreach(by=PROGRAM, today=TOMORROW)
    assert all(count.created == 0 for count in again.values())
    assert PageItem.objects.get(code="faq-seul").title == "Suis-je seul ?"
    assert [len(part) for part in (page_on(TODAY).reasons, page_on(TODAY).steps)] == [3, 4]


def test_subjects_that_ship_reach_the_associations_whatever_the_capitals():
    known = make.AssociationFactory(code="unafam")
    load_outreach(by=PROGRAM, today=TODAY)
    assert themes_of(make.AssociationFactory(parent=known)) == {"mental_health", "families"}


def test_command_says_what_is_missing(capsys):
    with pytest.raises(Exception, match="load_reference"):
        call_command("load_outreach")


def test_the_public_reads_what_is_online_that_day_in_its_order():
    late, early = making.item(title="Deuxième", rank=2), making.item(title="Première", rank=1)
    making.item(title="Retirée", shown=period(date(2026, 1, 1), YESTERDAY))
    making.item(title="À venir", shown=period(TOMORROW))
    making.item(title="En préparation", shown=None)
    assert page_on(TODAY).questions == [early, late]


def test_where_a_row_stands_is_said_in_words():
    words = [standing(making.item(shown=span), TODAY).words for span in (None, period(TODAY), period(TOMORROW), period(None, YESTERDAY))]
    assert words == ["en préparation", "en ligne", "à venir", "retiré"]


@pytest.mark.parametrize(
    "missing", [{"consent_on": None}, {"consent_source": ""}, {"consent_on": TOMORROW}], ids=["no date", "no place", "later"]
)
def test_a_testimony_is_published_only_after_its_dated_consent(delegate, missing):
    row = making.testimony(shown=None, **missing)
    with pytest.raises(ValidationError):
        actions.publish(row=row, first=TODAY, last=None, by=delegate)
    assert page_on(TODAY).testimonies == []


def test_the_database_itself_refuses_a_testimony_without_consent():
    with pytest.raises(IntegrityError), transaction.atomic():
        making.testimony(consent_on=None)


def test_the_database_itself_refuses_a_full_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        making.testimony(first_name="Monique Keller")


def test_a_testimony_that_names_somebody_comes_back(delegate):
    values = {"first_name": "Monique", "sits": "en Moselle", "text": "J’ai connu Odile Wernert.", "consent_on": None, "consent_source": ""}
    with pytest.raises(ValidationError) as refusal:
        actions.save_testimony(testimony=None, values=values, by=delegate)
    assert refusal.value.code == "screened"
    assert actions.save_testimony(testimony=None, values=values, by=delegate, confirmed=True).shown is None


def test_nothing_remains_of_a_testimony_whose_consent_is_withdrawn(delegate):
    row = making.testimony()
    actions.erase_testimony(testimony=row, by=delegate)
    assert not Said.objects.exists()
    assert "Monique" not in str(list(Entry.objects.values()))


def test_an_end_before_the_beginning_is_refused(delegate):
    with pytest.raises(ValidationError):
        actions.publish(row=making.item(shown=None), first=TODAY, last=YESTERDAY, by=delegate)


def test_withdrawn_today_is_read_no_more_today(delegate):
    row = making.item()
    actions.withdraw(row=row, by=delegate, today=TODAY)
    assert page_on(TODAY).questions == []
    assert page_on(YESTERDAY).questions == [row]


def test_withdrawn_the_day_it_was_published_goes_back_to_preparation(delegate):
    row = making.item(shown=period(TODAY))
    actions.withdraw(row=row, by=delegate, today=TODAY)
    row.refresh_from_db()
    assert row.shown is None


def test_moving_exchanges_two_neighbours_and_stops_at_the_ends(delegate):
    first, second = making.item(rank=1), making.item(rank=2)
    other_part = making.item(rank=1, kind="reason")
    actions.move(row=second, up=True, by=delegate)
    actions.move(row=second, up=True, by=delegate)
    assert page_on(TODAY).questions == [second, first]
    other_part.refresh_from_db()
    assert other_part.rank == 1


@pytest.mark.parametrize("role", ["ars_region", "association_manager", "representative", "administrator"])
def test_nobody_else_writes_the_public_pages(role):
    scope = {"ars_region": {"territory": make.RegionFactory()}, "association_manager": {"association": make.AssociationFactory()}}
    user = make.user_with_role(role, **scope.get(role, {"person": make.PersonFactory()} if role == "representative" else {}))
    row = making.item()
    for act in (
        lambda: actions.withdraw(row=row, by=user, today=TODAY),
        lambda: actions.publish(row=row, first=TODAY, last=None, by=user),
        lambda: actions.move(row=row, up=True, by=user),
        lambda: actions.save_item(item=row, kind=row.kind, values={}, by=user),
    ):
        with pytest.raises(PermissionDenied):
            act()


VALUES = {"title": "Guide", "summary": "Tout.", "link": "", **making.SOURCE}
PDF = b"%PDF-1.7\n%%EOF\n"


def test_a_resource_is_a_page_or_a_file_and_the_file_is_known_by_its_content(delegate):
    with pytest.raises(ValidationError):
        actions.save_resource(resource=None, values=VALUES, upload=None, body_types=[], by=delegate)
    with pytest.raises(ValidationError, match="nature"):
        wrong = SimpleUploadedFile("guide.pdf", b"<html>")
        actions.save_resource(resource=None, values=VALUES, upload=wrong, body_types=[], by=delegate)
    row = actions.save_resource(resource=None, values=VALUES, upload=SimpleUploadedFile("guide.pdf", PDF), body_types=[], by=delegate)
    page = actions.save_resource(resource=row, values=VALUES | {"link": "https://exemple.fr/"}, upload=None, body_types=[], by=delegate)
    assert page.file is None
    with pytest.raises(ValidationError):
        both = SimpleUploadedFile("guide.pdf", PDF)
        actions.save_resource(resource=None, values=VALUES | {"link": "https://exemple.fr/"}, upload=both, body_types=[], by=delegate)


def test_resources_of_one_s_bodies_come_first_then_those_of_every_body():
    cdu, cts = make.BodyTypeFactory(), make.BodyTypeFactory(code="CTS")
    every, own = making.resource(title="Pour tous"), making.resource(title="CDU", types=[cdu])
    making.resource(title="CTS", types=[cts])
    assert resources_for({cdu.pk}, TODAY) == [own, every]
    assert {row.title for row in resources_on(TODAY, type_code="CTS")} == {"Pour tous", "CTS"}


def test_a_file_is_read_by_the_public_only_while_its_resource_is(client):
    shown = making.resource(link="", file=make.StoredFileFactory())
    hidden = making.resource(link="", file=make.StoredFileFactory(), shown=None)
    assert client.get(f"/ressources/{shown.pk}/fichier/").status_code == 200
    assert client.get(f"/ressources/{hidden.pk}/fichier/").status_code == 404


def test_the_public_page_tells_reasons_steps_time_questions_and_testimonies(client):
    load_outreach(by=PROGRAM, today=TODAY)
    making.testimony()
    shown = text_of(client.get("/devenir-representant/"))
    for words in ("De bonnes raisons", "4 étapes", "15 à 20 jours par an", "congé de représentation", "Vais-je être seul ?", "Monique"):
        assert words in shown
    assert "Source : " in shown


def test_an_empty_page_still_says_whom_to_call(client):
    assert "En parler avec quelqu’un" in text_of(client.get("/devenir-representant/"))


def test_the_former_address_leads_to_the_one_page(client):
    answer = client.get("/m-engager/")
    assert (answer.status_code, answer.url) == (301, "/devenir-representant/")


def test_a_page_that_is_read_is_counted_and_nothing_else_is_kept(client):
    for _ in range(3):
        client.get("/devenir-representant/")
    client.head("/devenir-representant/")
    assert DailyCount.objects.values_list("day", "step", "count").get() == (TODAY, "page", 3)
    assert not client.cookies


def test_an_unknown_body_is_explained(client):
    assert client.get("/ressources/?t=XX").status_code == 400


def test_the_delegation_adds_a_question_publishes_it_and_withdraws_it(delegation):
    answer = delegation.post(
        "/espace/devenir-representant/textes/ajouter/?partie=question",
        {"title": "Qui m’aide ?", "text": "Votre association : elle vous suit.", "source": "essai", "source_date": "1er mars 2026"},
    )
    assert answer.status_code == 302
    row = PageItem.objects.get()
    assert row.title == "Qui m’aide\u00a0?"
    page = delegation.get(f"/espace/devenir-representant/textes/{row.pk}/mettre-en-ligne/")
    delegation.post(page.request["PATH_INFO"], {"first": "22 novembre 2026", "last": "", "vu": page.context["mark"]})
    assert page_on(TODAY).questions == [row]
    delegation.post(f"/espace/devenir-representant/textes/{row.pk}/retirer/")
    assert page_on(TODAY).questions == []
    assert {entry.action for entry in Entry.objects.all()} >= {"pageitem.add", "pageitem.publish", "pageitem.withdraw"}


def test_the_form_of_a_testimony_offers_to_confirm(delegation):
    data = {"first_name": "Monique", "sits": "en Moselle", "text": "J’ai connu Odile Wernert.", "consent_on": "", "consent_source": ""}
    shown = text_of(delegation.post("/espace/devenir-representant/temoignages/ajouter/", data))
    assert "Je confirme que ce texte" in shown
    assert delegation.post("/espace/devenir-representant/temoignages/ajouter/", data | {"confirmed": "on"}).status_code == 302


def test_subjects_of_an_association_are_replaced(delegation, delegate):
    association = make.AssociationFactory()
    delegation.post(f"/espace/devenir-representant/associations/{association.pk}/", {"themes": ["cancer", "rare"]})
    delegation.post(f"/espace/devenir-representant/associations/{association.pk}/", {"themes": ["rare"]})
    assert list(AssociationTheme.objects.values_list("theme", flat=True)) == ["rare"]


def test_pages_of_the_delegation_list_everything(delegation):
    making.item(), making.testimony(shown=None), making.resource()
    for part in ("", "textes/", "temoignages/", "ressources/", "associations/"):
        assert delegation.get(f"/espace/devenir-representant/{part}").status_code == 200
    assert "En préparation" in text_of(delegation.get("/espace/devenir-representant/temoignages/"))
    assert Resource.objects.count() == 1
