"""Attendance by half-day; a closed sheet says how the training ended for each, and may be reopened."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.register.directory.models import Parameter
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.attendance import Noted, close_sheet, reopen_sheet, save_marks
from portevoix.work.training.enums import EnrolmentState, Presence, SessionState
from portevoix.work.training.models import Certificate, Mark
from portevoix.work.training.selectors.attendance import done_by, half_days_of, sheet
from tests import factories as make
from tests.documents.factories import IssuedDocumentFactory
from tests.training import making as t

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AFTER = datetime(2026, 12, 9, 9, tzinfo=t.PARIS)
PRESENT, ABSENT = Noted(presence=Presence.PRESENT), Noted(presence=Presence.ABSENT)
MORNING, AFTERNOON = 180, 210  # minutes of the half-days of the factory


def late(minutes):
    return Noted(presence=Presence.PARTIAL, missed=minutes)


def note(session, *noted_by_half_day, at=AFTER, by=None):
    """Note the people of `session`, in the order of their primary keys, half-day after half-day."""
    people = list(session.enrolments.filter(state=EnrolmentState.REGISTERED).order_by("pk").values_list("pk", flat=True))
    agent = by or t.delegation()
    return [
        save_marks(half_day=half_day, marks=dict(zip(people, noted, strict=True)), by=agent, at=at)
        for half_day, noted in zip(half_days_of(session), noted_by_half_day, strict=False)
    ]


def held(people=1, **session):
    made = t.SessionFactory(**session)
    for _ in range(people):
        t.EnrolmentFactory(session=made)
    return made


def closed(*noted_by_half_day, people=1):
    session = held(people)
    note(session, *noted_by_half_day)
    close_sheet(session=session, by=t.delegation(), at=AFTER)
    return session, list(session.enrolments.order_by("pk").values_list("state", flat=True))


def tolerance(minutes):
    Parameter.objects.create(
        code="training-tolerance-minutes",
        label="tolérance",
        value=minutes,
        period=period(date(2016, 1, 1)),
        source="jeu d’essai",
        source_date=date(2026, 1, 1),
    )


def test_everybody_is_proposed_as_present_until_somebody_is_noted():
    session = held(2)
    first, _ = half_days_of(session)
    assert [(row.presence, row.marked) for row in sheet(first)] == [(Presence.PRESENT, False)] * 2
    note(session, [late(20), ABSENT])
    assert {(row.presence, row.missed, row.marked) for row in sheet(first)} == {(Presence.PARTIAL, 20, True), (Presence.ABSENT, 0, True)}


def test_the_sheet_is_in_the_order_of_the_names():
    session = held(0)
    for name in ("Zeller", "Éberlé", "Fischer"):
        t.EnrolmentFactory(session=session, person=make.PersonFactory(last_name=name, first_name="Anne"))
    assert [row.name for row in sheet(half_days_of(session)[0])] == ["ÉBERLÉ Anne", "FISCHER Anne", "ZELLER Anne"]


def test_the_same_sheet_sent_twice_changes_nothing():
    session = held(2)
    assert note(session, [PRESENT, ABSENT]) == [2]
    assert note(session, [PRESENT, ABSENT]) == [0]
    assert note(session, [PRESENT, late(10)]) == [1]
    assert Mark.objects.count() == 2
    assert Entry.objects.filter(action="session.mark").count() == 2


def test_only_whoever_has_a_place_is_on_the_sheet():
    session = held(1)
    waiting = t.EnrolmentFactory(session=session, waiting=True)
    assert len(sheet(half_days_of(session)[0])) == 1
    with pytest.raises(StepRefused, match="n’a plus de place"):
        save_marks(half_day=half_days_of(session)[0], marks={waiting.pk: PRESENT}, by=t.delegation(), at=AFTER)


@pytest.mark.parametrize("noted", [late(0), late(MORNING), Noted(presence=Presence.PRESENT, missed=5)])
def test_missed_minutes_go_with_a_presence_in_part_and_are_shorter_than_the_half_day(noted):
    session = held(1)
    with pytest.raises(ValidationError, match="rien n’a été enregistré") as refusal:
        note(session, [noted])
    assert list(refusal.value.params["errors"]) == [session.enrolments.get().pk]
    assert not Mark.objects.exists()


def test_a_half_day_is_not_noted_before_its_day():
    with pytest.raises(StepRefused, match="8 décembre 2026"):
        note(held(1), [PRESENT], at=t.NOW)


def test_what_somebody_did_is_counted_in_minutes_by_half_day():
    session = held(3)
    note(session, [PRESENT, late(30), ABSENT], [PRESENT, PRESENT, late(10)])
    rows = list(session.enrolments.order_by("pk"))
    done = done_by(rows)
    assert [done[row.pk].minutes for row in rows] == [MORNING + AFTERNOON, MORNING + AFTERNOON - 30, AFTERNOON - 10]
    assert [done[row.pk].missed for row in rows] == [0, 30, MORNING + 10]


def test_a_half_day_that_nobody_noted_is_not_done():
    session = held(1)
    note(session, [PRESENT])
    row = session.enrolments.get()
    assert (done_by([row])[row.pk].minutes, done_by([row])[row.pk].unmarked) == (MORNING, 1)


def test_closing_says_how_the_training_ended_for_each():
    session, states = closed([PRESENT, PRESENT, ABSENT], [PRESENT, ABSENT, ABSENT], people=3)
    session.refresh_from_db()
    assert states == [EnrolmentState.ATTENDED, EnrolmentState.PARTIAL, EnrolmentState.ABSENT]
    assert (session.state, session.sheet_closed_at) == (SessionState.DONE, AFTER)


def test_without_a_setting_one_missed_minute_makes_a_training_in_part():
    assert closed([late(1)], [PRESENT])[1] == [EnrolmentState.PARTIAL]


@pytest.mark.parametrize(("minutes", "state"), [(15, EnrolmentState.ATTENDED), (16, EnrolmentState.PARTIAL)])
def test_the_tolerance_counts_the_minutes_of_all_the_half_days(minutes, state):
    tolerance(15)
    assert closed([late(10)], [late(minutes - 10)])[1] == [state]


def test_a_sheet_with_somebody_who_is_not_noted_is_not_closed():
    session = held(2)
    note(session, [PRESENT, PRESENT])
    with pytest.raises(StepRefused, match="2 personnes ne sont pas notées"):
        close_sheet(session=session, by=t.delegation(), at=AFTER)


def test_a_sheet_is_not_closed_before_the_last_half_day():
    with pytest.raises(StepRefused, match="8 décembre 2026"):
        close_sheet(session=held(1), by=t.delegation(), at=t.NOW)


def test_who_still_waits_when_the_sheet_closes_has_no_rank_any_more():
    session = held(1)
    waiting = t.EnrolmentFactory(session=session, waiting=True)
    note(session, [PRESENT], [PRESENT])
    close_sheet(session=session, by=t.delegation(), at=AFTER)
    waiting.refresh_from_db()
    assert waiting.state == EnrolmentState.CANCELLED


def test_a_closed_sheet_is_not_changed():
    session, _ = closed([PRESENT], [PRESENT])
    row = session.enrolments.get()
    with pytest.raises(StepRefused, match="terminée"):
        save_marks(half_day=half_days_of(session)[0], marks={row.pk: ABSENT}, by=t.delegation(), at=AFTER)


def test_reopening_gives_the_places_back_and_keeps_the_marks():
    session, _ = closed([PRESENT, ABSENT], [PRESENT, ABSENT], people=2)
    assert reopen_sheet(session=session, by=t.delegation()) == 2
    session.refresh_from_db()
    assert (session.state, session.sheet_closed_at) == (SessionState.CONFIRMED, None)
    assert set(session.enrolments.values_list("state", flat=True)) == {EnrolmentState.REGISTERED}
    assert Mark.objects.count() == 4
    note(session, [PRESENT, PRESENT], [PRESENT, PRESENT])
    assert close_sheet(session=session, by=t.delegation(), at=AFTER) == {EnrolmentState.ATTENDED: 2}


def test_a_sheet_with_a_certificate_in_force_is_not_reopened():
    session, _ = closed([PRESENT], [PRESENT])
    Certificate.objects.create(enrolment=session.enrolments.get(), number="A-1", minutes=390, document=IssuedDocumentFactory())
    with pytest.raises(StepRefused, match="attestations"):
        reopen_sheet(session=session, by=t.delegation())


@pytest.mark.parametrize("role", ["ars_region", "association_manager", "representative"])
def test_nobody_else_notes_the_presences(role):
    scopes = {
        "ars_region": {"territory": make.RegionFactory()},
        "association_manager": {"association": make.AssociationFactory()},
        "representative": {"person": make.PersonFactory()},
    }
    user, session = make.user_with_role(role, **scopes[role]), held(1)
    with pytest.raises(PermissionDenied):
        note(session, [PRESENT], by=user)
    with pytest.raises(PermissionDenied):
        close_sheet(session=session, by=user, at=AFTER)
