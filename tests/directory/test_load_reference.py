"""The reference data: complete, dated, sourced, and loaded as often as one likes."""

from datetime import date

import pytest

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import first_day, last_day, period
from portevoix.register.directory.actions.reference import load_reference
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import (
    Accreditation,
    Association,
    BodyType,
    BodyTypeAlias,
    BodyTypeRule,
    Commune,
    FacilityCategory,
    Parameter,
    RegionalPractice,
    Territory,
)
from portevoix.register.directory.reference import files

WITH_COMMUNES = True
BY = Program("tests")
DOSSIER_TYPES = [
    "CDU",
    "CDU_GRP",
    "CS_EPS",
    "CA_PRIV",
    "CAL",
    "CRAL",
    "GCS",
    "LOC_QUAL",
    "CPAM",
    "CTS",
    "CRSA",
    "CRSA_CP",
    "CRSA_CSP",
    "CRSA_CSOS",
    "CRSA_CSMS",
    "CRSA_CSDU",
    "CA_ARS",
    "CCI",
    "CPP",
    "CDSP",
    "CODAMUPS",
    "CODERST",
    "CSAP",
    "CORESS",
    "CVS",
    "CDCA",
    "CDAPH",
    "MDPH_COMEX",
    "CPTS_MSP",
    "INST_FORM",
    "CNS",
    "HAS",
    "NAT_AUTRE",
]
FOUNDING = ("CDU", "CPAM", "CTS", "CRSA", "CCI")


def test_every_table_is_filled_and_a_second_load_changes_nothing(reference):
    assert all(counts.created for counts in reference.values())
    entries = Entry.objects.filter(action="reference.load").count()
    again = load_reference(by=BY)
    assert all(counts.changed == 0 for counts in again.values())
    assert Entry.objects.filter(action="reference.load").count() == entries == 1


def test_alsace_is_two_departments_for_health(reference):
    grand_est = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, parent__code="44")
    assert set(grand_est.values_list("code", flat=True)) == {"08", "10", "51", "52", "54", "55", "57", "67", "68", "88"}
    assert Territory.objects.filter(kind=TerritoryKind.DEPARTMENT).count() == 101


def test_communes_of_grand_est_have_a_place_and_postcodes(reference):
    assert Commune.objects.count() == 5115
    assert not Commune.objects.filter(latitude__isnull=True).exists()
    assert "67000" in Commune.objects.get(code="67482").postcodes


def test_every_body_type_of_the_field_is_there_with_a_sourced_rule(reference):
    assert set(BodyType.objects.values_list("code", flat=True)) == set(DOSSIER_TYPES)
    assert not BodyType.objects.filter(rules__isnull=True).exists()
    assert not BodyTypeRule.objects.filter(source="").exists()
    assert not BodyTypeRule.objects.filter(legal_basis="").exists()


@pytest.mark.parametrize("code", FOUNDING)
def test_the_five_bodies_of_the_founding_documents_are_explained(reference, code):
    body_type = BodyType.objects.get(code=code)
    assert body_type.summary and body_type.time_asked
    assert len(body_type.explanation) > 200


def test_crsa_term_went_from_four_to_five_years_in_2021(reference):
    before, since = BodyTypeRule.objects.filter(body_type__code="CRSA").order_by("period")
    assert (before.term_years, since.term_years) == (4, 5)
    assert last_day(before.period) == date(2021, 6, 30)
    assert first_day(since.period) == date(2021, 7, 1)


def test_cci_went_from_six_seats_to_three_in_2014(reference):
    before, since = BodyTypeRule.objects.filter(body_type__code="CCI").order_by("period")
    assert [rule.seat_patterns.get(quality="titular").count for rule in (before, since)] == [6, 3]
    assert first_day(since.period).year == 2014


def test_former_names_of_bodies_are_kept(reference):
    former = dict(BodyTypeAlias.objects.filter(kind="former").values_list("name", "body_type__code"))
    assert former["COREVIH"] == "CORESS"
    assert former["CRUQPC"] == "CDU"
    assert former["conseil de surveillance de l’agence régionale de santé"] == "CA_ARS"


def test_commissions_of_the_crsa_derive_from_it(reference):
    assert set(BodyType.objects.get(code="CRSA").derived_types.values_list("code", flat=True)) == {
        "CRSA_CP",
        "CRSA_CSP",
        "CRSA_CSOS",
        "CRSA_CSMS",
        "CRSA_CSDU",
    }


def test_three_regions_practise_three_replacement_rules(reference):
    rules = dict(RegionalPractice.objects.values_list("region__code", "replacement_rule"))
    assert rules == {"32": "REMAINDER", "44": "FULL_TERM", "52": "RESET_AT_RENEWAL"}


def test_out_of_centre_dialysis_and_resource_groups_have_no_commission_of_their_own(reference):
    rule = BodyTypeRule.objects.get(body_type__code="CDU", period__contains=date(2026, 11, 22))
    codes = set(rule.facility_categories.values_list("code", flat=True))
    assert {"355", "109", "365", "697"} <= codes
    assert not codes & {"146", "695", "696"}
    assert FacilityCategory.objects.count() == 312


def test_a_rule_recorded_since_by_an_agent_survives_the_next_load(reference):
    rule = BodyTypeRule.objects.get(body_type__code="CPP")
    rule.term_years, rule.source_date = 6, date(2026, 10, 1)
    rule.save()
    cycle_end = Parameter.objects.get(code="accreditation-notice-first")
    cycle_end.period = period(None, date(2026, 9, 30))
    cycle_end.save()
    load_reference(by=BY)
    rule.refresh_from_db()
    cycle_end.refresh_from_db()
    assert rule.term_years == 6
    assert last_day(cycle_end.period) == date(2026, 9, 30)
    assert Parameter.objects.filter(code="accreditation-notice-first").count() == 1


@pytest.mark.parametrize(("name", "shapes"), [("departements_france", 96), ("departements_44", 10), ("regions_france", 13)])
def test_contours_are_small_and_complete(name, shapes):
    contours = files.contours(name)
    assert len(contours["shapes"]) == shapes
    assert (files.DATA / "contours" / f"{name}.json").stat().st_size < 150_000
    for shape in contours["shapes"]:
        assert shape["path"].startswith("M")
        assert 0 <= shape["x"] <= contours["width"] and 0 <= shape["y"] <= contours["height"]


def test_reference_data_stays_small():
    assert sum(path.stat().st_size for path in files.DATA.rglob("*") if path.is_file()) < 3_000_000


def test_known_associations_are_loaded_with_their_other_names_and_no_invented_accreditation(reference):
    unafam = Association.objects.get(code="unafam")
    assert unafam.acronym == "UNAFAM" and unafam.parent is None
    assert Association.objects.get(code="rein").aliases.filter(kind="former").exists()
    assert not Accreditation.objects.exists()


def test_an_association_known_under_a_code_in_capitals_is_completed_not_doubled(reference):
    Association.objects.filter(code="unafam").delete()
    Association.objects.create(code="UNAFAM", name="Unafam", source="classeur", source_date=date(2025, 1, 1))
    load_reference(by=BY)
    assert Association.objects.get(code__iexact="unafam").acronym == "UNAFAM"
