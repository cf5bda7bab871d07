"""Texts with blanks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.text_templates import TemplateFault, blanks, check, fill


def test_blanks_are_filled_and_paragraphs_kept_apart():
    assert fill("Bonjour {nom},\n\n\nà {ville}.", {"nom": "Anne", "ville": "Metz"}) == "Bonjour Anne,\n\nà Metz."


def test_a_conditional_paragraph_stands_only_when_its_value_does():
    text = "Un.\n\n[motif] Motif : {motif}."
    assert fill(text, {"motif": "siège occupé"}) == "Un.\n\nMotif : siège occupé."
    assert fill(text, {"motif": ""}) == "Un."


def test_a_blank_that_nobody_fills_is_named():
    with pytest.raises(TemplateFault, match=r"\{prenom\}.*ne connaît pas"):
        fill("{prenom}", {"nom": "x"})


def test_an_empty_value_where_it_is_written_is_refused():
    with pytest.raises(TemplateFault, match=r"Il manque une valeur pour \{nom\}"):
        fill("Bonjour {nom}", {"nom": ""})


@pytest.mark.parametrize("text", ["{Nom}", "{ nom }", "{nom", "nom}", "{}", "{nom!r}", "{nom.titre}"])
def test_anything_else_between_braces_is_refused(text):
    with pytest.raises(TemplateFault, match="accolade"):
        check(text, {"nom"})


@given(st.text())
def test_a_value_is_never_read_as_a_template(value):
    if value:
        assert fill("{a}", {"a": value}) == value


def test_blanks_name_the_conditions_too():
    assert blanks("[a] {b}") == {"a", "b"}
