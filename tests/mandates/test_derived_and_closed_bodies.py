"""Mandates that derive from another, bodies that close, and the whole scenario by regional practice."""

from datetime import date

import pytest

from portevoix.base.core.periods import last_day, period
from portevoix.register.directory.models import Seat
from portevoix.register.mandates import actions
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.selectors.occupancy import occupancy
from tests.factories import (
    TODAY,
    BodyFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    RegionFactory,
    SeatFactory,
)
from tests.mandates.acts import BY, create, refused, state

pytestmark = pytest.mark.django_db


# Derived bodies


@pytest.fixture
def conference():
    """The regional conference, one of its commissions, a member of the first and the free seat of the second."""
    body = BodyFactory(regional=True)
    commission = BodyFactory(regional=True, name="Commission droits des usagers", parent=body)
    member = create(seat=SeatFactory(body=body, quality="member"), first=date(2025, 1, 1), last=date(2027, 12, 31))
    return member, SeatFactory(body=commission, quality="member")


def test_a_mandate_in_a_commission_derives_from_that_in_the_conference_and_does_not_outlive_it(conference):
    member, seat = conference
    derived = create(seat=seat, person=member.person)
    assert (derived.parent, derived.term_end) == (member, date(2027, 12, 31))
    assert create(seat=SeatFactory(body=seat.body, quality="member")).parent is None


def test_derived_mandates_end_with_their_parent_and_come_back_with_it(conference):
    member, seat = conference
    derived = create(seat=seat, person=member.person)
    actions.end_mandate(mandate=member, reason=EndReason.RESIGNATION, on=TODAY, by=BY)
    derived.refresh_from_db()
    assert (derived.end_reason, last_day(derived.period)) == ("PARENT_ENDED", TODAY)
    actions.correct_end(mandate=member, explanation="Démission retirée.", by=BY)
    derived.refresh_from_db()
    assert (derived.end_reason, last_day(derived.period)) == ("", date(2027, 12, 31))


def test_a_derived_mandate_that_had_ended_by_itself_is_left_as_it_is(conference):
    member, seat = conference
    derived = create(seat=seat, person=member.person)
    actions.end_mandate(mandate=derived, reason=EndReason.ABSENCE, on=date(2026, 1, 31), by=BY)
    actions.end_mandate(mandate=member, reason=EndReason.RESIGNATION, on=TODAY, by=BY)
    actions.correct_end(mandate=member, explanation="Démission retirée.", by=BY)
    derived.refresh_from_db()
    assert (derived.end_reason, last_day(derived.period)) == ("ABSENCE", date(2026, 1, 31))


def test_a_parent_is_not_ended_before_a_derived_mandate_begins_nor_taken_away(conference):
    member, seat = conference
    create(seat=seat, person=member.person, first=date(2027, 1, 1))
    refused("derived_later", actions.end_mandate, mandate=member, reason=EndReason.RESIGNATION, on=TODAY)
    refused("has_derived", actions.remove_mandate, mandate=member, explanation="erreur")


def test_a_derived_mandate_is_not_extended_past_its_parent(conference):
    member, seat = conference
    derived = create(seat=seat, person=member.person, last=date(2026, 12, 31))
    refused("past_parent", actions.extend_mandate, mandate=derived, until=date(2028, 1, 1))
    actions.extend_mandate(mandate=derived, until=date(2027, 12, 31), by=BY)


# Bodies


def test_two_commissions_close_when_their_hospitals_merge_and_a_new_one_takes_over():
    """Scenario 7 of the dossier, annex C."""
    closed_on = date(2027, 1, 1)
    old = [MandateFactory(seat__body=BodyFactory(seated=True)) for _ in range(2)]
    past_term = MandateFactory(seat=old[0].body.seats.get(quality="substitute", rank=1), past_term=True)
    for mandate in old:
        actions.close_body(body=mandate.body, on=closed_on, by=BY)
    for mandate in old:
        mandate.refresh_from_db()
        assert (mandate.end_reason, last_day(mandate.period)) == ("INSTANCE_CLOSED", date(2026, 12, 31))
        assert occupancy(Seat.objects.filter(body=mandate.body), at=closed_on) == []
    past_term.refresh_from_db()
    assert past_term.end_reason == ""  # it had come to its term before
    merged = BodyFactory(facility=FacilityFactory(name="Hôpital réuni"), seated=True, opened_on=closed_on)
    for mandate, seat in zip(old, merged.seats.filter(quality="titular").order_by("rank"), strict=True):
        create(seat=seat, person=mandate.person, association=mandate.association, first=closed_on, last=mandate.term_end)
    assert [o.state for o in occupancy(Seat.objects.filter(body=merged), at=closed_on)] == ["pourvu", "pourvu", "vacant", "vacant"]


def test_a_body_closed_by_mistake_opens_again_with_its_mandates():
    mandate = MandateFactory()
    actions.close_body(body=mandate.body, on=TODAY, by=BY)
    refused("explanation_missing", actions.reopen_body, body=mandate.body, explanation=" ")
    body = actions.reopen_body(body=mandate.body, explanation="Ce n’était pas cet établissement.", by=BY)
    mandate.refresh_from_db()
    assert (body.closed_on, mandate.end_reason, last_day(mandate.period)) == (None, "", date(2028, 11, 30))
    refused("not_closed", actions.reopen_body, body=body, explanation="encore")


def test_a_body_with_a_mandate_to_come_is_not_closed_before_it():
    mandate = MandateFactory(first=date(2027, 6, 1))
    refused("mandate_later", actions.close_body, body=mandate.body, on=date(2027, 6, 1))
    actions.close_body(body=mandate.body, on=date(2027, 6, 2), by=BY)
    refused("already_closed", actions.close_body, body=mandate.body, on=TODAY)


def test_a_body_is_not_closed_before_it_opens():
    refused("closed_before_opened", actions.close_body, body=BodyFactory(opened_on=date(2026, 1, 1)), on=date(2025, 12, 31))


def test_the_bodies_that_derive_from_a_closed_body_close_with_it(conference):
    member, seat = conference
    derived = create(seat=seat, person=member.person)
    actions.close_body(body=member.body, on=TODAY, by=BY)
    seat.body.refresh_from_db()
    derived.refresh_from_db()
    member.refresh_from_db()
    assert (seat.body.closed_on, derived.end_reason, member.end_reason) == (TODAY, "INSTANCE_CLOSED", "INSTANCE_CLOSED")


# The scenario


@pytest.mark.parametrize(
    ("region", "last"),
    [("32", date(2025, 11, 30)), ("44", date(2028, 4, 14)), ("52", date(2025, 12, 31))],
)
def test_a_titular_resigns_the_substitute_stays_and_the_replacement_sits_as_the_region_does(region, last):
    """Scenario 1 of the dossier, annex C: resignation on 12 March; the end of the replacement by the practice of the region."""
    practices(region)
    department = DepartmentFactory(code=f"{region}0", parent=RegionFactory(code=region, name=region))
    body = BodyFactory(facility__department=department, seated=True)
    titular_seat, substitute_seat = (body.seats.get(quality=quality, rank=1) for quality in ("titular", "substitute"))
    titular = MandateFactory(seat=titular_seat, first=date(2022, 12, 1), term_end=date(2025, 11, 30))
    MandateFactory(seat=substitute_seat, first=date(2022, 12, 1), term_end=date(2025, 11, 30))
    actions.end_mandate(mandate=titular, reason=EndReason.RESIGNATION, on=date(2025, 3, 12), by=BY)
    assert [state(seat, date(2025, 3, 13)) for seat in (titular_seat, substitute_seat)] == ["vacant", "pourvu"]
    new = create(seat=titular_seat, first=date(2025, 4, 15), last=actions.BY_RULE)
    assert new.term_end == last


def practices(region):
    """The practice of each region as it ships; Pays de la Loire renews everything at the end of the year."""
    rule = BodyTypeRuleFactory()
    here = RegionFactory(code=region, name=region)
    practice = {"32": "REMAINDER", "44": "FULL_TERM", "52": "RESET_AT_RENEWAL"}[region]
    common = {"region": here, "body_type": rule.body_type, "source": "essai", "source_date": date(2025, 1, 1)}
    rule.body_type.practices.create(replacement_rule=practice, period=period(date(2019, 1, 1)), **common)
    if region == "52":
        rule.body_type.cycles.create(period=period(date(2023, 1, 1), date(2025, 12, 31)), **common)
