"""Answers are remembered until the register changes, whatever the order in which transactions commit."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection, transaction

from portevoix.register.directory.models import Facility, Seat
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors import revision
from portevoix.register.mandates.selectors.listing import figures
from portevoix.register.mandates.selectors.revision import Answers, current_generation, remembered
from portevoix.register.mandates.selectors.search import find
from tests.budget import count_queries
from tests.factories import TODAY, FacilityFactory, MandateFactory, PersonFactory, SeatFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(revision, "_generations", {})


@contextmanager
def another_session():
    """A second connection to the database of the tests."""
    with psycopg.connect(
        **{k: v for k, v in connection.get_connection_params().items() if k in ("host", "port", "user", "dbname")}
    ) as other:
        yield other


def opened():
    return figures(EVERYTHING, at=TODAY).opened


def computed() -> bool:
    """Tell whether the figures had to be computed."""
    return any("occ AS MATERIALIZED" in sql for sql in count_queries(opened))


def test_the_same_question_is_answered_once_while_nothing_changes():
    SeatFactory()
    assert (computed(), computed(), computed()) == (True, False, False)


def test_another_day_or_another_perimeter_is_another_question():
    SeatFactory()
    assert opened() == 1
    assert figures(EVERYTHING, at=TODAY.replace(year=2025)).opened == 1


@pytest.mark.parametrize(
    "write",
    [
        lambda mandate: SeatFactory(),
        lambda mandate: mandate.delete(),
        lambda mandate: Mandate.objects.filter(pk=mandate.pk).update(order_reference="x"),
        lambda mandate: Seat.objects.update(closed_on=TODAY),
        lambda mandate: Facility.objects.update(name="Autre nom"),
        lambda mandate: PersonFactory(),
    ],
)
def test_every_writing_makes_the_answers_forgotten(write):
    mandate = MandateFactory()
    opened()
    write(mandate)
    assert computed()


def test_a_writing_of_another_session_is_seen_when_it_commits():
    seat = SeatFactory()
    assert opened() == 1
    with another_session() as other:
        other.execute("UPDATE directory_seat SET closed_on = %s WHERE id = %s", [TODAY, seat.pk])
        assert opened() == 1
        assert not computed()
    assert opened() == 0


def test_a_long_transaction_that_commits_after_a_younger_one_is_seen():
    """The older transaction has the smaller number: no maximum would tell."""
    first, second = SeatFactory(), SeatFactory()
    with another_session() as older, another_session() as younger:
        older.execute("UPDATE directory_seat SET closed_on = %s WHERE id = %s", [TODAY, first.pk])
        younger.execute("UPDATE directory_seat SET closed_on = %s WHERE id = %s", [TODAY, second.pk])
        younger.commit()
        assert opened() == 1
        assert not computed()
        older.commit()
        assert opened() == 0


def test_a_writing_that_is_taken_back_changes_nothing():
    SeatFactory()
    opened()
    with another_session() as other:
        other.execute("UPDATE directory_seat SET closed_on = %s", [TODAY])
        other.rollback()
    assert not computed()


def test_a_transaction_that_has_written_sees_its_own_rows_and_shows_them_to_nobody():
    SeatFactory()
    opened()
    with transaction.atomic():
        SeatFactory()
        assert opened() == 2
        assert current_generation() is None
        transaction.set_rollback(True)
    assert opened() == 1


def test_a_transaction_with_an_older_snapshot_keeps_nothing():
    SeatFactory()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert current_generation() is None


def test_the_words_of_the_search_outlive_the_writing_of_mandates():
    FacilityFactory(name="Hautepierre")
    first = current_generation()
    find("hautepiere", names=EVERYTHING, at=TODAY, generation=first)
    mandate = MandateFactory()  # with a person, a body, a facility
    second = current_generation()
    assert second.names is not first.names
    Mandate.objects.filter(pk=mandate.pk).update(order_reference="x")
    third = current_generation()
    assert third is not second
    assert third.names is second.names


def test_the_least_used_answers_are_forgotten_first_when_there_is_no_room(monkeypatch):
    monkeypatch.setattr(revision, "ROOM", 100)
    answers = Answers()
    for key in ("a", "b"):
        remembered(answers, key, lambda: 1, size=40)
    assert answers.get("a") == 1
    remembered(answers, "c", lambda: 1, size=40)
    assert (answers.get("a"), answers.get("b"), answers.get("c")) == (1, None, 1)
    assert answers.used == 80


def test_every_table_on_which_answers_depend_notes_its_changes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'pv_register_change'")
        watched = {name for (name,) in cursor}
    assert watched == {
        *("mandates_mandate", "directory_seat", "directory_body", "directory_bodytype", "directory_bodytyperule"),
        *("directory_facility", "directory_facilitymembership", "directory_federation", "directory_territory"),
        *("directory_association", "directory_accreditation", "directory_person"),
        *("candidacies_call", "candidacies_callseat"),  # public pages tell of the open calls
        *("directory_parameter", "training_course", "training_session", "training_halfday", "training_enrolment", "training_equivalence"),
    }
