"""Which association a text names."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.register.directory.catalogue import Catalogue, KnownAssociation, load_associations
from portevoix.register.directory.matching import match_association

CATALOGUE = Catalogue(load_associations())


@pytest.mark.parametrize(
    ("text", "code", "department", "how"),
    [
        ("UNAFAM", "UNAFAM", None, "acronym"),
        ("U.N.A.F.A.M.", "UNAFAM", None, "acronym"),
        ("Unafam", "UNAFAM", None, "acronym"),
        ("UNAFAM 68", "UNAFAM", "68", "section"),
        ("U.N.A.F.A.M. 68", "UNAFAM", "68", "section"),
        ("UNAFAM (Bas-Rhin)", "UNAFAM", "67", "section"),
        ("Unafam - délégation de la Haute-Marne", "UNAFAM", "52", "section"),
        ("Union nationale de familles et amis de personnes malades et/ou handicapées psychiques", "UNAFAM", None, "name"),
        ("Fédération Familles Rurales 08", "RURALES", "08", "section"),
        ("U.D.A.F. 10", "UDAF", "10", "section"),
        ("UDAF de la Moselle", "UDAF", "57", "section"),
        ("Ligue contre le cancer - comité de la Marne", "LIGUE", "51", "section"),
        ("Ligue contre le cancer - comité 57", "LIGUE", "57", "section"),
        ("Comité 57 de la Ligue contre le cancer", "LIGUE", "57", "section"),
        ("La Ligue", "LIGUE", None, "alias"),
        ("Ligue contre l’obésité", "LIGUE-OBESITE", None, "name"),
        ("UFC Que Choisir de Strasbourg", "UFC", None, "section"),
        ("UFC - Que Choisir 54", "UFC", "54", "section"),
        ("AFTC Lorraine", "AFTC", None, "section"),
        ("SOS hépatites Alsace-Lorraine", "HEPAT", None, "section"),
        ("Jalmalv Lay Saint Christophe", "JALMALV", None, "section"),
        ("Association François Aupetit", "AFA", None, "former_name"),
        ("Association des paralysés de France", "APF", None, "former_name"),
        ("FNAIR", "REIN", None, "former_name"),
        ("FNAIR Lorraine", "REIN", None, "section"),
        ("FFD", "AFD", None, "acronym"),
        ("Le Lien", "LIEN", None, "name"),
        ("Adapei 54", "UNAPEI", "54", "section"),
        ("France Alzeimer", "ALZ", None, "typo"),
        ("Unafan", "UNAFAM", None, "typo"),
        ("Vaincre la mucovicidose", "MUCO", None, "typo"),
        ("VAINCRE LA MUCOVISCIDOSE", "MUCO", None, "name"),
        ("Union dÃ©partementale des associations familiales", "UDAF", None, "alias"),
    ],
)
def test_acronyms_names_former_names_sections_and_slips(text, code, department, how):
    match = match_association(text, CATALOGUE)
    assert (match.code, match.section_department, match.how) == (code, department, how)
    assert match.confidence >= 0.8


@pytest.mark.parametrize(
    "text", ["Ligue de l’enseignement", "Le Lien social", "Croix-Rouge", "AFX", "Comité des fêtes", "Association de patients", "x"]
)
def test_what_is_not_known_has_no_code(text):
    match = match_association(text, CATALOGUE)
    assert match.code is None and match.confidence == 0


def test_an_unknown_text_gets_suggestions():
    assert "LIEN" in match_association("Le Lien social", CATALOGUE).suggestions
    assert match_association("", CATALOGUE).how == "empty"


def test_two_associations_in_a_cell_are_none_with_both_suggested():
    match = match_association("UNAFAM / UDAF", CATALOGUE)
    assert (match.code, match.how, match.suggestions) == (None, "several", ("UNAFAM", "UDAF"))


def test_the_section_keeps_its_words():
    assert match_association("UFC Que Choisir de Strasbourg", CATALOGUE).section == "strasbourg"


def test_acronyms_of_three_letters_are_never_guessed():
    assert match_association("APE", CATALOGUE).code is None


def test_every_writing_of_the_catalogue_finds_its_own_association():
    for association in CATALOGUE.associations.values():
        for text, _ in association.writings():
            if text:
                assert match_association(text, CATALOGUE).code == association.code, text


def test_a_writing_belongs_to_one_association_only():
    owners = Counter()
    for association in CATALOGUE.associations.values():
        owners.update({"".join(text.lower().split()) for text, _ in association.writings() if text})
    assert [text for text, count in owners.items() if count > 1] == []


def test_the_reference_file_is_sound():
    associations = load_associations()
    assert 60 <= len(associations) <= 120
    assert all(association.level == "national" and "level" in association.to_verify for association in associations)
    assert all(association.name for association in associations)


def test_any_catalogue_will_do():
    known = [KnownAssociation(code="AMIS", name="Les amis de l’hôpital", aliases=("ADH",))]
    assert match_association("A.D.H. 57", known).code == "AMIS"
    assert match_association("UNAFAM", known).code is None
    assert match_association("UNAFAM", []).code is None


@given(st.text(max_size=80))
def test_any_text_is_matched_or_not_without_error(text):
    match = match_association(text, CATALOGUE)
    assert match.code is None or match.code in CATALOGUE
