"""`manage.py import_establishments` on a register that holds nothing yet, not even the reference data."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from portevoix.register.directory.models import Facility, Territory
from portevoix.register.directory.reference import files

OWN = str(files.ESTABLISHMENTS_GRAND_EST)


def test_a_dry_run_leaves_a_new_register_empty(db):
    call_command("import_establishments", OWN, stdout=io.StringIO())
    assert not Territory.objects.exists()


def test_the_reference_data_come_with_the_first_import(db):
    call_command("import_establishments", OWN, apply=True, stdout=io.StringIO())
    assert Facility.objects.filter(department__parent__code="44").count() == 338


def test_another_region_imported_again_is_unchanged(db, tmp_path):
    """Its communes are not in the register, one category is in no nomenclature: these are not changes to report at every import."""
    with files.ESTABLISHMENTS_GRAND_EST.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if row["departement"] == "54"]
    for row in rows:
        moved = {"commune_insee": f"59{row['commune_insee'][2:]}", "code_postal": f"59{row['code_postal'][2:]}"}
        row |= {"finess_et": f"59{row['finess_et'][2:]}", "departement": "59", "region": "32", **moved}
    rows[0] |= {"categorie": "999", "categorie_libelle": ""}
    path = tmp_path / "etablissements_2023.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames)
        writer.writeheader()
        writer.writerows(rows)
    reports = []
    for number in (1, 2):
        report = tmp_path / f"{number}.json"
        call_command("import_establishments", str(path), region="32", apply=True, report=report, stdout=io.StringIO())
        reports.append(json.loads(report.read_text(encoding="utf-8")))
    assert len(reports[0]["created"]) == len(rows)
    assert reports[1]["unchanged"] == reports[0]["created"] and not reports[1]["updated"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vide.csv", b"", "vide"),
        ("photo.csv", b"\x89PNG\x00\x01", "fichier texte"),
        ("autre.csv", b"a,b\n1,2\n", "n’est pas une liste"),
    ],
)
def test_an_absurd_file_stops_the_command_with_one_sentence(db, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_establishments", str(path), apply=True)
    assert not Territory.objects.exists()
