"""An action that stops half-way has written nothing: an error in the program, or PostgreSQL killing the connection."""

from datetime import date

import psycopg
import pytest
from django.db import Error, connection

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.register.directory.models import Body, Person
from portevoix.register.mandates import actions
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate, PersonMerge
from tests.factories import TODAY, BodyFactory, BodyTypeRuleFactory, MandateFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
BY = Program("tests")


@pytest.fixture
def commission():
    """Two mandates, one of a substitute, and a free titular's seat."""
    BodyTypeRuleFactory()
    body = BodyFactory(seated=True)
    for rank in (1, 2):
        MandateFactory(seat=body.seats.get(quality="substitute", rank=rank))
    return body


def acts(body):
    """Actions that write several rows each."""
    substitute, other = Mandate.objects.filter(body=body).order_by("pk")
    free = body.seats.get(quality="titular", rank=1)
    return {
        "create": lambda: actions.create_mandate(seat=free, person=PersonFactory.build(pk=other.person_id), first=date(2029, 1, 1), by=BY),
        "switch": lambda: actions.switch_seat(mandate=substitute, seat=free, on=TODAY, by=BY),
        "close": lambda: actions.close_body(body=body, on=TODAY, by=BY),
        "merge": lambda: actions.merge_people(kept=PersonFactory(), absorbed=substitute.person, by=BY),
    }


def everything():
    """All that the actions could have written."""
    return (
        list(Mandate.objects.order_by("pk").values()),
        list(Body.objects.order_by("pk").values()),
        list(Person.objects.filter(merged_into__isnull=False)),
        PersonMerge.objects.count(),
        Entry.objects.count(),
    )


@pytest.mark.parametrize("act", ["create", "switch", "close", "merge"])
def test_an_error_at_the_last_moment_takes_everything_back(commission, monkeypatch, act):
    before = everything()
    real, calls = journal.record, []

    def fail_at_the_end(action, **kwargs):
        real(action, **kwargs)
        calls.append(action)
        if action in ("mandate.create", "body.close", "person.merge"):
            raise RuntimeError("the program stops here")

    monkeypatch.setattr(journal, "record", fail_at_the_end)
    with pytest.raises(RuntimeError):
        acts(commission)[act]()
    assert calls
    assert everything() == before


@pytest.mark.parametrize("act", ["create", "switch", "close", "merge"])
def test_a_connection_killed_by_postgresql_leaves_nothing_half_written(commission, monkeypatch, act):
    before = everything()
    real = journal.record

    def killed(action, **kwargs):
        real(action, **kwargs)
        kill_this_connection()

    monkeypatch.setattr(journal, "record", killed)
    with pytest.raises(Error):
        acts(commission)[act]()
    connection.close()
    assert everything() == before


def test_a_correction_refused_at_the_end_keeps_the_recorded_end(commission, monkeypatch):
    mandate = Mandate.objects.filter(body=commission).first()
    actions.end_mandate(mandate=mandate, reason=EndReason.DEATH, on=TODAY, by=BY)
    before = everything()
    monkeypatch.setattr(journal, "record", lambda *args, **kwargs: kill_this_connection() or Entry.objects.count())
    with pytest.raises(Error):
        actions.correct_end(mandate=mandate, explanation="erreur", by=BY)
    connection.close()
    assert everything() == before


def kill_this_connection():
    """Kill, from another session, the server process that serves the tests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    wanted = connection.get_connection_params()
    with psycopg.connect(**{name: wanted[name] for name in ("host", "port", "user", "dbname") if name in wanted}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
