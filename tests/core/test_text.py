"""French text: comparison form and typography."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.text import NBSP, compact_key, fix_mojibake, search_key, typo_fr, unaccent


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("ŒUVRE d'Éloïse n° 2", "oeuvre d eloise n 2"),
        ("  Saint\u00a0Dié --- des  Vosges ", "saint die des vosges"),
        ("", ""),
    ],
)
def test_search_key_keeps_letters_and_digits_only(text, key):
    assert search_key(text) == key


def test_acronym_with_points_equals_acronym():
    assert compact_key("U.N.A.F.A.M.") == compact_key("Unafam") == "unafam"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Éric", "côté", "Œuvre", "L’Hôte d’Été", "Saint-Dié (88)", "ça, là ; où ?", "CÆSAR", "Straße"])
def test_search_key_is_the_sort_key_of_the_database(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pv_sort_key(%s)", [text])
        assert cursor.fetchone()[0] == search_key(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bonjour!", "Bonjour~!"),
        ("Qui me représente ?", "Qui me représente~?"),
        ("«mes droits»", "«~mes droits~»"),
        ("« Quoi?»", "«~Quoi~?~»"),
        ("50%", "50~%"),
        ("l'hôpital d'Épinal: oui", "l’hôpital d’Épinal~: oui"),
        ("voir https://exemple.fr/?au=2026 à 10:30", "voir https://exemple.fr/?au=2026 à 10:30"),
        ("1\u202f400 sièges", "1~400 sièges"),
    ],
)
def test_french_spaces(text, shown):
    assert typo_fr(text).replace(NBSP, "~") == shown


@given(st.text())
def test_typography_applied_twice_changes_nothing_and_never_makes_a_narrow_space(text):
    once = typo_fr(text)
    assert typo_fr(once) == once
    assert "\u202f" not in once


@given(st.text())
def test_keys_are_stable(text):
    assert search_key(search_key(text)) == search_key(text)
    unaccent(text)


def test_text_decoded_twice_is_repaired_and_other_text_left_alone():
    assert fix_mojibake("SupplÃ©ant Ã\u00a0 la commission") == "Suppléant à la commission"
    assert fix_mojibake("Suppléant à la commission") == "Suppléant à la commission"
