"""Mandates of a workbook against those of the register: new, already known, refused, or doubtful."""

from datetime import date

import pytest

from portevoix.base.core.periods import period
from portevoix.register.directory.models import RegionalPractice, Seat
from portevoix.register.imports.enums import DoubtKind
from portevoix.register.imports.models import Doubt
from portevoix.register.mandates.actions.endings import end_mandate
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from tests.factories import AssociationFactory, BodyFactory, BodyTypeRuleFactory, FacilityFactory, MandateFactory, PersonFactory
from tests.imports.comparing import ME, applied, codes, plan_of, said
from tests.imports.dumps import dump
from tests.imports.sheets import TITLES, line, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule():
    return BodyTypeRuleFactory()


@pytest.fixture
def unafam():
    return AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")


@pytest.fixture
def facility():
    return FacilityFactory(name="Hôpital de Hautepierre")


@pytest.fixture
def body(facility):
    return BodyFactory(facility=facility, seated=True)


@pytest.fixture
def seat(body):
    return Seat.objects.get(body=body, quality="titular", rank=1)


@pytest.fixture
def sitting(seat, unafam):
    """Odile WERNERT, titular 1 from 1 December 2025 to 30 November 2028."""
    return MandateFactory(seat=seat, person=PersonFactory(last_name="Wernert", first_name="Odile"), association=unafam)


def test_the_mandate_that_the_register_has_is_recognised(sitting, facility):
    plan = plan_of(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    assert (codes(plan), plan.mandates, plan.unchanged_count, plan.people, plan.people_matched) == ([], [], 1, [], 1)


def test_a_mandate_ended_early_by_an_agent_is_not_created_again(sitting, facility):
    end_mandate(mandate=sitting, reason=EndReason.RESIGNATION, on=date(2026, 6, 30), by=ME)
    plan = plan_of(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    assert (codes(plan), plan.mandates, plan.unchanged_count) == ([], [], 1)


def test_a_seat_held_by_somebody_else_is_refused(sitting, facility):
    plan = plan_of(line(facility, "Titulaire 1", "LOIR", "Olivier"))
    assert codes(plan) == ["seat_already_held"]
    assert "Le siège titulaire 1 est déjà occupé par WERNERT Odile du 1er décembre 2025 au 30 novembre 2028" in said(plan)
    assert plan.people == [], "nobody is created for a refused row"


def test_the_same_person_with_other_dates_is_refused_with_what_to_do(sitting, facility):
    plan = plan_of(line(facility, "Titulaire 1", "WERNERT", "Odile", dates=("01/12/2025", "30/11/2029")))
    assert codes(plan) == ["seat_already_held"]
    assert "Prolongez ou corrigez ce mandat" in said(plan)


def test_the_same_person_on_another_seat_of_the_body_is_refused(sitting, facility):
    plan = plan_of(line(facility, "Suppléant 1", "WERNERT", "Odile"))
    assert codes(plan) == ["same_person_twice_in_body"]
    assert (plan.problems[0].quality, plan.problems[0].rank) == ("substitute", 1)


def test_the_next_term_of_the_same_seat_is_created(sitting, facility):
    plan = plan_of(line(facility, "Titulaire 1", "LOIR", "Olivier", dates=("01/12/2028", "30/11/2031")))
    assert (codes(plan), len(plan.mandates)) == ([], 1)


def test_a_mandate_past_its_term_is_imported_as_it_is(facility, unafam):
    applied(line(facility, "Titulaire 1", "LOIR", "Olivier", dates=("01/03/2021", "28/02/2024")))
    mandate = Mandate.objects.get()
    assert (mandate.period, mandate.term_end) == (period(date(2021, 3, 1), date(2024, 2, 28)), date(2024, 2, 28))
    assert mandate.end_reason == ""


def test_two_successive_mandates_of_one_seat_are_both_created(facility, unafam):
    plan = plan_of(
        line(facility, "Titulaire 1", "LOIR", "Olivier", dates=("01/12/2022", "30/11/2025")),
        line(facility, "Titulaire 1", "WERNERT", "Odile"),
    )
    assert (codes(plan), len(plan.mandates)) == ([], 2)


def test_another_association_for_a_known_mandate_is_a_remark_and_changes_nothing(sitting, facility):
    AssociationFactory(code="apf", name="APF France handicap", acronym="APF")
    plan = plan_of(line(facility, "Titulaire 1", "WERNERT", "Odile", "APF"))
    assert (codes(plan), plan.unchanged_count, plan.mandates) == ([], 1, [])
    assert [notice.code for notice in plan.notices] == ["other_association"]


def test_without_an_end_the_rule_gives_it_and_says_so(facility, unafam):
    plan = plan_of(line(facility, "Titulaire 1", "WERNERT", "Odile", dates=("15/03/2024", "")))
    assert plan.mandates[0].row.term_end == date(2027, 3, 14)
    assert [notice.code for notice in plan.notices] == ["end_by_rule"]


def test_the_end_given_by_the_rule_follows_the_practice_of_the_region(facility, unafam, rule, body):
    RegionalPractice.objects.create(
        region=body.region, body_type=body.body_type, replacement_rule="RESET_AT_RENEWAL", period=period(date(2020, 1, 1)),
        source="essai", source_date=date(2024, 1, 1),
    )  # fmt: skip
    body.region.cycles.create(
        body_type=body.body_type, period=period(date(2022, 12, 1), date(2025, 11, 30)), source="essai", source_date=date(2024, 1, 1)
    )
    plan = plan_of(line(facility, "Titulaire 1", "WERNERT", "Odile", dates=("15/03/2024", "")))
    assert plan.mandates[0].row.term_end == date(2025, 11, 30)


def test_a_seat_said_vacant_that_somebody_holds_is_a_doubt_and_never_an_end(sitting, facility):
    run = applied(line(facility, "Titulaire 1"))
    sitting.refresh_from_db()
    assert sitting.end_reason == ""
    doubt = Doubt.objects.get()
    assert (doubt.kind, doubt.mandate, doubt.run) == (DoubtKind.VACANCY, sitting, run)
    assert "Le classeur dit vacant un siège que WERNERT Odile occupe" in run.report["doubts"][0]["message"].replace("\u00a0", " ")


def test_a_seat_said_vacant_whose_mandate_is_over_is_no_doubt(seat, facility):
    MandateFactory(seat=seat, past_term=True)
    assert plan_of(line(facility, "Titulaire 1")).doubts == []


def test_a_vacancy_already_in_the_queue_is_not_asked_twice(sitting, facility):
    applied(line(facility, "Titulaire 1"))
    before = dump()
    applied(line(facility, "Titulaire 1"))
    assert Doubt.objects.count() == 1
    assert dump() == before


def test_a_mandate_of_the_register_without_end_holds_the_seat(seat, facility):
    MandateFactory(seat=seat, period=period(date(2020, 1, 1)), term_end=None)
    assert codes(plan_of(line(facility, "Titulaire 1", "LOIR", "Olivier"))) == ["seat_already_held"]


def test_a_mandate_from_before_the_seat_is_refused(body, facility, unafam):
    body.opened_on = date(2026, 1, 1)
    body.save()
    assert codes(plan_of(line(facility, "Titulaire 1", "LOIR", "Olivier"))) == ["seat_not_open"]


def test_a_telephone_too_long_to_be_one_is_left_aside(facility, unafam):
    titles = (*TITLES, "Téléphone")
    row = [*line(facility, "Titulaire 1", "LOIR", "Olivier"), "1" * 60]
    applied(data=xlsx(row, titles=titles))
    assert Mandate.objects.get().person.phone == ""
