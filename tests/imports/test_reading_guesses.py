"""Titles that nobody foresaw, seats without rank, words of vacancy of all kinds."""

import pytest

from portevoix.register.imports.reading.qualities import read_quality
from portevoix.register.imports.reading.vocabulary import is_vacant
from tests.imports.lines import HEAD, codes, line, read

HOLDERS = ("DUPONT Jean", "MARTIN Marie", "PETIT Paul", "ROBERT Anne")
ODD = "FINESS;Etablissement;Commune;Qualité;Le monsieur ou la dame;Envoyé par;Ça commence;Fin;Papier"


def odd_line(number: int, holder: str) -> str:
    quality = ("Titulaire 1", "Titulaire 2", "Suppléant 1", "Suppléant 2")[number]
    return f"680001294;CLINIQUE SOLISANA;GUEBWILLER;{quality};{holder};UNAFAM 68;01/12/2025;30/11/2028;2025-000{number}"


def test_columns_without_a_known_title_are_told_by_their_cells():
    workbook = read(*(odd_line(number, holder) for number, holder in enumerate(HOLDERS)), head=ODD)
    assert codes(workbook) == []
    first = workbook.rows[0]
    assert (first.last_name, first.first_name, first.association_text) == ("Dupont", "Jean", "UNAFAM 68")
    assert (first.start.isoformat(), first.order_reference) == ("2025-12-01", "2025-0000")


def test_a_birthday_is_never_taken_for_the_beginning_of_a_mandate():
    lines = (odd_line(number, holder).replace("01/12/2025", f"0{number + 1}/03/1952") for number, holder in enumerate(HOLDERS))
    workbook = read(*lines, head=ODD)
    assert all(row.start is None for row in workbook.rows)


def test_one_person_on_two_seats_without_rank_sits_twice():
    workbook = read(line("Titulaire"), line("Titulaire", last="Dupont", association="U.N.A.F.A.M."), line("Suppléant", last="DURAND"))
    assert codes(workbook) == [("same_person_twice_in_body", 3, "E")]
    assert [row.rank for row in workbook.rows] == [1, 2, 1]


def test_a_fault_of_a_seat_without_rank_bears_the_rank_of_its_place():
    workbook = read(line("Titulaire"), line("Titulaire", last="DURAND", end="12/2028"))
    assert [(issue.code.value, issue.rank) for issue in workbook.issues] == [("bad_date", 2)]


@pytest.mark.parametrize("title", HEAD.split(";"))
def test_the_usual_titles_are_not_guessed(title):
    workbook = read(line(), line("Titulaire 2", last="DURAND"))
    column = next(column for column in workbook.mapping.tables[0].columns if column.title == title)
    assert column.how == "title"


@pytest.mark.parametrize(("text", "key"), [("RUT1", "titular 1"), ("RUS2", "substitute 2"), ("TITULAIRE2", "titular 2")])
def test_qualities_glued_to_their_rank(text, key):
    assert read_quality(text).key == key


@pytest.mark.parametrize(
    "text",
    [
        *("aucun candidat", "carence", "démissionnaire - à remplacer", "Siège non pourvu", "Pas de représentant désigné", "décédée"),
        *("N.C.", "n/d", "sans titulaire", "appel à candidatures en cours", "Désignation en cours", "Mandat échu", "vaccant"),
        *("Titulaire vacant", "suppléant à pourvoir", "non désigné(e)", "M.", "Mme", "poste inoccupé", "Aucune proposition"),
    ],
)
def test_more_words_of_vacancy(text):
    assert is_vacant(text)


@pytest.mark.parametrize("text", ["Sans Paul", "Parti Louis", "Vacandard", "Poste Marie", "Ndiaye", "M. Pas Jean", "Placet"])
def test_names_that_begin_like_a_vacancy(text):
    assert not is_vacant(text)
