"""Which facility, which body, which seat: found, created by the rule, or refused with a suggestion."""

from datetime import date

import pytest

from portevoix.register.directory.enums import BodyLevel, SeatQuality
from portevoix.register.directory.models import Body, Seat, SeatPattern
from portevoix.register.imports.snapshot import NoRule
from tests.factories import (
    AssociationFactory,
    BodyFactory,
    BodyTypeFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    FacilityFactory,
    LegalEntityFactory,
    RegionFactory,
    SeatFactory,
)
from tests.imports.comparing import applied, codes, plan_of, said
from tests.imports.sheets import line, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule():
    AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")
    return BodyTypeRuleFactory()


@pytest.fixture
def facility():
    return FacilityFactory(finess_et="080000110", name="Hôpital Corvisart", town="Charleville-Mézières")


def holder(place, seat="Titulaire 1"):
    return line(place, seat, "WERNERT", "Odile")


def test_a_body_that_the_register_lacks_is_created_with_the_seats_of_its_rule(facility):
    run = applied(holder(facility))
    body = Body.objects.get()
    assert (body.facility, body.name, body.region) == (facility, facility.name, facility.department.parent)
    assert sorted(body.seats.values_list("quality", "rank")) == [
        ("substitute", 1), ("substitute", 2), ("titular", 1), ("titular", 2),
    ]  # fmt: skip
    assert run.report["created_bodies"] == [facility.name]


def test_a_body_of_the_register_is_used_as_it_is(facility):
    body = BodyFactory(facility=facility, seated=True)
    plan = plan_of(holder(facility))
    assert plan.bodies == plan.seats == []
    assert plan.mandates[0].row.seat.body == body


def test_a_closed_body_is_not_the_one_of_today(facility):
    BodyFactory(facility=facility, seated=True, closed_on=date(2020, 1, 1))
    assert len(plan_of(holder(facility)).bodies) == 1


@pytest.mark.parametrize("written", ["080000110", "80000110", 80000110, "08 000 0110", "08.000.0110", "'080000110"])
def test_a_number_without_its_zero_or_with_spaces_is_found(facility, written):
    row = holder(facility)
    row[0] = written
    plan = plan_of(row)
    assert codes(plan) == []
    assert plan.mandates[0].row.body.facility == facility


def test_without_a_number_the_name_and_the_town_are_enough_when_unique(facility):
    FacilityFactory(name="Hôpital Corvisart", town="Metz")
    row = holder(facility)
    row[0], row[1], row[2] = None, "HOPITAL CORVISART", "CHARLEVILLE MEZIERES CEDEX"
    assert plan_of(row).mandates[0].row.body.facility == facility


def test_a_name_that_several_facilities_bear_is_refused(facility):
    FacilityFactory(name="Hôpital Corvisart", town="Metz")
    row = holder(facility)
    row[0] = row[2] = None
    plan = plan_of(row)
    assert codes(plan) == ["unknown_facility"]
    assert "2 établissements" in said(plan)


def test_a_number_that_nobody_has_is_refused_with_the_facility_perhaps_meant(facility):
    row = holder(facility)
    row[0] = "990000110"
    plan = plan_of(row)
    assert codes(plan) == ["unknown_facility"]
    problem = plan.problems[0]
    assert (problem.sheet, problem.row, problem.column, problem.value) == ("CDU", 2, "A", "990000110")
    assert problem.finess_et == facility.finess_et, "the facility perhaps meant"
    assert "S’agit-il de 080000110 (Hôpital Corvisart, Charleville-Mézières) ?" in said(plan)
    assert plan.bodies == plan.mandates == plan.people == []


def test_the_number_of_a_legal_entity_is_told_apart(facility):
    entity = LegalEntityFactory(finess_ej="080000615", name="CH de Charleville")
    facility.legal_entity = entity
    facility.save()
    row = holder(facility)
    row[0] = "080000615"
    assert "est celui de l’entité juridique CH de Charleville" in said(plan_of(row))


def test_a_facility_of_another_region_is_refused(facility):
    elsewhere = FacilityFactory(department=DepartmentFactory(elsewhere=True))
    assert codes(plan_of(holder(elsewhere), holder(facility))) == ["outside_region"]


def test_bad_rows_do_not_stop_good_ones(facility):
    bad = holder(facility)
    bad[0] = "990000110"
    plan = plan_of(bad, holder(facility, "Titulaire 2"))
    assert (len(plan.problems), len(plan.mandates)) == (1, 1)


def test_a_rank_beyond_the_rule_is_refused(facility):
    plan = plan_of(holder(facility, "Titulaire 3"))
    assert codes(plan) == ["unknown_seat"]
    assert "donne 2 siège(s) de titulaire : le rang 3 n’existe pas" in said(plan)


def test_a_rank_beyond_the_rule_that_the_register_has_is_accepted(facility):
    body = BodyFactory(facility=facility, seated=True)
    extra = SeatFactory(body=body, quality=SeatQuality.TITULAR, rank=3)
    assert plan_of(holder(facility, "Titulaire 3")).mandates[0].row.seat == extra


def test_a_quality_that_the_rule_does_not_have_is_refused(facility):
    plan = plan_of(holder(facility, "Membre 1"))
    assert codes(plan) == ["unknown_quality"]
    assert "titulaire, suppléant" in said(plan)


def test_a_rule_of_members_seats_members(rule, facility):
    SeatPattern.objects.all().delete()
    SeatPattern.objects.create(rule=rule, quality=SeatQuality.MEMBER, count=4)
    plan = plan_of(holder(facility, "Membre 4"))
    assert (codes(plan), len(plan.seats)) == ([], 4)


def test_without_a_rule_nothing_can_be_compared(rule, facility):
    rule.delete()
    with pytest.raises(NoRule, match="Aucune règle n’est en vigueur"):
        plan_of(holder(facility))


def test_a_type_that_is_not_of_facilities_is_refused(rule, facility):
    rule.body_type.level = BodyLevel.REGION
    rule.body_type.save()
    with pytest.raises(NoRule, match="n’est pas une instance d’établissement"):
        plan_of(holder(facility))


def test_a_closed_facility_gets_no_new_body(facility):
    facility.closed_on = date(2024, 1, 1)
    facility.save()
    plan = plan_of(holder(facility))
    assert (codes(plan), plan.bodies) == (["closed_facility"], [])
    assert "est fermé depuis le 1er janvier 2024" in said(plan)


def test_a_row_about_another_type_of_body_is_refused(facility):
    BodyTypeFactory(code="CS_EPS", name="conseil de surveillance")
    titles = ("FINESS ET", "Type d’instance", "Qualité", "Nom", "Prénom", "Association", "Début", "Fin")
    row = (facility.finess_et, "Conseil de surveillance", "Titulaire 1", "WERNERT", "Odile", "UNAFAM", "01/12/2025", "30/11/2028")
    assert codes(plan_of(data=xlsx(row, titles=titles))) == ["other_body_type"]


def test_a_vacant_row_creates_the_body_and_no_mandate(facility):
    plan = plan_of(line(facility, "Titulaire 1"))
    assert (len(plan.bodies), len(plan.mandates), plan.vacant_count) == (1, 0, 1)


def test_two_rows_that_name_the_body_differently_speak_of_the_same_seats(facility):
    by_name = holder(facility)
    by_name[0] = None
    plan = plan_of(holder(facility), by_name)
    assert codes(plan) == ["duplicate_row"]
    assert (len(plan.bodies), len(plan.mandates)) == (1, 1)


def test_a_former_name_is_known(facility):
    facility.changes.create(
        kind="renamed", former_name="Hospice de Charleville", effective_on=date(2024, 1, 1), source="essai", source_date=date(2024, 1, 1)
    )
    row = holder(facility)
    row[0], row[1], row[2] = None, "HOSPICE DE CHARLEVILLE", ""
    assert plan_of(row).mandates[0].row.body.facility == facility


def test_checking_reads_only(facility):
    plan_of(holder(facility))
    assert not Body.objects.exists()
    assert not Seat.objects.exists()
    assert RegionFactory().region_bodies.count() == 0
