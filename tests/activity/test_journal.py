"""The journal: one line in three answers, private, corrected, deleted, added up."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.audit.models import Entry
from portevoix.register.directory.scope import EVERYTHING
from portevoix.work.activity.actions import journal
from portevoix.work.activity.durations import DurationError, duration_fr, parse_duration
from portevoix.work.activity.models import JournalEntry
from portevoix.work.activity.selectors.journal import entries_of, totals
from tests import factories as make
from tests.activity import making
from tests.budget import assert_query_budget

pytestmark = pytest.mark.django_db
PAGE = "/espace/mon-journal/"
THREE = {"kind": "meeting", "day": "18 novembre 2026", "minutes": "2 h 30"}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 h 30", 150),
        ("2h30", 150),
        ("2H", 120),
        ("2:05", 125),
        ("45 min", 45),
        ("90'", 90),
        ("1,5", 90),
        ("1.5 h", 90),
        ("3", 180),
        ("2 heures", 120),
        ("2 h 30 min", 150),
        ("une demi-journée", 240),
        ("Une journée", 480),
        ("1 heure 15 minutes", 75),
        ("2\u00a0h\u00a030", 150),
    ],
)
def test_duration_is_read_as_people_write_it(text, minutes):
    assert parse_duration(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "longtemps", "25 h", "2 h 75", "-1", "2 h 30 de route"])
def test_what_is_not_a_duration_is_refused(text):
    with pytest.raises(DurationError, match="par exemple"):
        parse_duration(text)


@given(st.integers(min_value=1, max_value=1440))
def test_a_duration_that_is_written_is_read_back(minutes):
    assert parse_duration(duration_fr(minutes)) == minutes


def test_three_answers_are_enough(client, signed_in, person):
    response = client.post(PAGE, THREE, follow=True)
    line = JournalEntry.objects.get()
    assert (line.person, line.kind, line.day, line.minutes, line.kilometres, line.remarks) == (
        person,
        "meeting",
        date(2026, 11, 18),
        150,
        0,
        "",
    )
    assert "C’est noté." in response.content.decode()


@pytest.mark.parametrize(("text", "day"), [("hier", 21), ("18 novembre", 18), ("18/11", 18), ("aujourd’hui", 22)])
def test_day_is_read_without_its_year(client, signed_in, text, day):
    client.post(PAGE, THREE | {"day": text})
    assert JournalEntry.objects.get().day == date(2026, 11, day)


def test_day_without_year_is_the_last_one_that_was(client, signed_in):
    client.post(PAGE, THREE | {"day": "24 décembre"})
    assert JournalEntry.objects.get().day == date(2025, 12, 24)


def test_day_to_come_is_refused_and_the_answers_are_kept(client, signed_in):
    page = client.post(PAGE, THREE | {"day": "24 décembre 2026", "remarks": "Lecture"}).content.decode()
    assert "n’est pas encore passé" in page
    assert 'value="24 décembre 2026"' in page
    assert "Lecture" in page
    assert not JournalEntry.objects.exists()


def test_remark_that_names_somebody_is_kept_only_when_confirmed(client, signed_in):
    line = THREE | {"remarks": "Rencontre avec Mme Dupont, atteinte d’un cancer"}
    page = client.post(PAGE, line).content.decode()
    assert "semble contenir" in page
    assert 'name="confirmed"' in page
    client.post(PAGE, line | {"confirmed": "on"})
    assert JournalEntry.objects.get().remarks.startswith("Rencontre avec")


def test_the_only_body_is_already_chosen(client, signed_in, body):
    assert re.search(rf'<option value="{body.pk}" selected', client.get(PAGE).content.decode())


def test_line_is_corrected(client, signed_in, person, body):
    line = making.entry(person)
    page = reverse("activity:entry", args=[line.pk])
    assert 'value="2\u00a0h"' in client.get(page).content.decode()
    client.post(page, {"kind": "course", "day": "17 novembre 2026", "minutes": "1 h", "body": body.pk, "kilometres": "12", "remarks": ""})
    line.refresh_from_db()
    assert (line.kind, line.day, line.minutes, line.body, line.kilometres) == ("course", date(2026, 11, 17), 60, body, 12)


def test_line_is_deleted_after_a_question_and_nothing_of_it_is_left(client, signed_in, person):
    line = making.entry(person, remarks="secret")
    page = reverse("activity:entry_delete", args=[line.pk])
    assert "ne pourra pas être retrouvée" in client.get(page).content.decode()
    client.post(page)
    assert not JournalEntry.objects.exists()
    assert "secret" not in str(list(Entry.objects.values()))


def test_nobody_else_reads_nor_writes_it(person, oneself):
    line = making.entry(person)
    others = [
        make.user_with_role("fas_region", territory=make.RegionFactory()),
        make.user_with_role("ars_region", territory=make.RegionFactory()),
        make.user_with_role("administrator"),
        make.user_with_role("representative", person=make.PersonFactory()),
    ]
    assert list(JournalEntry.objects.visible_to(EVERYTHING)) == []
    for other in others:
        assert not JournalEntry.objects.visible_to(other).exists()
        with pytest.raises(PermissionDenied):
            journal.delete_entry(entry=line, by=other)
        with pytest.raises(PermissionDenied):
            journal.add_entry(person=person, by=other, today=make.TODAY, kind="meeting", day=making.DAY, minutes=60)


def test_year_is_added_up(person):
    making.entry(person, minutes=150, kilometres=30)
    making.entry(person, minutes=45, kilometres=9)
    making.entry(person, minutes=600, day=date(2025, 12, 31))
    making.entry(make.PersonFactory(), minutes=1000)
    found = totals(entries_of(person, year=2026))
    assert (found.lines, found.minutes, found.kilometres, found.duration) == (2, 195, 39, "3\u00a0h\u00a015")


def test_day_longer_than_a_day_is_refused(person, oneself):
    with pytest.raises(ValidationError, match="24 heures"):
        journal.add_entry(person=person, by=oneself, today=make.TODAY, kind="meeting", day=making.DAY, minutes=1500)


def test_file_holds_every_line_and_nobody_else_s(client, signed_in, person):
    making.entry(person, remarks="=1+1", kilometres=12)
    making.entry(make.PersonFactory(), remarks="d’un autre")
    lines = b"".join(client.get(reverse("activity:journal_file")).streaming_content).decode().splitlines()
    assert lines == ["jour;activite;instance;duree_minutes;trajet_km;remarques", "2026-11-18;réunion d’une instance;;120;12;'=1+1"]


def test_list_is_cut_into_pages_and_asks_few_questions(client, signed_in, person, body):
    for _ in range(30):
        making.entry(person, body=body)
    page = client.get(PAGE).content.decode()
    assert "1 à 25 sur 30" in page.replace("\u00a0", " ")
    assert_query_budget(lambda: client.get(PAGE), make_row=lambda: making.entry(person, body=body), budget=18)


def test_empty_journal_says_what_to_do(client, signed_in):
    assert "trois réponses suffisent" in client.get(PAGE).content.decode()


def test_year_that_is_not_one_is_refused(client, signed_in):
    assert client.get(f"{PAGE}?annee=x").status_code == 400
