"""Facilities that close, reopen, merge: nothing is lost, bodies follow by the hand that may end mandates."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import last_day
from portevoix.register.directory.actions.bodies import create_body
from portevoix.register.directory.actions.body_rules import SeatSpec
from portevoix.register.directory.actions.facilities import close_facility, merge_facilities, reopen_facility
from portevoix.register.directory.models import Body, BodyType, FacilityChange
from portevoix.register.directory.selectors.facilities import past_of
from portevoix.register.mandates.actions.bodies import close_body
from portevoix.register.mandates.enums import EndReason
from tests.factories import DepartmentFactory, FacilityFactory, MandateFactory

BY = Program("tests")
TODAY = date(2026, 11, 22)
ON = date(2027, 1, 1)
COMMON = {"today": TODAY, "source": "arrêté de fusion", "by": BY}


def closing(body: Body, on: date) -> Body:
    return close_body(body=body, on=on, by=BY)


def site_with_commission(reference):
    facility = FacilityFactory(department=DepartmentFactory())
    return facility, create_body(body_type=BodyType.objects.get(code="CDU"), facility=facility, **COMMON)


def test_a_facility_with_open_bodies_is_not_closed_alone(reference):
    facility, _ = site_with_commission(reference)
    with pytest.raises(ValidationError, match="Clôturez-les"):
        close_facility(facility=facility, on=ON, **COMMON)


def test_a_facility_closes_with_its_bodies_and_their_mandates(reference):
    facility, body = site_with_commission(reference)
    mandate = MandateFactory(seat=body.seats.first())
    closed = close_facility(facility=facility, on=ON, close_body=closing, **COMMON)
    mandate.refresh_from_db()
    body.refresh_from_db()
    assert (closed.closed_on, body.closed_on) == (ON, ON)
    assert (mandate.end_reason, last_day(mandate.period)) == (EndReason.BODY_CLOSED, date(2026, 12, 31))
    assert FacilityChange.objects.get(facility=facility).kind == "closed"
    with pytest.raises(ValidationError, match="déjà fermé"):
        close_facility(facility=facility, on=ON, **COMMON)


def test_a_facility_is_reopened_with_a_reason(reference):
    facility = FacilityFactory(closed_on=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="Expliquez"):
        reopen_facility(facility=facility, explanation=" ", **COMMON)
    assert reopen_facility(facility=facility, explanation="Fermé par erreur.", **COMMON).closed_on is None
    assert [change.kind for change in past_of(facility).changes] == ["reopened"]


def test_two_merged_facilities_close_their_commissions_and_open_one_new(reference):
    """Scenario 7 of the dossier: two commissions closed, a new one, seats recreated, mandates to take over."""
    first, old_first = site_with_commission(reference)
    second, old_second = site_with_commission(reference)
    mandates = [MandateFactory(seat=body.seats.first()) for body in (old_first, old_second)]
    merger = merge_facilities(merged=[first, second], into=first, on=ON, close_body=closing, **COMMON)

    assert {body.pk for body in merger.closed_bodies} == {old_first.pk, old_second.pk}
    new = merger.created_bodies[0]
    assert (new.facility, new.opened_on, new.seats.count()) == (first, ON, 4)
    assert not new.seats.filter(mandates__isnull=False).exists()
    assert [mandate.pk for mandate in merger.to_take_over] == [mandate.pk for mandate in mandates]
    for mandate in mandates:
        mandate.refresh_from_db()
        assert mandate.end_reason == EndReason.BODY_CLOSED
    second.refresh_from_db()
    first.refresh_from_db()
    assert second.closed_on == ON and first.closed_on is None
    assert past_of(second).successor == first and past_of(first).predecessors == [second]


def test_merging_into_a_third_facility_closes_both(reference):
    first, _ = site_with_commission(reference)
    second, _ = site_with_commission(reference)
    new_site = FacilityFactory(department=first.department)
    merger = merge_facilities(merged=[first, second], into=new_site, on=ON, close_body=closing, **COMMON)
    assert {facility.pk for facility in merger.closed_facilities} == {first.pk, second.pk}
    assert merger.created_bodies[0].facility == new_site


def test_a_body_whose_rule_fixes_no_seat_keeps_as_many_as_before(reference):
    first, _ = site_with_commission(reference)
    second, _ = site_with_commission(reference)
    group = BodyType.objects.get(code="GCS")
    create_body(body_type=group, facility=second, seats=[SeatSpec(quality="member", count=3)], **COMMON)
    merger = merge_facilities(merged=[first, second], into=first, on=ON, close_body=closing, **COMMON)
    created = {body.body_type.code: body.seats.count() for body in merger.created_bodies}
    assert created == {"CDU": 4, "GCS": 3}


def test_one_facility_alone_does_not_merge(reference):
    facility, _ = site_with_commission(reference)
    with pytest.raises(ValidationError, match="au moins deux"):
        merge_facilities(merged=[facility], into=facility, on=ON, close_body=closing, **COMMON)


def test_a_closed_facility_does_not_merge(reference):
    first, _ = site_with_commission(reference)
    with pytest.raises(ValidationError, match="est fermé depuis"):
        closed = FacilityFactory(closed_on=date(2026, 1, 1))
        merge_facilities(merged=[first, closed], into=first, on=ON, close_body=closing, **COMMON)
