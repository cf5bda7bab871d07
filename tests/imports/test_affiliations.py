"""For whom people sit: the federation by any of its names, its section created under it, and nobody invented."""

import pytest

from portevoix.register.directory.models import Association, AssociationAlias
from portevoix.register.mandates.models import Mandate
from tests.factories import AssociationFactory, BodyTypeRuleFactory, DepartmentFactory, FacilityFactory
from tests.imports.comparing import applied, codes, plan_of, said
from tests.imports.sheets import line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule():
    return BodyTypeRuleFactory()


@pytest.fixture
def ligue():
    return AssociationFactory(code="ligue", name="Ligue nationale contre le cancer", acronym="LNCC")


@pytest.fixture
def facility():
    DepartmentFactory(moselle=True)
    return FacilityFactory()


def holder(facility, association):
    return line(facility, "Titulaire 1", "WERNERT", "Odile", association)


def association_of(facility, text) -> Association:
    plan = plan_of(holder(facility, text))
    assert codes(plan) == [], said(plan)
    return plan.mandates[0].row.association


@pytest.mark.parametrize("text", ["LNCC", "L.N.C.C.", "Ligue contre le cancer", "LIGUE NATIONALE CONTRE LE CANCER", "La Ligue"])
def test_a_federation_is_known_by_its_acronym_and_its_names(ligue, facility, text):
    assert association_of(facility, text) == ligue


def test_a_name_added_by_an_agent_is_known(ligue, facility):
    AssociationAlias.objects.create(association=ligue, name="Les amis du crabe", source="essai", source_date="2026-01-01")
    assert association_of(facility, "LES AMIS DU CRABE") == ligue


def test_a_section_is_created_under_its_federation(ligue, facility):
    applied(holder(facility, "Ligue contre le cancer - comité 57"))
    section = Association.objects.get(parent=ligue)
    assert (section.department.code, section.name, section.code) == ("57", "LNCC Moselle", "ligue-57")
    assert Mandate.objects.get().association.accredited == ligue


def test_a_section_of_the_register_is_used_again(ligue, facility):
    section = AssociationFactory(parent=ligue, department=DepartmentFactory(moselle=True), name="Comité de Moselle")
    assert association_of(facility, "Ligue contre le cancer 57") == section


def test_one_section_written_two_ways_is_created_once(ligue, facility):
    applied(
        line(facility, "Titulaire 1", "WERNERT", "Odile", "Ligue contre le cancer 57"),
        line(facility, "Titulaire 2", "LOIR", "Olivier", "Ligue contre le cancer - comité de Moselle"),
    )
    assert Association.objects.filter(parent=ligue).count() == 1


def test_a_section_of_no_department_is_found_again_by_its_words(ligue, facility):
    applied(holder(facility, "Ligue contre le cancer Lorraine"))
    section = Association.objects.get(parent=ligue)
    assert (section.department, section.name) == (None, "LNCC Lorraine")
    assert association_of(FacilityFactory(), "LIGUE CONTRE LE CANCER LORRAINE") == section


def test_a_committee_without_a_place_is_the_federation_itself(ligue, facility):
    assert association_of(facility, "Ligue contre le cancer, comité départemental") == ligue


def test_a_federation_of_the_reference_list_that_the_register_lacks_is_created(facility):
    applied(holder(facility, "France Alzheimer 67"))
    section = Association.objects.get(parent__isnull=False)
    assert (section.parent.code, section.parent.name) == ("alz", "France Alzheimer")


def test_an_unknown_association_is_refused_with_suggestions(ligue, facility):
    plan = plan_of(holder(facility, "Ligue contre l’ennui"))
    assert codes(plan) == ["unknown_association"]
    assert (plan.problems[0].column, plan.problems[0].value) == ("H", "Ligue contre l’ennui")
    assert plan.problems[0].suggestion
    assert plan.mandates == plan.people == []


def test_two_associations_in_one_cell_are_refused(ligue, facility):
    AssociationFactory(code="udaf", name="UDAF", acronym="UDAF")
    assert "nomme plusieurs associations" in said(plan_of(holder(facility, "LNCC / UDAF")))


def test_a_row_without_association_is_imported_without(facility):
    applied(holder(facility, ""))
    assert Mandate.objects.get().association is None


def test_nothing_is_created_for_an_association_of_refused_rows_only(ligue, facility):
    row = holder(facility, "Ligue contre le cancer 57")
    row[3] = "Titulaire 9"
    plan = plan_of(row)
    assert plan.sections == plan.federations == []
