"""Accreditation of associations: notices, mandates at stake, proposals to close; mandates of a person and of an association."""

from datetime import date, timedelta

import pytest

from portevoix.base.core.periods import period
from portevoix.register.directory.enums import AccreditationStatus
from portevoix.register.directory.models import Parameter
from portevoix.register.directory.scope import EVERYTHING, Scope
from portevoix.register.mandates.selectors.associations import (
    accreditations_ending,
    horizons_of,
    mandates_of_association,
    mandates_to_close,
    stakes,
)
from portevoix.register.mandates.selectors.mandates import mandates_of_person
from tests.factories import (
    TODAY,
    AccreditationFactory,
    AssociationFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    MandateFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settings_of_the_notices():
    source = {"source": "essai", "source_date": date(2026, 1, 1), "period": period(date(2020, 1, 1))}
    for code, value in (("first", 210), ("second", 90), ("last", 0)):
        Parameter.objects.create(code=f"accreditation-notice-{code}", label=code, value=value, **source)


def tolerated():
    Parameter.objects.create(
        code="accreditation-renewal-tolerated", label="toléré", value=1, source="essai", source_date=TODAY, period=period(date(2020, 1, 1))
    )


def accredited_for(days, **kwargs):
    """An association whose accreditation has `days` days left after TODAY."""
    return AccreditationFactory(period=period(date(2021, 1, 1), TODAY + timedelta(days=days)), **kwargs).association


@pytest.mark.parametrize(("days", "notice"), [(211, None), (210, 210), (200, 210), (91, 210), (90, 90), (1, 90), (0, 0), (-1, 0)])
def test_a_notice_is_reached_210_90_and_0_days_before_the_end(days, notice):
    (horizon,) = horizons_of(accredited_for(days), at=TODAY)
    assert (horizon.days_left, horizon.notice, horizon.lapsed) == (days, notice, days < 0)


def test_without_an_end_no_notice_is_reached():
    association = AccreditationFactory(period=period(date(2021, 1, 1))).association
    (horizon,) = horizons_of(association, at=TODAY)
    assert (horizon.days_left, horizon.notice, horizon.lapsed) == (None, None, False)


def test_a_renewal_moves_the_horizon_and_a_section_has_that_of_its_federation():
    association = accredited_for(30)
    AccreditationFactory(association=association, period=period(TODAY + timedelta(days=31), date(2031, 12, 31)))
    section = AssociationFactory(parent=association, department=DepartmentFactory())
    (horizon,) = horizons_of(section, at=TODAY)
    assert (horizon.last_day, horizon.notice) == (date(2031, 12, 31), None)


def test_an_accreditation_that_ends_in_200_days_shows_its_14_mandates_then_proposes_to_close_them():
    """Scenario 2 of the dossier, annex C."""
    BodyTypeRuleFactory()
    association = accredited_for(200)
    section = AssociationFactory(parent=association, department=DepartmentFactory())
    for index in range(14):
        MandateFactory(association=section if index % 2 else association)
    MandateFactory(association=association, term_end=TODAY + timedelta(days=100))  # ends before: not at stake
    MandateFactory()
    (row,) = accreditations_ending(EVERYTHING, at=TODAY)
    assert (row.association, row.days_left, row.notice, row.at_stake, row.to_close) == (association, 200, 210, 14, 0)
    assert mandates_to_close(association, EVERYTHING, at=TODAY) == []

    lost = TODAY + timedelta(days=201)
    (row,) = accreditations_ending(EVERYTHING, at=lost)
    assert (row.covered_until, row.at_stake, row.to_close) == (None, 14, 14)
    assert len(mandates_to_close(association, EVERYTHING, at=lost)) == 14
    assert len(mandates_to_close(section, EVERYTHING, at=lost)) == 7
    assert {stake.lost_on for stake in stakes(EVERYTHING, at=lost, association=association)} == {TODAY + timedelta(days=200)}


def test_a_renewal_filed_in_time_is_waited_for_when_the_setting_says_so():
    BodyTypeRuleFactory()
    association = accredited_for(-10, status=AccreditationStatus.RENEWAL_IN_PROGRESS, renewal_filed_on=TODAY - timedelta(days=220))
    MandateFactory(association=association)
    assert len(mandates_to_close(association, EVERYTHING, at=TODAY)) == 1
    tolerated()
    assert mandates_to_close(association, EVERYTHING, at=TODAY) == []
    (row,) = accreditations_ending(EVERYTHING, at=TODAY)
    assert (row.at_stake, row.to_close, row.tolerated) == (1, 0, 1)


def test_the_mandates_of_an_association_without_known_accreditation_are_not_proposed_for_closing():
    BodyTypeRuleFactory()
    association = MandateFactory().association
    (stake,) = stakes(EVERYTHING, at=TODAY, association=association)
    assert (stake.covered_until, stake.lost_on, stake.to_close) == (None, None, False)
    assert mandates_to_close(association, EVERYTHING, at=TODAY) == []
    assert accreditations_ending(EVERYTHING, at=TODAY) == []


def test_a_body_that_asks_for_no_accreditation_is_not_concerned():
    BodyTypeRuleFactory(requires_accreditation="no")
    MandateFactory(association=accredited_for(-10))
    assert stakes(EVERYTHING, at=TODAY) == []


def test_the_mandates_of_a_person_come_with_their_state():
    BodyTypeRuleFactory()
    person = PersonFactory()
    to_come = MandateFactory(person=person, first=date(2027, 1, 1), term_end=date(2029, 12, 31))
    past_term = MandateFactory(person=person, past_term=True)
    replaced = MandateFactory(person=person, past_term=True)
    MandateFactory(seat=replaced.seat, first=date(2026, 1, 1), term_end=date(2028, 12, 31))
    active = MandateFactory(person=person)
    rows = mandates_of_person(person, EVERYTHING, at=TODAY)
    assert [(row.mandate, row.state) for row in rows] == [
        (past_term, "past_term"),
        (active, "active"),
        (to_come, "pending"),
        (replaced, "ended"),
    ]
    assert [row.sits for row in rows] == [True, True, False, False]
    assert rows[1].last_day == date(2028, 11, 30)
    assert mandates_of_person(person, Scope(departments=frozenset({"57"})), at=TODAY) == []


def test_the_mandates_of_an_association_hold_those_of_its_sections():
    federation = AssociationFactory()
    section = AssociationFactory(parent=federation, department=DepartmentFactory())
    own, of_section = MandateFactory(association=federation), MandateFactory(association=section)
    MandateFactory(seat=SeatFactory())
    manager = Scope(associations=frozenset({federation.pk}))
    assert {row.mandate for row in mandates_of_association(federation, manager, at=TODAY)} == {own, of_section}
    assert [row.mandate for row in mandates_of_association(section, EVERYTHING, at=TODAY)] == [of_section]
