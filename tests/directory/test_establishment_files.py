"""Reading the files of establishments: SAE, own CSV, FINESS flows; what is refused and how it is said."""

import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.register.directory.enums import LegalStatus
from portevoix.register.directory.establishments import cells
from portevoix.register.directory.establishments.reading import read_stream
from portevoix.register.directory.establishments.records import UnreadableFile
from portevoix.register.directory.reference import files

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 22)
DEPARTMENTS = {row["code"]: row["parent"] for row in files.territories() if row["kind"] == "department"}
OWN = files.ESTABLISHMENTS_GRAND_EST.read_bytes()
OWN_HEADER = OWN.split(b"\n", 1)[0].decode()
SAE = (DATA / "sae_extract.csv").read_bytes()
FLOW = (DATA / "finess_cs1400102_stock_20211214-0336.xml").read_bytes()
ENTITIES = (DATA / "finess_cs1400101_stock_20211214-0333.xml").read_bytes()


def read(content: bytes, name: str = "fichier.csv"):
    return read_stream(io.BytesIO(content), file_name=name, departments=DEPARTMENTS, today=TODAY)


def own(*rows: str) -> bytes:
    return "\n".join((OWN_HEADER, *rows)).encode()


def own_row(**values: str) -> str:
    columns = OWN_HEADER.split(",")
    row = {"finess_et": "670000025", "raison_sociale": "HU", "finess_ej": "670780055", "departement": "67", "region": "44"} | values
    return ",".join(row.get(column, "") for column in columns)


def refused(content: bytes, name: str = "fichier.csv") -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(content, name)
    return str(caught.value)


def test_own_file_gives_its_338_facilities_dated_by_its_name():
    parsed = read(OWN, "etablissements_grand_est_2023.csv")
    assert len(parsed.establishments) == parsed.rows == 338
    assert not parsed.errors
    assert {(problem.code, problem.column) for problem in parsed.warnings} == {("bad_siret", "siret")}  # a few hold a SIREN
    assert parsed.source.day == date(2023, 12, 31) and parsed.source.dated
    sedan = next(record for record in parsed.establishments if record.finess_et == "080000110")
    assert (sedan.finess_ej, sedan.legal_entity_name) == ("080011174", "CHI NORD ARDENNES")
    assert (sedan.delivery_town, sedan.town, sedan.commune, sedan.postcode) == ("SEDAN CEDEX", "SEDAN", "08409", "08209")
    assert (sedan.latitude, sedan.longitude) == (49.7051, 4.94053)


def test_a_file_without_a_year_is_dated_by_the_import_and_says_so():
    parsed = read(OWN, "copie.csv")
    assert parsed.source.day == TODAY
    assert not parsed.source.dated and parsed.source.text.endswith("sans date")


def test_sae_file_is_latin_1_and_dated_by_its_year():
    parsed = read(SAE)
    assert parsed.source.label == "DREES, SAE 2023" and parsed.source.day == date(2023, 12, 31)
    assert any(not record.name.isascii() for record in parsed.establishments)


def test_sae_and_own_file_agree_on_every_shared_facility():
    sae = {record.finess_et: record for record in read(SAE).establishments}
    shared = [record for record in read(OWN, "x_2023.csv").establishments if record.finess_et in sae]
    assert len(shared) > 20
    for record in shared:
        for name in ("name", "finess_ej", "category", "legal_status", "address", "postcode", "delivery_town", "town", "commune", "siret"):
            assert getattr(record, name) == getattr(sae[record.finess_et], name), name


def test_commercial_companies_are_for_profit_whatever_the_words_of_the_file():
    record = next(record for record in read(OWN).establishments if record.finess_et == "080000136")
    assert record.legal_status == LegalStatus.FOR_PROFIT  # a SAS, written « privé non lucratif » in the column of words


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("8", "08"), ("67", "67"), ("2a", "2A"), ("9D", "974"), ("9F", "976"), ("971", "971"), (" 08 ", "08")],
)
def test_departments_are_read_in_every_writing(written, read_as):
    assert cells.department_code(written) == read_as


@pytest.mark.parametrize(
    ("written", "department", "read_as"),
    [
        ("8409", "", "08409"),
        ("9A124", "971", "97124"),
        ("2A004", "2A", "2A004"),
        ("269", "01", "01269"),
        ("124", "971", "97124"),
        ("CEDEX", "67", ""),
    ],
)
def test_communes_are_read_in_every_writing(written, department, read_as):
    assert cells.commune_code(written, department=department) == read_as


@pytest.mark.parametrize(
    ("form", "status"),
    [("13", "public"), ("60", "non_profit"), ("89", "non_profit"), ("95", "for_profit"), ("90", "unknown"), ("", "unknown")],
)
def test_legal_forms_follow_the_finess_nomenclature(form, status):
    assert cells.status_of_form(form) == status


def test_a_lost_leading_zero_is_restored():
    parsed = read(own(own_row(finess_et="80000110", finess_ej="80011174", departement="8", code_postal="8209", commune_insee="8409")))
    record = parsed.establishments[0]
    assert (record.finess_et, record.finess_ej, record.department) == ("080000110", "080011174", "08")
    assert (record.postcode, record.commune) == ("08209", "08409")


def test_a_bad_row_is_named_and_stops_nothing():
    parsed = read(own(own_row(), own_row(finess_et="6700", raison_sociale="PERDU"), own_row(finess_et="670000033", departement="00")))
    assert [record.finess_et for record in parsed.establishments] == ["670000025"]
    number, department = parsed.errors
    assert (number.row, number.column, number.value, number.code) == (3, "finess_et", "6700", "bad_finess_et")
    assert "neuf" in number.message
    assert (department.row, department.column, department.code, department.finess_et) == (
        4,
        "departement",
        "unknown_department",
        "670000033",
    )
    assert parsed.damaged_numbers == {"670000033"} and parsed.damaged_names == {"perdu"}


def test_a_bad_cell_is_left_aside_and_the_row_is_kept():
    parsed = read(own(own_row(siret="12", lat="nord", lon="7.7", code_postal="6A000")))
    assert len(parsed.establishments) == 1
    assert {problem.code for problem in parsed.warnings} == {"bad_siret", "bad_coordinates", "bad_postcode"}
    record = parsed.establishments[0]
    assert (record.siret, record.latitude, record.postcode) == ("", None, "")


def test_the_same_row_twice_counts_once_and_a_contradiction_is_refused():
    twice = read(own(own_row(), own_row()))
    assert len(twice.establishments) == 1 and not twice.errors
    contradiction = read(own(own_row(), own_row(raison_sociale="AUTRE"), own_row(finess_et="670000033")))
    assert [record.finess_et for record in contradiction.establishments] == ["670000033"]
    assert [(problem.row, problem.code) for problem in contradiction.errors] == [(2, "duplicate_row"), (3, "duplicate_row")]


def test_separator_and_encoding_may_change():
    text = own(own_row(raison_sociale="HÔPITAL CIVIL")).decode().replace(",", ";")
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        assert read(text.encode(encoding)).establishments[0].name == "HÔPITAL CIVIL"


def test_flow_of_facilities_gives_opening_closing_and_open_names():
    parsed = read(FLOW, "finess_cs1400102_stock_20211214-0336.xml")
    by_number = {record.finess_et: record for record in parsed.establishments}
    assert len(by_number) == 14 and parsed.source.day == date(2021, 12, 14)
    nantua = by_number["010000040"]
    assert (nantua.name, nantua.closed_on, nantua.opened_on) == ("CH NANTUA", date(2007, 4, 20), None)
    assert (nantua.commune, nantua.town, nantua.postcode) == ("01269", "NANTUA", "01130")
    assert by_number["010005239"].delivery_town == "OYONNAX CEDEX"


def test_flow_of_legal_entities_gives_names_and_status():
    parsed = read(ENTITIES, "finess_cs1400101_stock_20211214-0333.xml")
    facts = {entity.finess_ej: (entity.name, entity.legal_status) for entity in parsed.legal_entities}
    assert facts["010008407"] == ("CH DU HAUT BUGEY", LegalStatus.PUBLIC)
    assert facts["010000164"] == ("POLYCLINIQUE D'AMBERIEU", LegalStatus.FOR_PROFIT)


def test_compressed_files_are_read_like_the_others():
    assert len(read(gzip.compress(FLOW), "flux.xml.gz").establishments) == 14
    assert len(read(gzip.compress(OWN), "etablissements_2023.csv.gz").establishments) == 338


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\n \n", "vide"),
        (gzip.compress(b"", mtime=0), "vide"),
        (OWN_HEADER.encode(), "aucun établissement"),
        (b"nom;prenom\nA;B\n", "n’est pas une liste d’établissements connue"),
        (b"finess_et,raison_sociale\n670000025,HU\n", "finess_ej"),
        (b"fi;rs;fi_ej\n670000025;HU;670780055\n", "dep"),
        (b"PK\x03\x04rest", "classeur"),
        (b"%PDF-1.7 ...", "PDF"),
        (b'{"pmej": []}', "JSON"),
        (b"\xff\xfef\x00i\x00;\x00", "n’est pas un fichier texte"),
        (gzip.compress(OWN)[:-200], "abîmé ou incomplet"),
        (FLOW[:5000], "abîmé ou incomplet"),
        (b"<?xml version='1.0'?><html><p>Bonjour</p></html>", "n’est pas un flux FINESS"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><fluxfiness/>", "déclaration de type"),
        (b"<?xml version='1.0'?><fluxfiness><nomencl><code>1</code></nomencl></fluxfiness>", "ni établissement ni entité"),
        (b"<?xml version='1.0'?><fluxfiness><a><b><c>1</c></b></a></fluxfiness>", "forme d’un flux"),
        (b"<?xml version='1.0'?><fluxfiness><a><b>" + b"x" * 20_000 + b"</b></a></fluxfiness>", "trop longue"),
    ],
)
def test_an_absurd_file_is_refused_in_one_sentence(content, said):
    message = refused(content)
    assert said in message
    assert message.endswith(".") and "\n" not in message


def test_a_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr("portevoix.register.directory.establishments.reading.MAX_FLOW", 100_000)
    assert "trop grand" in refused(gzip.compress(b"<?xml version='1.0'?><fluxfiness>" + b" " * 1_000_000))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_mutated_file_never_breaks_the_reader(data):
    source = data.draw(st.sampled_from((OWN[:6000], SAE[:6000], FLOW[:8000], ENTITIES, gzip.compress(OWN[:4000]))))
    content = bytearray(source)
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(
            st.one_of(st.binary(max_size=6), st.sampled_from((b";", b",", b'"', b"\r\n", b"<", b"&x;", b"\x00", "٣".encode())))
        )
        content[place : place + data.draw(st.integers(0, 12))] = piece
        content = content or bytearray(b"x")
    try:
        parsed = read(bytes(content))
    except UnreadableFile as error:
        assert str(error).endswith(".")
    else:
        for problem in (*parsed.errors, *parsed.warnings):
            assert problem.row > 0 and problem.code and problem.message.endswith(".")
