"""Names of people in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.names import (
    Likeness,
    Order,
    PersonName,
    best_spelling,
    compare_names,
    infer_order,
    person_name,
    proper_case,
    read_civility,
    split_name,
)


@pytest.mark.parametrize(
    ("cell", "last", "first", "civility"),
    [
        ("M. GABORIT Philippe Gaston", "Gaborit", "Philippe Gaston", "M."),
        ("Monsieur Mayeur Jean-Francois", "Mayeur", "Jean-Francois", "M."),
        ("M. Couprie ALAIN", "Couprie", "Alain", "M."),
        ("Mme MERLIER NADINE", "Merlier", "Nadine", "Mme"),
        ("Mme LE BARON Gisele", "Le Baron", "Gisele", "Mme"),
        ("LE Baron Gisèle", "Le Baron", "Gisèle", ""),
        ("M. Saint Leger Robert", "Saint Leger", "Robert", "M."),
        ("Prud Homme Etienne", "Prud Homme", "Etienne", ""),
        ("Dos Santos Sutter Albert", "Dos Santos Sutter", "Albert", ""),
        ("de SOUSA Patrice", "de Sousa", "Patrice", ""),
        ("D'AGOSTINO Marie", "D'Agostino", "Marie", ""),
        ("Mme. Odile WERNERT", "Wernert", "Odile", "Mme"),
        ("WERNERT Odile (Mme)", "Wernert", "Odile", "Mme"),
        ("Mme Odile Wernert", "Wernert", "Odile", "Mme"),
        ("Patrice de SOUSA", "de Sousa", "Patrice", ""),
        ("DUPONT, Jean", "Dupont", "Jean", ""),
        ("M.DUPONT Jean", "Dupont", "Jean", "M."),
        ("Madame le Docteur Anne MARTIN", "Martin", "Anne", "Mme"),
        ("Mlle Rose Blanc", "Blanc", "Rose", "Mme"),
        ("Dupont", "Dupont", "", ""),
        ("", "", "", ""),
    ],
)
def test_one_cell_is_cut_into_civility_last_and_first_name(cell, last, first, civility):
    name = split_name(cell)
    assert (name.last, name.first, name.civility) == (last, first, civility)


def test_the_order_of_the_column_decides_when_both_words_are_first_names():
    assert split_name("Martin Simon", order=Order.LAST_FIRST).last == "Martin"
    assert split_name("Martin Simon", order=Order.FIRST_LAST).last == "Simon"


def test_a_single_cell_may_go_against_the_order_of_its_column():
    assert split_name("Odile WERNERT", order=Order.LAST_FIRST).last == "Wernert"


def test_the_order_of_a_column_comes_from_its_cells():
    assert infer_order(["M. Couprie ALAIN", "Mme DUMESNIL Odile", "vacant"]) == Order.LAST_FIRST
    assert infer_order(["Alain Couprie", "Mme Odile DUMESNIL"]) == Order.FIRST_LAST
    assert infer_order([]) == Order.LAST_FIRST


def test_the_email_shows_where_the_last_name_ends():
    name = split_name("Remy Julia Chantal", email="chantal.remy-julia@exemple.fr")
    assert (name.last, name.first) == ("Remy Julia", "Chantal")


def test_a_title_is_not_a_civility():
    assert read_civility("Dr") == ("", "Dr")
    assert read_civility("Madame") == ("Mme", "")
    assert person_name("Dr MARTIN", "Anne").title == "Dr"
    assert person_name("MARTIN", "Anne", "Monsieur").civility == "M."


def test_names_are_shown_in_both_orders_with_accented_capitals():
    name = PersonName("L'Hôte", "Éloïse")
    assert name.display == "Éloïse L'HÔTE"
    assert name.display_last_first == "L'HÔTE Éloïse"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("LE BARON", "Le Baron"), ("jean-pierre", "Jean-Pierre"), ("de Sousa", "de Sousa"), ("DUPONT Éloïse", "Dupont Éloïse")],
)
def test_capitals_become_proper_names(text, shown):
    assert proper_case(text) == shown


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        (("Le Baron", "Gisèle"), ("LEBARON", "Gisele"), Likeness.SPELLING),
        (("Castet-Raveau", "Edith"), ("Castet Raveau", "Édith"), Likeness.SPELLING),
        (("Saint-Léger", "Robert"), ("St Leger", "Robert"), Likeness.SPELLING),
        (("Martin", "Simon"), ("Simon", "Martin"), Likeness.ORDER),
        (("Dupont", "Marie"), ("Dupont", "Marie-Claire"), Likeness.PARTIAL),
        (("Dupont", "J."), ("Dupont", "Jean"), Likeness.PARTIAL),
        (("Tranchant", "Régis"), ("Tranchand", "Regis"), Likeness.CLOSE),
        (("Dupont", "Jean"), ("Dupond", "Jean"), Likeness.CLOSE),
        (("Le Baron", "Gisèle"), ("Lebon", "Gisèle"), Likeness.DIFFERENT),
        (("Dupont", "Jean"), ("Dupont", "Alain"), Likeness.DIFFERENT),
        (("Dupont", ""), ("Dupont", "Jean"), Likeness.DIFFERENT),
    ],
)
def test_two_names_are_compared_and_the_result_is_explained(left, right, likeness):
    comparison = compare_names(PersonName(*left), PersonName(*right))
    assert comparison.likeness == likeness
    assert comparison.explanation.endswith(".")
    assert compare_names(PersonName(*right), PersonName(*left)).likeness == likeness


def test_the_richest_spelling_is_kept():
    assert best_spelling(["Irene", "Irène", "Irene"]) == "Irène"
    assert best_spelling(["Daniel Alfred", "Daniel-Alfred"]) == "Daniel-Alfred"
    assert best_spelling([]) == ""


@given(st.text(max_size=60))
def test_any_cell_is_read_without_error(text):
    name = split_name(text)
    assert compare_names(name, name).likeness == Likeness.IDENTICAL


LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèëïçô", min_size=2, max_size=10)


@given(LETTERS, LETTERS)
def test_capitals_accents_and_hyphens_never_make_another_name(last, first):
    written = PersonName(last.capitalize(), first.capitalize())
    again = person_name(last.upper(), first.upper())
    assert written.pair == again.pair
    assert written.words == again.words


@pytest.mark.parametrize(
    ("text", "last", "first"),
    [
        ("M. Maitre Manuel", "Maitre", "Manuel"),
        ("Me Dupont Jean", "Dupont", "Jean"),
        ("Mme Cauvin-De Jesus Romuald", "Cauvin-De Jesus", "Romuald"),
        ("M. Casteran-Marie-Sainte Jean Charles", "Casteran-Marie-Sainte", "Jean Charles"),
    ],
)
def test_last_names_that_look_like_something_else(text, last, first):
    name = split_name(text, order=Order.LAST_FIRST)
    assert (name.last, name.first) == (last, first)
