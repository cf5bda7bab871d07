"""Associations: sections, other names, federations, and a search that forgives."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portevoix.base.audit.actors import Program
from portevoix.register.directory.actions.associations import (
    add_alias,
    ensure_section,
    join_federation,
    leave_federation,
    record_association,
    rename_association,
)
from portevoix.register.directory.models import Association, AssociationAlias, FacilityChange, Federation
from portevoix.register.directory.scope import EVERYTHING, Scope
from portevoix.register.directory.selectors.associations import find_association, search_associations, search_communes, search_facilities
from portevoix.register.directory.selectors.facilities import federations_at
from tests.factories import AssociationFactory, DepartmentFactory, FacilityFactory

WITH_COMMUNES = True
BY = Program("tests")
TODAY = date(2026, 11, 22)
SOURCE = {"source": "essai", "source_date": TODAY, "by": BY}


@pytest.fixture
def union(db):
    return AssociationFactory(code="urfam", name="Union rhénane de familles et amis", acronym="Urfam")


def names(rows) -> list[str]:
    return [row.name for row in rows]


def test_a_section_is_created_once_under_its_federation(union):
    department = DepartmentFactory()
    section = ensure_section(federation=union, department=department, **SOURCE)
    assert (section.parent, section.name, section.code) == (union, "Urfam Bas-Rhin", "urfam-67")
    assert ensure_section(federation=union, department=department, **SOURCE) == section
    assert Association.objects.filter(parent=union).count() == 1


def test_a_section_has_no_section(union):
    section = ensure_section(federation=union, department=DepartmentFactory(), **SOURCE)
    with pytest.raises(ValidationError, match="déjà une section"):
        ensure_section(federation=section, department=DepartmentFactory(moselle=True), **SOURCE)


def test_a_new_association_gets_a_code_that_nobody_has(union):
    other = record_association(name="Autre union", acronym="URFAM", **SOURCE)
    assert other.code == "urfam-2"


def test_the_former_name_of_an_association_is_kept(union):
    rename_association(association=union, name="Urfam France", **SOURCE)
    assert AssociationAlias.objects.get(association=union).kind == "former"
    assert find_association("union rhenane de familles et amis") == union


def test_the_same_alias_twice_is_one(union):
    assert add_alias(association=union, name="URFAM 67", **SOURCE) == add_alias(association=union, name="URFAM 67", **SOURCE)


@pytest.mark.parametrize("text", ["urfam", "U.R.F.A.M.", "UNION RHENANE", "union rhenne de familes", "Amis de toujours"])
def test_the_search_forgives_accents_points_and_slips(union, text):
    AssociationAlias.objects.create(association=union, name="Les amis de toujours", source="essai", source_date=TODAY)
    AssociationFactory(name="Ligue contre le cancer")
    assert names(search_associations(text, viewer=EVERYTHING))[0] == union.name


def test_the_search_stays_inside_what_one_sees(union):
    AssociationFactory(name="Union rhénane des autres")
    assert names(search_associations("union rhenane", viewer=Scope(associations=frozenset({union.pk})))) == [union.name]
    assert list(search_associations("union", viewer=None)) == []


def test_two_associations_of_the_same_acronym_are_not_guessed(union):
    AssociationFactory(name="Autre", acronym="URFAM")
    assert find_association("Urfam") is None


def test_federations_take_members_of_their_kind_during_a_period(reference, union):
    hospitals, users = Federation.objects.get(code="fhf"), Federation.objects.get(code="france-assos-sante")
    facility = FacilityFactory()
    membership = join_federation(federation=hospitals, member=facility, first=date(2020, 1, 1), **SOURCE)
    join_federation(federation=users, member=union, first=date(2020, 1, 1), **SOURCE)
    assert federations_at(facility, TODAY) == [hospitals]
    with pytest.raises(ValidationError, match="fédération d’associations"):
        join_federation(federation=users, member=facility, first=date(2020, 1, 1), **SOURCE)
    with pytest.raises(ValidationError, match="adhère déjà"):
        join_federation(federation=hospitals, member=facility, first=date(2021, 1, 1), **SOURCE)
    leave_federation(membership=membership, last=date(2026, 6, 30), by=BY)
    assert federations_at(facility, TODAY) == []
    with pytest.raises(ValidationError, match="ne commence que"):
        leave_federation(membership=membership, last=date(2019, 1, 1), by=BY)


@pytest.mark.parametrize("text", ["hopital civil", "HOPITAUX CIVILS", "hopitl civil strasbourg", "ancien nom du site", "67000"])
def test_a_facility_is_found_by_name_former_name_town_or_number(db, text):
    facility = FacilityFactory(name="HÔPITAL CIVIL", town="Strasbourg")
    FacilityFactory(name="CLINIQUE DU PARC", town="Metz", finess_et="570000999")
    FacilityChange.objects.create(
        facility=facility, kind="renamed", effective_on=TODAY, former_name="Ancien nom du site", source="essai", source_date=TODAY
    )
    assert search_facilities(text, viewer=EVERYTHING).first() == facility


def test_communes_are_found_by_postcode_or_name(reference):
    assert "Strasbourg" in names(search_communes("67000"))
    assert names(search_communes("strasbourg"))[0] == "Strasbourg"
    assert names(search_communes("Strazbourg"))[0] == "Strasbourg"
    assert names(search_communes("saint-dié"))[0].startswith("Saint-Dié")
    assert search_communes("") == []
