"""State of seats on a day: filled, past its term, vacant; since when."""

from datetime import date

import pytest

from portevoix.base.core.periods import period
from portevoix.register.directory.models import Seat
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.selectors.occupancy import days_vacant, occupancy
from tests.factories import TODAY, BodyFactory, BodyTypeRuleFactory, MandateFactory, SeatFactory

pytestmark = pytest.mark.django_db


def state_on(day, seat=None):
    """Return the only seat's occupancy on `day`."""
    seats = Seat.objects.all() if seat is None else Seat.objects.filter(pk=seat.pk)
    (found,) = occupancy(seats, at=day)
    return found


def ended(mandate, reason, last_day):
    mandate.period = period(mandate.period.lower, last_day)
    mandate.end_reason, mandate.ended_at = reason, "2026-01-01T00:00:00Z"
    mandate.save()
    return mandate


def test_a_seat_is_filled_from_the_first_to_the_last_day_of_the_mandate():
    mandate = MandateFactory()  # 1 December 2025 to 30 November 2028
    states = [state_on(day).state for day in (date(2025, 11, 30), date(2025, 12, 1), date(2028, 11, 30), date(2028, 12, 1))]
    assert states == ["vacant", "pourvu", "pourvu", "vacant"]
    assert state_on(TODAY).mandate_id == mandate.pk
    assert state_on(TODAY).last_day == date(2028, 11, 30)


def test_a_mandate_past_its_term_still_sits_when_the_rule_says_so():
    BodyTypeRuleFactory()
    MandateFactory(past_term=True)  # until 31 December 2025
    assert state_on(TODAY).state == "echu"
    assert state_on(TODAY).vacant_since == date(2026, 1, 1)


def test_a_mandate_past_its_term_leaves_a_vacancy_when_the_rule_says_so():
    BodyTypeRuleFactory(continuity_past_term=False)
    MandateFactory(past_term=True)
    assert state_on(TODAY).state == "vacant"


def test_the_rule_of_the_day_decides_whether_people_sit_past_their_term():
    BodyTypeRuleFactory(period=period(date(2016, 1, 1), date(2026, 1, 31)))
    BodyTypeRuleFactory(period=period(date(2026, 2, 1)), continuity_past_term=False)
    MandateFactory(past_term=True)
    assert [state_on(day).state for day in (date(2026, 1, 31), date(2026, 2, 1))] == ["echu", "vacant"]


def test_a_recorded_end_leaves_a_vacancy_from_the_next_day():
    BodyTypeRuleFactory()
    ended(MandateFactory(), EndReason.RESIGNATION, date(2026, 3, 12))
    assert state_on(date(2026, 3, 12)).state == "pourvu"
    after = state_on(date(2026, 3, 13))
    assert (after.state, after.vacant_since) == ("vacant", date(2026, 3, 13))


def test_a_term_recorded_as_ended_is_not_past_term():
    BodyTypeRuleFactory()
    ended(MandateFactory(past_term=True), EndReason.TERM, date(2025, 12, 31))
    assert state_on(TODAY).state == "vacant"


def test_somebody_replaced_no_longer_sits_past_the_term():
    BodyTypeRuleFactory()
    old = MandateFactory(past_term=True)
    MandateFactory(seat=old.seat, first=date(2026, 2, 1), term_end=date(2026, 6, 30))
    assert [state_on(day).state for day in (date(2026, 1, 15), date(2026, 3, 1), date(2026, 8, 1))] == ["echu", "pourvu", "echu"]
    assert state_on(date(2026, 8, 1)).vacant_since == date(2026, 7, 1)


def test_a_seat_never_filled_is_vacant_since_its_opening_or_that_of_its_body():
    seat = SeatFactory(body=BodyFactory(opened_on=date(2020, 1, 1)), opened_on=date(2022, 5, 1))
    assert state_on(TODAY, seat).vacant_since == date(2022, 5, 1)
    other = SeatFactory(body=BodyFactory(opened_on=date(2020, 1, 1)))
    assert state_on(TODAY, other).vacant_since == date(2020, 1, 1)


def test_nobody_knows_since_when_a_seat_without_any_date_is_vacant():
    SeatFactory()
    assert state_on(TODAY).vacant_since is None
    assert days_vacant(None, TODAY) is None


def test_a_mandate_to_come_does_not_fill_the_seat_yet():
    MandateFactory(first=date(2027, 1, 1), term_end=date(2029, 12, 31))
    assert (state_on(TODAY).state, state_on(date(2027, 9, 1)).state) == ("vacant", "pourvu")


def test_a_seat_that_is_not_open_that_day_is_not_counted():
    SeatFactory(opened_on=date(2027, 1, 1))
    SeatFactory(closed_on=TODAY)
    SeatFactory(body=BodyFactory(closed_on=date(2026, 1, 1)))
    assert occupancy(Seat.objects.all(), at=TODAY) == []


def test_a_set_of_seats_known_to_be_empty_gives_nothing():
    SeatFactory()
    assert occupancy(Seat.objects.none(), at=TODAY) == []


def test_an_announced_departure_is_the_end_that_is_known():
    mandate = MandateFactory(departure_on=date(2027, 6, 30), departure_reason=EndReason.RESIGNATION)
    assert state_on(TODAY).ends_on == mandate.departure_on
