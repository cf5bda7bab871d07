"""Who is bound to the basic training, until when, and where they stand."""

from datetime import date, timedelta

import pytest

from portevoix.register.directory.models import Parameter
from portevoix.register.directory.scope import EVERYTHING, Scope
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import DutyState, EnrolmentState, EquivalenceState
from portevoix.work.training.models import Equivalence
from portevoix.work.training.selectors.duty import duties, duties_over, duty_of
from tests import factories as make
from tests.training import careers, making

pytestmark = pytest.mark.django_db
CHANGE = date(2022, 3, 1)
TODAY = make.TODAY


@pytest.fixture
def settings_of_the_law():
    careers.settings(change=CHANGE)


def attended(person, *, day, basic=True, state=EnrolmentState.ATTENDED):
    course = making.CourseFactory(is_basic=basic)
    session = making.SessionFactory(course=course, half_days=[(day, *making.MORNING), (day, *making.AFTERNOON)])
    return making.EnrolmentFactory(session=session, person=person, state=state)


def sitting(first, **fields):
    return make.MandateFactory(first=first, term_end=date(2028, 11, 30), **fields)


@pytest.mark.portable
def test_the_duty_is_the_same_as_by_a_second_statement_on_5_000_random_careers(settings_of_the_law):
    careers.draw(5_000, seed=4)
    known = set()
    for day in (date(2019, 2, 28), date(2022, 9, 1), TODAY):
        found = duties_over(Mandate.objects.all(), at=day)
        ours = {(one.person, one.state.value, one.due_on, one.done_on) for one in found}
        assert len(ours) == len(found)
        assert ours ^ careers.by_the_rule(day, change=CHANGE) == set()
        known |= {(one.state, day) for one in found}
    assert {state for state, _ in known} == set(DutyState)
    assert len(found) > 500


@pytest.mark.parametrize(("first", "bound"), [(date(2016, 6, 30), False), (date(2016, 7, 1), True)])
def test_a_first_mandate_binds_from_1_july_2016_on(settings_of_the_law, first, bound):
    assert bool(duty_of(sitting(first).person, at=TODAY)) is bound


def test_without_the_dated_obligation_nobody_is_bound():
    assert duty_of(sitting(date(2025, 1, 1)).person, at=TODAY) is None


def test_somebody_who_sat_before_the_obligation_is_never_bound(settings_of_the_law):
    mandate = sitting(date(2025, 1, 1))
    make.MandateFactory(person=mandate.person, first=date(2014, 1, 1), term_end=date(2016, 12, 31))
    assert duty_of(mandate.person, at=TODAY) is None


def test_a_mandate_recorded_by_mistake_never_was(settings_of_the_law):
    mandate = sitting(date(2025, 1, 1))
    ended = {"end_reason": EndReason.DATA_ERROR, "ended_at": making.NOW}
    make.MandateFactory(person=mandate.person, first=date(2014, 1, 1), term_end=date(2016, 12, 31), **ended)
    assert duty_of(mandate.person, at=TODAY).first_on == date(2025, 1, 1)


def test_somebody_who_no_longer_sits_is_not_bound(settings_of_the_law):
    mandate = make.MandateFactory(past_term=True)
    assert duty_of(mandate.person, at=TODAY) is None
    assert duty_of(mandate.person, at=date(2025, 12, 31)) is not None


@pytest.mark.parametrize(
    ("first", "due"),
    [(date(2021, 8, 31), date(2022, 2, 28)), (date(2022, 2, 28), date(2022, 8, 28)), (date(2022, 3, 1), date(2022, 7, 1))],
)
def test_the_delay_is_the_one_in_force_on_the_first_day(settings_of_the_law, first, due):
    assert duty_of(sitting(first).person, at=TODAY).due_on == due


def test_without_a_delay_in_force_there_is_no_due_date_and_nobody_is_late(settings_of_the_law):
    Parameter.objects.filter(code="basic-training-months").delete()
    duty = duty_of(sitting(date(2020, 1, 1)).person, at=TODAY)
    assert (duty.due_on, duty.state) == (None, DutyState.TO_PLAN)


def test_the_last_day_is_still_in_time_and_the_next_is_late(settings_of_the_law):
    person = sitting(date(2026, 7, 22)).person
    assert duty_of(person, at=date(2026, 11, 22)).state == DutyState.TO_PLAN
    assert duty_of(person, at=date(2026, 11, 23)).state == DutyState.OVERDUE


def test_a_kept_place_counts_as_registered_even_late_until_the_sheet_is_closed(settings_of_the_law):
    person = sitting(date(2025, 1, 1)).person
    enrolment = attended(person, day=date(2026, 10, 1), state=EnrolmentState.REGISTERED)
    assert duty_of(person, at=TODAY).state == DutyState.REGISTERED
    enrolment.state = EnrolmentState.ABSENT
    enrolment.save()
    assert duty_of(person, at=TODAY).state == DutyState.OVERDUE


@pytest.mark.parametrize("state", [EnrolmentState.PARTIAL, EnrolmentState.ABSENT, EnrolmentState.CANCELLED, EnrolmentState.WAITING])
def test_only_a_whole_attendance_fulfils_the_duty(settings_of_the_law, state):
    person = sitting(date(2025, 1, 1)).person
    attended(person, day=date(2025, 3, 1), state=state)
    assert duty_of(person, at=TODAY).state == DutyState.OVERDUE


def test_another_course_does_not_fulfil_it(settings_of_the_law):
    person = sitting(date(2025, 1, 1)).person
    attended(person, day=date(2025, 3, 1), basic=False)
    assert duty_of(person, at=TODAY).state == DutyState.OVERDUE


def test_a_training_followed_before_the_first_mandate_counts_and_is_in_time(settings_of_the_law):
    person = sitting(date(2025, 1, 1)).person
    attended(person, day=date(2024, 3, 1))
    duty = duty_of(person, at=TODAY)
    assert (duty.state, duty.done_on, duty.in_time) == (DutyState.DONE, date(2024, 3, 1), True)


def test_a_training_followed_after_the_day_does_not_count_yet(settings_of_the_law):
    person = sitting(date(2025, 1, 1)).person
    attended(person, day=date(2026, 3, 1))
    assert duty_of(person, at=date(2026, 2, 28)).state == DutyState.OVERDUE
    assert not duty_of(person, at=TODAY).in_time


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EquivalenceState.ASKED, DutyState.OVERDUE),
        (EquivalenceState.REFUSED, DutyState.OVERDUE),
        (EquivalenceState.GRANTED, DutyState.DONE),
    ],
)
def test_only_an_equivalence_that_is_granted_fulfils_it(settings_of_the_law, state, expected):
    person = sitting(date(2025, 1, 1)).person
    Equivalence.objects.create(person=person, state=state, done_on=date(2025, 2, 1), reason="motif")
    assert duty_of(person, at=TODAY).state == expected


def test_the_first_mandate_counts_wherever_it_was_and_people_are_seen_where_they_sit(settings_of_the_law):
    here = sitting(date(2025, 1, 1))
    facility = make.FacilityFactory(department=make.DepartmentFactory(elsewhere=True))
    body = make.BodyFactory(facility=facility)
    make.MandateFactory(person=here.person, seat=make.SeatFactory(body=body), first=date(2015, 1, 1), term_end=date(2018, 1, 1))
    sitting(date(2025, 1, 1), seat=make.SeatFactory(body=body))
    assert duties(Scope(regions=frozenset({"44"})), at=TODAY) == ()
    assert len(duties(EVERYTHING, at=TODAY)) == 1


def test_an_association_sees_its_own_people(settings_of_the_law):
    ours, _ = sitting(date(2025, 1, 1)), sitting(date(2025, 1, 1))
    found = duties(Scope(associations=frozenset({ours.association_id})), at=TODAY)
    assert [(one.person, one.association) for one in found] == [(ours.person_id, ours.association_id)]


def test_somebody_with_two_seats_is_counted_once_where_they_sit_for_longest(settings_of_the_law):
    later = sitting(date(2025, 6, 1))
    first = sitting(date(2025, 1, 1), person=later.person)
    assert [one.mandate for one in duties(EVERYTHING, at=TODAY)] == [first.pk]


def test_people_outside_every_scope_see_nobody(settings_of_the_law):
    sitting(date(2025, 1, 1))
    assert duties(Scope(), at=TODAY) == ()


def test_whoever_is_designated_sees_their_duty_before_the_first_day_and_the_radar_waits_for_it(settings_of_the_law):
    mandate = sitting(TODAY + timedelta(days=9))
    mine = duty_of(mandate.person, at=TODAY)
    assert (mine.state, mine.first_on, mine.mandate) == (DutyState.TO_PLAN, TODAY + timedelta(days=9), mandate.pk)
    assert duties(EVERYTHING, at=TODAY) == ()
