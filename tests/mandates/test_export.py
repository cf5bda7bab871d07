"""The export of seats: its columns, its formats, its safety, its command."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from portevoix.base.core.table_files import CONTENT_TYPES, TableFormat
from portevoix.register.directory.scope import EVERYTHING, NOTHING, Scope
from portevoix.register.mandates.exports import seats_file
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from tests.factories import (
    TODAY,
    AssociationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db
HEADER = "type_instance;finess_et;departement;qualite;rang;etat;nom;prenom;personne_id;association;debut;fin;arrete"


@pytest.fixture
def commission():
    """Four seats: a titular in mandate for a section, a substitute past the term, two vacant seats."""
    BodyTypeRuleFactory()
    body = BodyFactory(seated=True, facility=FacilityFactory(finess_et="670000025"))
    section = AssociationFactory(parent=AssociationFactory(acronym="UNAFAM"), department=DepartmentFactory())
    MandateFactory(
        seat=body.seats.get(quality="titular", rank=1),
        person=PersonFactory(pk=4321, last_name="Wernert", first_name="Odile"),
        association=section,
        order_reference="2025-117",
    )
    MandateFactory(
        seat=body.seats.get(quality="substitute", rank=2),
        person=PersonFactory(pk=4322, last_name="=Müller"),
        association=AssociationFactory(name="Vie libre"),
        past_term=True,
        order_reference="-1",
    )
    return body


def exported(form=TableFormat.CSV, **kwargs):
    values = {"at": TODAY, "names": EVERYTHING} | kwargs
    return b"".join(seats_file(form, EVERYTHING, **values))


def test_the_csv_has_exactly_the_columns_and_words_of_the_contract(commission):
    assert exported().decode().splitlines() == [
        HEADER,
        "CDU;670000025;67;titulaire;1;pourvu;Wernert;Odile;4321;UNAFAM;2025-12-01;2028-11-30;2025-117",
        "CDU;670000025;67;titulaire;2;vacant;;;;;;;",
        "CDU;670000025;67;suppleant;1;vacant;;;;;;;",
        "CDU;670000025;67;suppleant;2;echu;'=Müller;Camille;4322;Vie libre;2023-01-01;2025-12-31;'-1",
    ]


def test_the_export_answers_for_any_day(commission):
    assert exported(at=date(2022, 1, 1)).decode().count("vacant") == 4
    assert exported(at=date(2025, 12, 31)).decode().count("pourvu") == 2


def test_a_regional_body_has_no_facility_nor_department():
    SeatFactory(body=BodyFactory(regional=True), quality="member", rank=3)
    assert exported().decode().splitlines()[1] == "CRSA;;;membre;3;vacant;;;;;;;"


def test_without_the_right_to_names_nobody_is_named(commission):
    text = exported(names=NOTHING).decode()
    assert "Wernert" not in text
    assert "CDU;670000025;67;titulaire;1;pourvu;;;;UNAFAM;2025-12-01;2028-11-30;2025-117" in text.splitlines()


def test_the_export_has_the_rows_of_the_filters_and_of_the_scope(commission):
    SeatFactory(body=BodyFactory(facility__department=DepartmentFactory(moselle=True)))
    assert len(exported(criteria=SeatCriteria(states=frozenset({"vacant"}))).splitlines()) == 1 + 3
    assert len(exported(criteria=SeatCriteria(text="wernret")).splitlines()) == 1 + 1
    moselle = b"".join(seats_file(TableFormat.CSV, Scope(departments=frozenset({"57"})), at=TODAY))
    assert len(moselle.splitlines()) == 1 + 1


def test_a_mandate_without_known_end_has_an_empty_last_day():
    MandateFactory(term_end=None)
    row = next(csv.DictReader(io.StringIO(exported().decode()), delimiter=";"))
    assert (row["debut"], row["fin"]) == ("2025-12-01", "")


def test_the_xlsx_has_typed_cells_and_no_formula(commission):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(TableFormat.XLSX))).active
    rows = list(sheet.values)
    assert ";".join(rows[0]) == HEADER
    assert rows[1][4] == 1
    assert (rows[1][8], rows[1][10].date()) == (4321, date(2025, 12, 1))
    assert rows[4][6] == "=Müller"
    assert sheet.cell(5, 7).data_type == "s"
    assert rows[2][6] in (None, "")


def test_the_ods_reads_back_the_same(commission):
    data = exported(TableFormat.ODS)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert package.read("mimetype").decode() == CONTENT_TYPES[TableFormat.ODS]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert ";".join(rows[0]) == HEADER
    assert rows[1][:10] == ["CDU", "670000025", "67", "titulaire", 1, "pourvu", "Wernert", "Odile", 4321, "UNAFAM"]
    assert rows[1][10] == date(2025, 12, 1)
    assert rows[4][6] == "=Müller"


def test_names_with_markup_and_control_characters_do_not_break_the_files():
    MandateFactory(person=PersonFactory(last_name="<b>&\x08 « Œ »"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(exported(TableFormat.ODS))).get_sheet_by_index(0).to_python()
    assert rows[1][6] == "<b>& « Œ »"
    assert next(iter(openpyxl.load_workbook(io.BytesIO(exported(TableFormat.XLSX))).active.iter_rows(min_row=2)))[6].value == "<b>& « Œ »"


@pytest.mark.parametrize(("arguments", "start"), [([], b"type_instance;"), (["--format", "xlsx"], b"PK"), (["--format", "ods"], b"PK")])
def test_the_command_writes_each_format(commission, tmp_path, arguments, start):
    output = tmp_path / "sieges.csv"
    call_command("export_seats", "--au", "2026-11-22", "--region", "44", "--output", str(output), *arguments)
    assert output.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [output]


def test_the_command_takes_the_format_of_the_file_name_and_the_region_asked_for(commission, tmp_path):
    SeatFactory(body=BodyFactory(facility__department=DepartmentFactory(elsewhere=True)))
    call_command("export_seats", "--output", str(tmp_path / "s.ods"), "--region", "32")
    rows = CalamineWorkbook.from_path(str(tmp_path / "s.ods")).get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows] == ["departement", "59"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--au", "22/11/26"], "n’est pas une date"),
        (["--region", "99"], "n’est pas dans le registre"),
    ],
)
def test_the_command_explains_what_it_does_not_understand(tmp_path, arguments, sentence):
    output = tmp_path / "s.csv"
    output.write_text("avant")
    with pytest.raises(CommandError, match=sentence):
        call_command("export_seats", "--output", str(output), *arguments)
    assert output.read_text() == "avant"


def test_the_command_says_when_it_cannot_write(tmp_path):
    with pytest.raises(CommandError, match="Choisissez un autre dossier"):
        call_command("export_seats", "--output", str(tmp_path / "absent" / "s.csv"))
