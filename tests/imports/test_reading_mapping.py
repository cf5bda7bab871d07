"""Columns: corrected, remembered by their titles, given in a file."""

import json

import pytest

from portevoix.register.imports.reading.errors import MappingError
from portevoix.register.imports.reading.mapping import Mapping, Shape, signature_of
from portevoix.register.imports.reading.reader import read_workbook
from portevoix.register.imports.reading.results import Code
from portevoix.register.imports.reading.vocabulary import FIELD_LABELS, Field
from tests.imports.agency_workbooks import sample

ODD = "colonne 1;colonne 2;colonne 3;colonne 4;colonne 5\n680001294;CLINIQUE;T1;DUPONT Jean;01/12/2025\n680001294;CLINIQUE;T2;vacant;\n"


def given(columns: dict) -> Mapping:
    return Mapping.from_json(json.dumps({"columns": columns}))


@pytest.mark.parametrize("name", ["long", "wide", "departements"])
def test_a_mapping_written_and_read_again_gives_the_same_reading(name):
    first = read_workbook(sample(name))
    again = read_workbook(sample(name), mapping=Mapping.from_json(first.mapping.to_json()))
    assert again.rows == first.rows
    assert again.mapping.to_json() == first.mapping.to_json()


def test_every_column_is_shown_with_its_confidence_and_samples():
    (table,) = read_workbook(sample("long")).mapping.tables
    assert table.shape == Shape.SEAT_ROWS
    assert all(column.field and column.confidence >= 0.8 and len(column.samples) == 3 for column in table.columns)
    assert table.column(Field.START).letter == "J"
    assert table.column(Field.START).label == "Début du mandat"


def test_a_wide_table_names_its_seats():
    (table,) = read_workbook(sample("wide")).mapping.tables
    assert table.shape == Shape.BODY_ROWS
    assert table.seats == ("titular 1", "titular 2", "substitute 1", "substitute 2")
    assert table.column(Field.ASSOCIATION, "substitute 1").letter == "P"


def test_the_signature_does_not_depend_on_capitals_accents_or_spaces():
    assert signature_of(["N° FINESS", "Établissement "]) == signature_of(["n° finess", "ETABLISSEMENT"])
    assert signature_of(["N° FINESS", "Commune"]) != signature_of(["Commune", "N° FINESS"])


def test_a_corrected_column_is_followed():
    first = read_workbook(sample("long"))
    (table,) = first.mapping.tables
    corrected = first.mapping.corrected(table.signature, {"M": (Field.NOTES, ""), "L": (None, "")})
    row = next(row for row in read_workbook(sample("long"), mapping=corrected).rows if row.row == 5)
    assert (row.notes, row.email, row.order_reference) == ("camille.liagre@exemple.fr", "", "")


def test_a_remembered_mapping_does_not_touch_another_table():
    remembered = read_workbook(sample("long")).mapping
    assert len(read_workbook(sample("wide"), mapping=remembered).rows) == 480


@pytest.mark.parametrize(
    "columns",
    [
        {"colonne 1": "finess_et", "colonne 2": "facility_name", "colonne 3": "quality", "colonne 4": "full_name", "colonne 5": "start"},
        {"A": "finess_et", "B": "facility_name", "C": "quality", "D": "full_name", "E": "start"},
    ],
)
def test_a_mapping_by_hand_reads_titles_that_say_nothing(columns):
    workbook = read_workbook(ODD.encode(), mapping=given(columns))
    assert [(row.finess_et, row.quality, row.rank, row.last_name, row.vacant) for row in workbook.rows] == [
        ("680001294", "titular", 1, "Dupont", False),
        ("680001294", "titular", 2, "", True),
    ]


def test_a_mapping_by_hand_may_name_a_seat_or_leave_a_column_out():
    text = b"FINESS;Etablissement;x;y;Association\n680001294;CLINIQUE;DUPONT Jean;PETIT Anne;UNAFAM\n"
    mapping = given({"B": None, "C": "titulaire 1.full_name", "D": "substitute 1.full_name", "Association": None, "FINESS": "finess_et"})
    rows = read_workbook(text, mapping=mapping).rows
    assert [(row.quality, row.rank, row.last_name, row.association_text) for row in rows] == [
        ("titular", 1, "Dupont", ""),
        ("substitute", 1, "Petit", ""),
    ]


def test_a_title_that_the_file_does_not_bear_is_said():
    workbook = read_workbook(sample("wide"), mapping=given({"Colonne absente": "town"}))
    (issue,) = workbook.issues
    assert issue.code == Code.BAD_MAPPING and "Colonne absente" in issue.message and workbook.rows == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "{}",
        "null",
        '{"columns": []}',
        '{"columns": {"A": "inconnu"}}',
        '{"columns": {"A": 3}}',
        '{"columns": {"A": "personne 1.full_name"}}',
        '{"tables": [1]}',
        '{"tables": [{"signature": "x"}]}',
        '{"tables": [{"signature": "x", "shape": "spirale", "columns": []}]}',
        '{"tables": [{"signature": "x", "shape": "seat_rows", "columns": [{"column": "é"}]}]}',
        '{"tables": [{"signature": "x", "shape": "seat_rows", "columns": [{"column": "ZZZZ"}]}]}',
        '{"tables": [{"signature": "x", "shape": "seat_rows", "columns": [{"column": "A", "field": "inconnu"}]}]}',
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_a_sentence(text):
    with pytest.raises(MappingError) as refusal:
        Mapping.from_json(text)
    assert refusal.value.message.endswith(".")


def test_every_field_has_a_french_label():
    assert set(FIELD_LABELS) == set(Field)
