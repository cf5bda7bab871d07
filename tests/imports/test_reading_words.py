"""The words of workbooks: titles, qualities, vacancy, totals, types of body."""

import pytest

from portevoix.register.imports.reading.qualities import find_quality, read_quality
from portevoix.register.imports.reading.vocabulary import Field, body_type_of, fields_of_title, is_total, is_vacant
from tests.imports.agency_workbooks import TITLES


@pytest.mark.parametrize(
    ("title", "field"),
    [
        *((title, Field.FINESS_ET) for title in TITLES["finess"]),
        *((title, Field.FACILITY_NAME) for title in TITLES["facility"]),
        *((title, Field.QUALITY) for title in TITLES["quality"]),
        *((title, Field.FULL_NAME) for title in TITLES["full"]),
        *((title, Field.ASSOCIATION) for title in TITLES["association"]),
        *((title, Field.START) for title in TITLES["start"]),
        *((title, Field.END) for title in TITLES["end"]),
        *((title, Field.ORDER_REFERENCE) for title in TITLES["order"]),
        *((title, Field.EMAIL) for title in TITLES["email"]),
        ("FINESS EJ", Field.FINESS_EJ),
        ("Etablisement", Field.FACILITY_NAME),
        ("Date de fin du mandat (prévue)", Field.END),
        ("Téléphone portable", Field.PHONE),
        ("Observations", Field.NOTES),
        ("Type d’instance", Field.BODY_TYPE),
    ],
)
def test_titles_are_recognised(title, field):
    assert fields_of_title(title)[0][0] == field


@pytest.mark.parametrize("title", ["Date de naissance", "Adresse", "SIRET", "Date de formation", "N°", "", "x" * 200])
def test_other_titles_are_left_aside(title):
    assert fields_of_title(title) == ()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Titulaire 1", "titular 1"),
        ("T1", "titular 1"),
        ("T 1", "titular 1"),
        ("T-2", "titular 2"),
        ("Titulaire n°1", "titular 1"),
        ("Tit.", "titular"),
        ("1er titulaire", "titular 1"),
        ("2e suppléante", "substitute 2"),
        ("Suppléant(e) 2", "substitute 2"),
        ("S2", "substitute 2"),
        ("suppl.", "substitute"),
        ("Supléant 1", "substitute 1"),
        ("Suppléant du titulaire 1", "substitute 1"),
        ("RU suppléant 2", "substitute 2"),
        ("Membre titulaire", "titular"),
        ("membre", "member"),
        ("T", "titular"),
        ("Titulaire II", "titular 2"),
    ],
)
def test_qualities_are_read(text, key):
    assert read_quality(text).key == key


@pytest.mark.parametrize("text", ["T/S", "Titulaire ou suppléant", "Président", "", None, 1, "Directeur"])
def test_what_is_not_a_quality_is_none(text):
    assert read_quality(text) is None


def test_a_title_gives_its_seat_and_the_rest():
    quality, rest = find_quality("Date de fin de mandat du suppléant 2")
    assert (quality.key, rest) == ("substitute 2", "date de fin de mandat du")


@pytest.mark.parametrize(
    "cell",
    [
        "vacant",
        "VACANT",
        "poste vacant",
        "à pourvoir",
        "A POURVOIR",
        "-",
        "/",
        "—",
        "?",
        "néant",
        "non pourvu",
        "en attente",
        "NC",
        None,
        " ",
        "0",
    ],
)
def test_vacancy_words(cell):
    assert is_vacant(cell)


@pytest.mark.parametrize("cell", ["DUPONT Jean", "M. Vacandard Paul", "Libreville Anne", "Attentat", 12])
def test_names_are_not_vacancy_words(cell):
    assert not is_vacant(cell)


@pytest.mark.parametrize("text", ["Total", "TOTAL GÉNÉRAL", "Sous-total 08", "Totaux", "Nombre de sièges", "dont vacants"])
def test_totals(text):
    assert is_total(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("CDU", "CDU"), ("Commission des usagers", "CDU"), ("Conseil de surveillance", "CS_EPS"), ("CRSA", "CRSA"), ("Feuil1", "")],
)
def test_types_of_body(text, code):
    assert body_type_of(text) == code
