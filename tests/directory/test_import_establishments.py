"""`manage.py import_establishments`: dry by default, idempotent, one transaction, history kept."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portevoix.base.audit.models import Entry
from portevoix.register.directory.actions import establishments as action
from portevoix.register.directory.models import Body, Facility, FacilityChange, LegalEntity
from portevoix.register.directory.reference import files
from tests.factories import BodyFactory

WITH_COMMUNES = True
DATA = Path(__file__).parent / "data"
OWN = files.ESTABLISHMENTS_GRAND_EST
LISTS = ("created", "closed", "renamed", "moved", "reopened", "updated")


def run(path: Path, tmp_path: Path, **options) -> dict:
    report = tmp_path / "report.json"
    call_command("import_establishments", str(path), report=report, stdout=io.StringIO(), **options)
    return json.loads(report.read_text(encoding="utf-8"))


def counts(report: dict) -> dict[str, int]:
    return {name: len(report[name]) for name in LISTS if report[name]}


def variant(tmp_path: Path, change, name: str = "etablissements_2023.csv") -> Path:
    """Write the file of Grand Est with its rows changed by `change(rows) -> rows`."""
    with OWN.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = change(list(reader))
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def grand_est(reference, tmp_path):
    """The 338 facilities of Grand Est, imported from the product's own file."""
    return run(OWN, tmp_path, apply=True)


def test_dry_by_default(reference, tmp_path):
    report = run(OWN, tmp_path)
    assert counts(report) == {"created": 338} and report["applied"] is False
    assert not Facility.objects.exists() and not LegalEntity.objects.exists()
    assert not Entry.objects.filter(action="establishments.import").exists()


def test_the_338_facilities_of_grand_est_and_their_171_entities(grand_est):
    assert counts(grand_est) == {"created": 338} and grand_est["errors"] == []
    assert Facility.objects.count() == 338 and LegalEntity.objects.count() == 171
    assert not Facility.objects.filter(commune__isnull=True).exists()
    assert not Facility.objects.filter(category__isnull=True).exists()
    assert set(Facility.objects.values_list("source_date", flat=True)) == {date(2023, 12, 31)}
    assert Entry.objects.filter(action="facility.create").count() == 338


def test_a_second_run_changes_nothing(grand_est, tmp_path):
    entries = Entry.objects.count()
    again = run(OWN, tmp_path, apply=True)
    assert counts(again) == {} and len(again["unchanged"]) == 338
    assert Entry.objects.count() == entries


def test_the_raw_sae_file_agrees_with_the_own_file(grand_est, tmp_path):
    report = run(DATA / "sae_extract.csv", tmp_path, region="44")
    assert counts(report) == {} and len(report["unchanged"]) == 43
    assert len(report["missing"]) == 295 and report["closed"] == []  # an extract closes nobody
    assert "Aucun n’est fermé" in report["notes"][0]


def test_the_region_filter_leaves_other_regions_out(reference, tmp_path):
    everywhere = run(DATA / "sae_extract.csv", tmp_path)
    grand_est = run(DATA / "sae_extract.csv", tmp_path, region="44")
    assert len(everywhere["created"]) == 52 and len(grand_est["created"]) == 43


def test_closed_new_renamed_and_moved_are_reported_and_never_destroy_history(grand_est, tmp_path):
    def change(rows):
        gone, named, moved, *rest = rows
        named["raison_sociale"] = "CLINIQUE DES TROIS FRONTIERES"
        moved["finess_ej"], moved["raison_sociale_ej"] = "080009999", "NOUVELLE ENTITE"
        new = {**gone, "finess_et": "089999990", "raison_sociale": "HOPITAL NOUVEAU"}
        return [named, moved, *rest, new]

    first, second, third = list(Facility.objects.order_by("finess_et")[:3])
    path = variant(tmp_path, change)
    report = run(path, tmp_path, apply=True)
    assert report["created"] == ["089999990"] and report["closed"] == [first.finess_et]
    assert report["renamed"] == [second.finess_et] and report["moved"] == [third.finess_et]
    assert len(report["unchanged"]) == 335

    closed = Facility.objects.get(pk=first.pk)
    assert closed.closed_on == date(2023, 12, 31) and closed.name == first.name
    assert FacilityChange.objects.get(facility=second, kind="renamed").former_name == second.name
    change = FacilityChange.objects.get(facility=third, kind="moved")
    assert change.former_legal_entity_id == third.legal_entity_id
    assert Facility.objects.get(pk=third.pk).legal_entity.name == "NOUVELLE ENTITE"
    assert list(second.history.order_by("pgh_id").values_list("name", flat=True)) == [second.name, "CLINIQUE DES TROIS FRONTIERES"]
    assert Entry.objects.filter(action="facility.close", target_id=first.pk).count() == 1

    assert counts(run(path, tmp_path, apply=True)) == {}


def test_a_closed_facility_back_in_the_file_is_reopened(grand_est, tmp_path):
    number = Facility.objects.order_by("finess_et").first().finess_et
    assert run(variant(tmp_path, lambda rows: rows[1:]), tmp_path, apply=True)["closed"] == [number]
    report = run(OWN, tmp_path, apply=True)
    assert report["reopened"] == [number]
    facility = Facility.objects.get(finess_et=number)
    assert facility.closed_on is None
    assert set(facility.changes.values_list("kind", flat=True)) == {"closed", "reopened"}


def test_the_bodies_of_a_facility_that_closes_are_named(grand_est, tmp_path):
    facility = Facility.objects.order_by("finess_et").first()
    body = BodyFactory(facility=facility, region=facility.department.parent, department=facility.department)
    report = run(variant(tmp_path, lambda rows: rows[1:]), tmp_path, apply=True)
    assert report["bodies"] == [{"finess_et": facility.finess_et, "body": body.pk, "type": "CDU"}]
    assert Body.objects.get(pk=body.pk).closed_on is None  # an agent closes it, with its mandates


def test_bad_rows_are_named_and_do_not_stop_the_good_ones(reference, tmp_path):
    def change(rows):
        rows[0]["finess_et"] = "8"
        rows[1]["raison_sociale"] = ""
        rows[2]["departement"] = "99"
        return rows

    report = run(variant(tmp_path, change), tmp_path, apply=True)
    assert counts(report) == {"created": 335}
    assert [(error["row"], error["column"], error["code"]) for error in report["errors"]] == [
        (2, "finess_et", "bad_finess_et"),
        (3, "raison_sociale", "missing_name"),
        (4, "departement", "unknown_department"),
    ]


def test_a_bad_row_does_not_close_its_facility(grand_est, tmp_path):
    def change(rows):
        rows[0]["finess_et"] = "8"
        rows[1]["raison_sociale"] = ""
        return rows

    assert run(variant(tmp_path, change), tmp_path)["closed"] == []


def test_the_name_of_a_legal_entity_is_filled_when_a_file_gives_it(reference, tmp_path):
    run(DATA / "sae_extract.csv", tmp_path, apply=True, region="44")
    assert LegalEntity.objects.get(finess_ej="080011174").name == ""
    report = run(OWN, tmp_path, apply=True)
    assert "080011174" in report["legal_entities"]
    assert LegalEntity.objects.get(finess_ej="080011174").name == "CHI NORD ARDENNES"
    run(DATA / "sae_extract.csv", tmp_path, apply=True, region="44")
    assert LegalEntity.objects.get(finess_ej="080011174").name == "CHI NORD ARDENNES"


def test_official_flows_create_facilities_then_name_their_legal_entities(reference, tmp_path):
    report = run(DATA / "finess_cs1400102_stock_20211214-0336.xml", tmp_path, apply=True)
    assert len(report["created"]) == 9 and len(report["already_closed"]) == 5
    assert Facility.objects.get(finess_et="010005239").opened_on == date(2007, 4, 20)
    report = run(DATA / "finess_cs1400101_stock_20211214-0333.xml", tmp_path, apply=True)
    assert report["legal_entities"] == ["010008407", "590000741"] and report["closed"] == []
    assert LegalEntity.objects.get(finess_ej="010008407").name == "CH DU HAUT BUGEY"


def test_a_missing_file_and_an_unknown_region_are_said(reference, tmp_path):
    with pytest.raises(CommandError, match="introuvable"):
        call_command("import_establishments", str(tmp_path / "rien.csv"))
    with pytest.raises(CommandError, match="La région"):
        call_command("import_establishments", str(OWN), region="99")


def test_a_fault_in_the_middle_writes_nothing(reference, tmp_path, monkeypatch):
    def fault(*args, **kwargs):
        raise RuntimeError("fault")

    monkeypatch.setattr(action, "_record", fault)
    with pytest.raises(RuntimeError):
        run(OWN, tmp_path, apply=True)
    assert not Facility.objects.exists() and not LegalEntity.objects.exists()
