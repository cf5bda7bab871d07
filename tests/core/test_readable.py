"""Names of establishments in readable case; every name is real."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.readable import ABBREVIATIONS, readable_name
from portevoix.base.core.text import compact_key

NAMES = [
    ("CENTRE HOSPITALIER DE SELESTAT", "Sélestat", "Centre hospitalier de Sélestat"),
    ("CENTRE D'HEMODIALYSE HAUTEPIERRE AURAL", "Strasbourg", "Centre d’hémodialyse Hautepierre AURAL"),
    ("CLINIQUE DE L'ORANGERIE", "Strasbourg", "Clinique de l’Orangerie"),
    ("CHRU NANCY - USLD ST JULIEN", "Nancy", "CHRU Nancy - USLD Saint Julien"),
    ("CTRE DE RADIOTHERAPIE DE LA ROBERTSAU", "Strasbourg", "Centre de radiothérapie de la Robertsau"),
    ("HOPITAL LOUIS PASTEUR", "Colmar", "Hôpital Louis Pasteur"),
    ("CH INTERCOMMUNAL DE LA LAUTER", "Wissembourg", "CH intercommunal de la Lauter"),
    ("CH BLD FV SITE FV", "Fains-Véel", "CH BLD FV site FV"),
    ("CLINIQUE FSEF VITRY-LE-FRANCOIS", "Vitry-le-François", "Clinique FSEF Vitry-le-François"),
    ("Conseil territorial de santé, Meuse", "", "Conseil territorial de santé, Meuse"),
    ("", "", ""),
]


@pytest.mark.parametrize(("name", "town", "shown"), NAMES)
def test_a_name_in_capitals_is_shown_as_one_reads_it(name, town, shown):
    assert readable_name(name, town) == shown


@given(st.text(alphabet="ABCDEHIJLMOSTU'- /É0", max_size=40))
def test_only_case_and_accents_change(name):
    if not any(word in ABBREVIATIONS for word in name.replace("'", " ").replace("-", " ").replace("/", " ").replace("0", " ").split()):
        assert compact_key(readable_name(name)) == compact_key(name)


@given(st.text(max_size=40))
def test_any_text_is_accepted(name):
    readable_name(name)
