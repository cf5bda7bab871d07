"""Files that are not workbooks, or that must not be opened: one French sentence, never an exception."""

import io
import random
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.register.imports.reading.limits import Limits
from portevoix.register.imports.reading.reader import read_workbook
from portevoix.register.imports.reading.results import Code
from tests.imports.agency_workbooks import Agency, Style, as_ods, sample, some_bodies, truth

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(entries: dict, **options) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, **options)
    return buffer.getvalue()


def with_parts(data: bytes, changes: dict) -> bytes:
    """Return the archive with some parts replaced, added, or removed (None)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts.update(changes)
    return zipped({name: content for name, content in parts.items() if content is not None})


def workbook_of(rows: list[list]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def refusal(data, **options):
    workbook = read_workbook(data, **options)
    assert workbook.rows == () and not workbook.readable
    (issue,) = workbook.issues
    assert issue.code == Code.UNREADABLE_FILE and issue.row == 0
    assert issue.message.endswith(".") and issue.suggestion.endswith(".")
    return issue


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b" \r\n\t\n", "vide"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"\xff\xd8\xff\xe0....", "image"),
        (b"{\\rtf1 ...}", "document de texte"),
        (b"\x1f\x8b\x08....", "archive"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"<html><body><table><tr><td>N</td></tr></table>", "page web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "page web"),
        (b"SQLite format 3\x00", "base de données"),
        (bytes(range(256)) * 20, "abîmé"),
        (OLE, "bureautique"),
        (OLE + "Workbook".encode("utf-16-le"), ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"PK\x03\x04", "abîmé"),
        (b"PK\x03\x04" + b"x" * 2000, "abîmé"),
        (zipped({"note.txt": "bonjour"}), "archive ZIP"),
        (zipped({"suivi.xlsx": b"PK"}), "archive ZIP"),
        (zipped({"word/document.xml": "<x/>"}), "document de texte"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "présentation"),
        (zipped({"Index/Document.iwa": "x"}), "autre logiciel"),
        (zipped({"xl/workbook.bin": "x"}), "xlsb"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "document de texte"),
        (zipped({"xl/workbook.xml": "<x/>"}), "abîmé"),
        (zipped({"content.xml": "<x/>"}), "abîmé"),
        (b"bonjour", "Aucun tableau"),
        (b"a;b;c\n1;2;3\n", "Aucun tableau"),
    ],
)
def test_what_is_not_a_workbook_is_named(data, words):
    assert words in refusal(data).message


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    assert "n’existe pas" in refusal(tmp_path / "rien.xlsx").message
    assert "n’existe pas" in refusal(tmp_path).message


def test_a_workbook_with_macros_says_how_to_save_it():
    issue = refusal(with_parts(sample("wide"), {"xl/vbaProject.bin": b"x"}))
    assert "macros" in issue.message
    assert "Enregistrez-le en .xlsx sans macros" in issue.suggestion


def test_an_open_document_with_macros_or_a_password_is_refused():
    ods = as_ods([])
    assert "macros" in refusal(with_parts(ods, {"Basic/Standard/Module1.xml": b"<x/>"})).message
    manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    assert "mot de passe" in refusal(with_parts(ods, {"META-INF/manifest.xml": manifest})).message


def test_an_empty_workbook_is_refused():
    assert "vide" in refusal(workbook_of([])).message
    assert "Aucun tableau" in refusal(workbook_of([["Bonjour"]])).message


def test_a_file_too_large_is_refused_before_it_is_opened():
    issue = refusal(sample("wide"), limits=Limits(file_bytes=1000))
    assert "dépasse" in issue.message


def test_a_bomb_is_refused_by_its_declared_size():
    assert "décompressé" in refusal(zipped({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b" " * 130_000_000})).message


def test_a_bomb_below_the_size_limit_is_refused_by_its_ratio():
    assert "grossit" in refusal(zipped({"xl/workbook.xml": "<x/>", "xl/media/a.bin": bytes(40_000_000)})).message


def test_a_bomb_that_lies_about_its_size_is_refused():
    data = bytearray(zipped({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b" " * 30_000_000}))
    for position in range(len(data) - 4):
        if data[position : position + 4] == (30_000_000).to_bytes(4, "little"):
            data[position : position + 4] = (1000).to_bytes(4, "little")
    refusal(bytes(data))


def test_too_many_parts_sheets_rows_columns_or_cells_are_refused():
    wide = sample("wide")
    limits = Limits()
    assert "éléments" in refusal(wide, limits=replace(limits, archive_entries=3)).message
    assert "feuilles" in refusal(sample("departements"), limits=replace(limits, sheets=3)).message
    assert "lignes" in refusal(wide, limits=replace(limits, rows=50)).message
    assert "colonnes" in refusal(wide, limits=replace(limits, columns=10)).message
    assert "cellules" in refusal(wide, limits=replace(limits, cells=500)).message
    assert "lignes" in refusal(b"a;b\n" * 60, limits=replace(limits, rows=50)).message


@pytest.mark.parametrize("where", ["XFD1048576", "A1048576", "XFD1"])
def test_one_cell_at_the_far_end_of_a_sheet_does_not_fill_the_memory(where):
    made = openpyxl.Workbook()
    made.active["A1"], made.active[where] = "FINESS", "x"
    buffer = io.BytesIO()
    made.save(buffer)
    assert "c’est trop" in refusal(buffer.getvalue()).message


def test_far_cells_without_content_are_harmless():
    made = openpyxl.load_workbook(io.BytesIO(sample("wide")))
    made.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    buffer = io.BytesIO()
    made.save(buffer)
    assert len(read_workbook(buffer.getvalue()).rows) == 480


def test_a_document_type_is_refused_before_any_entity_is_expanded():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    assert "interdite" in refusal(with_parts(sample("wide"), {"xl/workbook.xml": bomb})).message


def test_a_sheet_stored_where_nothing_looks_is_refused():
    """Else its size would not have been measured."""
    with zipfile.ZipFile(io.BytesIO(sample("wide"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        relations = archive.read("xl/_rels/workbook.xml.rels").replace(b"worksheets/sheet1.xml", b"other/sheet1.xml")
    data = with_parts(
        sample("wide"), {"xl/worksheets/sheet1.xml": None, "xl/other/sheet1.xml": sheet, "xl/_rels/workbook.xml.rels": relations}
    )
    assert "abîmé" in refusal(data).message


def test_a_formula_without_a_stored_result_is_named_never_taken_for_blank():
    titles = ["FINESS", "Etablissement", "Qualité", "Nom", "Prénom", "Début", "Fin"]
    rows = [
        titles,
        ["680001294", "CLINIQUE", "Titulaire 1", "DUPONT", "Jean", "01/12/2025", "=A1+1"],
        ["680001294", "CLINIQUE", "Titulaire 2", '=CONCATENATE("MAR","TIN")', "Paul", "01/12/2025", "30/11/2028"],
        ["=B1", "CLINIQUE", "Suppléant 1", "DURAND", "Anne", "01/12/2025", "30/11/2028"],
        ["680001294", "CLINIQUE", "Suppléant 2", "PETIT", "Rose", "01/12/2025", "30/11/2028"],
    ]
    workbook = read_workbook(workbook_of(rows))
    assert [(issue.code, issue.row, issue.column) for issue in workbook.issues] == [
        (Code.UNREADABLE_CELL, 2, "G"),
        (Code.UNREADABLE_CELL, 3, "D"),
        (Code.UNREADABLE_CELL, 4, "A"),
    ]
    assert "formule" in workbook.issues[0].message
    assert [row.keep.value for row in workbook.rows] == ["seat", "seat", "nothing", "mandate"]
    assert not any(row.vacant for row in workbook.rows)


def test_an_error_shown_by_the_spreadsheet_is_named():
    made = openpyxl.load_workbook(io.BytesIO(sample("long")))
    cell = made.active["J5"]
    cell.value, cell.data_type = "#REF!", "e"
    buffer = io.BytesIO()
    made.save(buffer)
    (issue,) = [issue for issue in read_workbook(buffer.getvalue()).issues if issue.row == 5]
    assert issue.code == Code.UNREADABLE_CELL and "#REF!" in issue.message and issue.column == "J"


SEED_FILES = [
    sample("wide"),
    as_ods(Agency(truth("long"), Style(), random.Random(1)).sheets(some_bodies(truth("long"), 3, random.Random(1)))),
]


@settings(max_examples=60)
@given(st.data())
def test_damaged_bytes_never_raise(data):
    content = bytearray(data.draw(st.sampled_from(SEED_FILES)))
    for _ in range(data.draw(st.integers(1, 8))):
        position = data.draw(st.integers(0, len(content) - 1))
        match data.draw(st.sampled_from(["change", "cut", "insert"])):
            case "change":
                content[position] = data.draw(st.integers(0, 255))
            case "cut":
                del content[position : position + data.draw(st.integers(1, 400))]
            case "insert":
                content[position:position] = data.draw(st.binary(max_size=20))
    workbook = read_workbook(bytes(content))
    assert workbook.readable or workbook.issues[0].message


@settings(max_examples=60)
@given(st.data())
def test_damaged_xml_inside_a_sound_archive_never_raises(data):
    source = data.draw(st.sampled_from(SEED_FILES))
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        name = data.draw(st.sampled_from([name for name in archive.namelist() if name.endswith((".xml", ".rels"))]))
        part = bytearray(archive.read(name))
    for _ in range(data.draw(st.integers(1, 5))):
        position = data.draw(st.integers(0, max(len(part) - 1, 0)))
        part[position : position + data.draw(st.integers(0, 30))] = data.draw(
            st.one_of(
                st.binary(max_size=10),
                st.sampled_from([b"<c r='ZZZ99999999'><v>1</v></c>", b"</row>", b'r="A-1"', b"&#0;", b"1e999", b"NaN"]),
            )
        )
    workbook = read_workbook(with_parts(source, {name: bytes(part)}))
    assert workbook.readable or workbook.issues[0].message


@given(st.binary(max_size=3000))
def test_any_bytes_give_a_reading(content):
    read_workbook(content)


@given(st.text(max_size=1000), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_gives_a_reading(text, encoding):
    read_workbook(text.encode(encoding, "replace"))
