"""The attendance sheet of a half-day, through the client: typed, sent twice, refused, printed."""

from datetime import datetime

import pytest
from django.urls import reverse

from portevoix.work.training.actions.attendance import marks_seen
from portevoix.work.training.models import Mark
from portevoix.work.training.selectors.attendance import half_days_of
from tests.sign_in import sign_in
from tests.training import making as t

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AFTER = datetime(2026, 12, 8, 18, tzinfo=t.PARIS)


@pytest.fixture
def agent(client):
    return sign_in(client, t.delegation())


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def text(response):
    return response.content.decode()


def sheet_of(client, session, number=0):
    half_day = half_days_of(session)[number]
    return url("sheet", session.pk, half_day.pk), half_day


def test_a_sheet_notes_everybody_present_but_for_what_is_said(client, agent, clock):
    session = t.SessionFactory()
    here, late, away = (t.EnrolmentFactory(session=session) for _ in range(3))
    clock.move_to(AFTER)
    address, half_day = sheet_of(client, session)
    data = {"vu": marks_seen(half_day), "qui": f"{here.pk},{late.pk},{away.pk}", f"m-{late.pk}": "20", f"a-{away.pk}": "1"}
    assert "3 lignes enregistrées." in (told := text(client.post(address, data, follow=True)))
    assert "Personnes notées : 3 sur 3. Présentes : 1, en partie : 1, absentes : 1." in told.replace("\u00a0", " ")
    marks = dict(Mark.objects.values_list("enrolment", "presence"))
    assert marks == {here.pk: "present", late.pk: "partial", away.pk: "absent"}
    again = client.post(address, data, follow=True)  # the same button pressed twice
    assert "Rien n’a changé." in text(again)


def test_a_sheet_that_fails_points_at_the_line_and_keeps_what_was_typed(client, agent, clock):
    session = t.SessionFactory()
    row = t.EnrolmentFactory(session=session)
    clock.move_to(AFTER)
    address, half_day = sheet_of(client, session)
    for typed, sentence in (({f"m-{row.pk}": "999"}, "de 1 à 179"), ({f"m-{row.pk}": "dix"}, "Écrivez un nombre de minutes")):
        page = text(client.post(address, {"vu": marks_seen(half_day), "qui": str(row.pk), **typed}))
        assert sentence in page
        assert f'href="#m-{row.pk}"' in page
    both = client.post(address, {"vu": marks_seen(half_day), "qui": str(row.pk), f"a-{row.pk}": "1", f"m-{row.pk}": "5"})
    assert "pas les deux" in text(both)
    assert not Mark.objects.exists()


def test_what_somebody_else_noted_meanwhile_is_not_overwritten(client, agent, clock):
    session = t.SessionFactory()
    row = t.EnrolmentFactory(session=session)
    clock.move_to(AFTER)
    address, half_day = sheet_of(client, session)
    seen = marks_seen(half_day)
    Mark.objects.create(enrolment=row, half_day=half_day, presence="absent")
    page = text(client.post(address, {"vu": seen, "qui": str(row.pk)}))
    assert "Ces présences ont été notées ailleurs" in page
    assert Mark.objects.get().presence == "absent"


def test_somebody_enrolled_since_the_page_was_opened_is_not_noted_unseen(client, agent, clock):
    session = t.SessionFactory()
    row, _ = t.EnrolmentFactory(session=session), t.EnrolmentFactory(session=session)
    clock.move_to(AFTER)
    address, half_day = sheet_of(client, session)
    client.post(address, {"vu": marks_seen(half_day), "qui": str(row.pk)})
    assert list(Mark.objects.values_list("enrolment", flat=True)) == [row.pk]


def test_saving_leads_to_the_next_half_day_when_asked(client, agent, clock):
    session = t.SessionFactory()
    row = t.EnrolmentFactory(session=session)
    clock.move_to(AFTER)
    address, half_day = sheet_of(client, session)
    response = client.post(address, {"vu": marks_seen(half_day), "qui": str(row.pk), "suivante": "1"})
    assert response.url == sheet_of(client, session, 1)[0]


def test_a_sheet_is_only_read_before_its_day_and_once_closed(client, agent):
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session)
    page = text(client.get(sheet_of(client, session)[0]))
    assert "pas encore eu lieu" in page
    assert "Enregistrer" not in page


def test_the_paper_sheet_is_a_pdf_with_the_names(client, agent):
    session = t.SessionFactory()
    t.EnrolmentFactory(session=session)
    response = client.get(url("paper_sheet", session.pk))
    assert response.content.startswith(b"%PDF")
    assert "attachment" in response["Content-Disposition"]
