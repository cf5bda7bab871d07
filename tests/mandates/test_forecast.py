"""Seats that will fall vacant, each mandate once, with its cause."""

from datetime import date

import pytest
from django.utils import timezone

from portevoix.base.core.periods import period
from portevoix.register.directory.enums import AccreditationLevel
from portevoix.register.directory.scope import EVERYTHING, Scope
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.forecast import falling_vacant, forecast, months_of
from tests.factories import (
    TODAY,
    AccreditationFactory,
    AssociationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    MandateFactory,
    RegionFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


def falling(**kwargs):
    return [(row.last_day, row.cause) for row in falling_vacant(EVERYTHING, at=TODAY, **kwargs)]


def accredited_until(last, **kwargs):
    return AccreditationFactory(period=period(date(2022, 1, 1), last), **kwargs).association


def test_a_term_inside_the_24_months_is_counted_in_its_month():
    mandate = MandateFactory(term_end=date(2027, 9, 30))
    MandateFactory(term_end=date(2028, 11, 30))
    (cell,) = forecast(EVERYTHING, at=TODAY)
    assert (cell.month, cell.department_code, cell.terms, cell.total) == (date(2027, 9, 1), "67", 1, 1)
    assert falling() == [(date(2027, 9, 30), "terme")]
    assert falling_vacant(EVERYTHING, at=TODAY)[0].mandate_id == mandate.pk


def test_the_24_months_begin_with_that_of_the_day_and_end_with_a_whole_month():
    assert months_of(TODAY)[0] == date(2026, 11, 1)
    assert months_of(TODAY)[-1] == date(2028, 10, 1)
    MandateFactory(term_end=date(2026, 11, 21))
    MandateFactory(term_end=date(2026, 11, 22))
    MandateFactory(term_end=date(2028, 10, 31))
    MandateFactory(term_end=date(2028, 11, 1))
    assert [day for day, _ in falling()] == [date(2026, 11, 22), date(2028, 10, 31)]


def test_an_announced_departure_before_the_term_is_the_cause():
    MandateFactory(term_end=date(2027, 9, 30), departure_on=date(2027, 3, 31), departure_reason=EndReason.RESIGNATION)
    assert falling() == [(date(2027, 3, 31), "depart")]


def test_an_end_already_recorded_for_later_is_a_departure():
    MandateFactory(period=period(date(2025, 12, 1), date(2027, 1, 31)), end_reason=EndReason.RESIGNATION, ended_at=timezone.now())
    assert falling() == [(date(2027, 1, 31), "depart")]


def test_an_accreditation_that_expires_before_the_term_is_the_cause():
    BodyTypeRuleFactory()
    MandateFactory(association=accredited_until(date(2027, 5, 31)))
    assert falling() == [(date(2027, 5, 31), "agrement")]
    (cell,) = forecast(EVERYTHING, at=TODAY)
    assert (cell.terms, cell.accreditations, cell.departures) == (0, 1, 0)


def test_the_first_cause_counts_and_only_once():
    BodyTypeRuleFactory()
    MandateFactory(
        association=accredited_until(date(2027, 5, 31)),
        term_end=date(2027, 9, 30),
        departure_on=date(2027, 3, 31),
        departure_reason=EndReason.RESIGNATION,
    )
    MandateFactory(association=accredited_until(date(2027, 9, 30)), term_end=date(2027, 9, 30))
    assert falling() == [(date(2027, 3, 31), "depart"), (date(2027, 9, 30), "terme")]


def test_a_section_sits_under_the_accreditation_of_its_federation():
    BodyTypeRuleFactory()
    federation = accredited_until(date(2027, 5, 31))
    MandateFactory(association=AssociationFactory(parent=federation, department=DepartmentFactory()))
    assert falling() == [(date(2027, 5, 31), "agrement")]


def test_a_renewed_accreditation_goes_on():
    BodyTypeRuleFactory()
    association = accredited_until(date(2027, 5, 31))
    AccreditationFactory(association=association, period=period(date(2027, 6, 1), date(2032, 5, 31)))
    MandateFactory(association=association, term_end=date(2027, 9, 30))
    assert falling() == [(date(2027, 9, 30), "terme")]


def test_the_accreditation_of_another_region_does_not_count():
    BodyTypeRuleFactory()
    association = accredited_until(date(2027, 5, 31), level=AccreditationLevel.REGIONAL, region=RegionFactory())
    AccreditationFactory(
        association=association,
        level=AccreditationLevel.REGIONAL,
        region=RegionFactory(code="32", name="Hauts-de-France"),
        period=period(date(2022, 1, 1), date(2030, 1, 1)),
    )
    MandateFactory(association=association)
    assert falling() == [(date(2027, 5, 31), "agrement")]


def test_an_accreditation_already_lost_is_not_a_forecast():
    BodyTypeRuleFactory()
    MandateFactory(association=accredited_until(date(2026, 5, 31)))
    assert falling() == []


def test_a_body_that_asks_for_no_accreditation_does_not_lose_its_members():
    BodyTypeRuleFactory(requires_accreditation="no")
    MandateFactory(association=accredited_until(date(2027, 5, 31)))
    assert falling() == []


def test_a_seat_with_somebody_designated_for_the_next_day_does_not_fall_vacant():
    first = MandateFactory(term_end=date(2027, 9, 30))
    MandateFactory(seat=first.seat, first=date(2027, 10, 1), term_end=date(2028, 3, 31))
    assert falling() == [(date(2028, 3, 31), "terme")]


def test_a_seat_or_a_body_that_closes_does_not_fall_vacant():
    MandateFactory(term_end=date(2027, 9, 30), seat=SeatFactory(closed_on=date(2027, 10, 1)))
    MandateFactory(term_end=date(2027, 9, 30), seat=SeatFactory(body=BodyFactory(closed_on=date(2027, 10, 1))))
    MandateFactory(term_end=date(2027, 9, 30), seat=SeatFactory(closed_on=date(2027, 10, 2)))
    assert len(falling()) == 1


def test_departments_and_scopes_are_apart():
    MandateFactory(term_end=date(2027, 9, 30))
    MandateFactory(term_end=date(2027, 9, 30), seat__body=BodyFactory(facility__department=DepartmentFactory(moselle=True)))
    MandateFactory(term_end=date(2027, 9, 30), seat__body=BodyFactory(regional=True), seat__quality="member")
    assert [cell.department_code for cell in forecast(EVERYTHING, at=TODAY)] == ["57", "67", ""]
    assert len(falling_vacant(Scope(departments=frozenset({"57"})), at=TODAY)) == 1
    assert len(falling(criteria=SeatCriteria(qualities=frozenset({"member"})))) == 1
    assert len(falling(months=6)) == 0
