"""`import_seats` and `undo_import`: dry by default, a report whatever happens, an exit code for an unreadable file only."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portevoix.base.audit.models import Entry
from portevoix.register.imports.models import ImportRun
from portevoix.register.mandates.models import Mandate
from tests.factories import AssociationFactory, BodyTypeRuleFactory, FacilityFactory
from tests.imports.dumps import dump
from tests.imports.sheets import TITLES, line, text, xlsx

pytestmark = pytest.mark.django_db
KEYS = {"rows", "bodies", "seats", "mandates_created", "seats_vacant", "people_created", "people_matched", "doubts", "errors"}
ERROR_KEYS = {"sheet", "row", "column", "value", "code", "message", "finess_et", "quality", "rank"}


@pytest.fixture
def facility():
    BodyTypeRuleFactory()
    AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")
    return FacilityFactory()


@pytest.fixture
def file(tmp_path, facility):
    path = tmp_path / "suivi.xlsx"
    bad = line("990000110", "Titulaire 1", "LOIR", "Olivier")
    path.write_bytes(xlsx(line(facility, "Titulaire 1", "WERNERT", "Odile"), line(facility, "Titulaire 2"), bad))
    return path


def report_of(tmp_path) -> dict:
    return json.loads((tmp_path / "rapport.json").read_text(encoding="utf-8"))


def run(file, tmp_path, *more):
    call_command("import_seats", str(file), "--report", str(tmp_path / "rapport.json"), *more)


def test_without_apply_nothing_is_written_and_the_report_says_what_would_be(file, tmp_path, capsys):
    before = dump()
    run(file, tmp_path)
    report = report_of(tmp_path)
    assert set(report) >= KEYS
    assert (report["rows"], report["bodies"], report["seats"], report["seats_vacant"]) == (3, 1, 4, 1)
    assert (report["mandates_created"], report["people_created"], report["people_matched"]) == (1, 1, 0)
    assert set(report["errors"][0]) >= ERROR_KEYS
    assert "Rien n’a été écrit. Ajoutez --apply pour appliquer." in capsys.readouterr().out
    assert dump() == before
    assert not ImportRun.objects.exists()


def test_with_apply_good_rows_are_written_although_one_is_bad(file, tmp_path, capsys):
    run(file, tmp_path, "--apply")
    assert str(Mandate.objects.get().person) == "Odile WERNERT"
    report = report_of(tmp_path)
    assert [error["code"] for error in report["errors"]] == ["unknown_facility"]
    assert f"manage.py undo_import {report['run_id']}" in capsys.readouterr().out
    assert Entry.objects.filter(action="mandate.create", actor="programme import_seats").exists()


def test_undo_import_gives_back_what_was(file, tmp_path, capsys):
    before = dump()
    run(file, tmp_path, "--apply")
    call_command("undo_import", str(report_of(tmp_path)["run_id"]))
    assert dump() == before
    assert "annulé" in capsys.readouterr().out


def test_undoing_twice_is_refused_with_a_sentence(file, tmp_path):
    run(file, tmp_path, "--apply")
    number = str(report_of(tmp_path)["run_id"])
    call_command("undo_import", number)
    with pytest.raises(CommandError, match="l’état est maintenant"):
        call_command("undo_import", number)


def test_undoing_an_import_that_does_not_exist_is_refused():
    with pytest.raises(CommandError, match="Aucun import n’a le numéro 999999"):
        call_command("undo_import", "999999")


@pytest.mark.parametrize("apply", [[], ["--apply"]])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 nothing of an archive", b"\x00\x01\x02" * 50])
def test_an_unreadable_file_fails_with_a_report_that_says_so(facility, tmp_path, content, apply):
    file = tmp_path / "abime.xlsx"
    file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        run(file, tmp_path, *apply)
    report = report_of(tmp_path)
    assert [error["code"] for error in report["errors"]] == ["unreadable_file"]
    assert report["errors"][0]["message"] in str(refusal.value)
    assert (report["rows"], report["mandates_created"]) == (0, 0)
    assert not ImportRun.objects.exists()


def test_a_file_that_is_not_there_fails_in_the_same_way(facility, tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        run(tmp_path / "absent.xlsx", tmp_path)
    assert [error["code"] for error in report_of(tmp_path)["errors"]] == ["unreadable_file"]


def test_an_unknown_region_or_type_is_refused_with_those_that_exist(file, tmp_path):
    with pytest.raises(CommandError, match="Codes connus\u00a0: 44"):
        run(file, tmp_path, "--region", "99")
    with pytest.raises(CommandError, match="Codes connus\u00a0: CDU"):
        run(file, tmp_path, "--body-type", "ZZZ")


def test_a_mapping_given_by_hand_names_the_columns(facility, tmp_path):
    titles = [{"Association": "Truc"}.get(title, title) for title in TITLES]
    file, mapping = tmp_path / "suivi.csv", tmp_path / "colonnes.json"
    file.write_bytes(text(line(facility, "Titulaire 1", "WERNERT", "Odile"), titles=titles))
    mapping.write_text(json.dumps({"columns": {"Truc": "association"}}), encoding="utf-8")
    run(file, tmp_path, "--apply", "--mapping", str(mapping))
    assert Mandate.objects.get().association.code == "unafam"


@pytest.mark.parametrize("content", ["", "{", '{"columns": {"Truc": "zzz"}}', '{"columns": {"Absente": "association"}}'])
def test_a_mapping_that_does_not_fit_is_refused_with_a_sentence(file, tmp_path, content):
    mapping = tmp_path / "colonnes.json"
    mapping.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError):
        run(file, tmp_path, "--mapping", str(mapping))
    assert not ImportRun.objects.exists()


def test_a_report_that_cannot_be_written_stops_the_import_before_it_begins(file, tmp_path):
    before = dump()
    with pytest.raises(CommandError, match="Rien n’a été écrit"):
        call_command("import_seats", str(file), "--apply", "--report", str(tmp_path / "absent" / "rapport.json"))
    assert dump() == before and not ImportRun.objects.exists()


def test_the_planner_knows_the_size_of_what_an_import_wrote(file, tmp_path):
    """After an undone import PostgreSQL believes the tables empty: the next export would take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE mandates_mandate")
        run(file, tmp_path, "--apply")
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'mandates_mandate'")
        assert cursor.fetchone() == (Mandate.objects.count(),)
