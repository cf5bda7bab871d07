"""The glossary binds: tables and columns use its words, never their synonyms."""

import re

from django.apps import apps

from tests.architecture.code import ROOT, expect_none, ranks

GLOSSARY = ROOT / "docs" / "glossary.md"
CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def lines() -> list[list[str]]:
    """Return the cells of the table, without its head."""
    rows = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def forbidden() -> set[str]:
    """Return the synonyms that are refused everywhere: those in brackets have a rightful use elsewhere."""
    cells = ",".join(row[2] for row in lines())
    return {word.strip() for word in re.sub(r"\([^)]*\)", "", cells).split(",") if word.strip()}


def identifiers() -> set[str]:
    """Return the words of the identifiers that the glossary gives."""
    return {word.lower() for row in lines() for name in re.findall(r"`(\w+)", row[1]) for word in CAMEL.findall(name)}


def our_names() -> dict[str, list[str]]:
    """Return the names of our tables and columns, cut into words."""
    ours = [model for model in apps.get_models() if model._meta.app_config.name in ranks()]
    names = {model._meta.label: CAMEL.findall(model.__name__) for model in ours}
    names |= {f"{model._meta.label}.{field.name}": field.name.split("_") for model in ours for field in model._meta.concrete_fields}
    return {name: [word.lower() for word in words] for name, words in names.items()}


def test_no_table_and_no_column_bears_a_forbidden_synonym():
    refused = forbidden()
    expect_none([f"{name}: « {word} »" for name, words in our_names().items() for word in words if word in refused], "see docs/glossary.md")


def test_glossary_is_read():
    assert {"instance", "hospital", "appointment"} <= forbidden()
    assert {"body", "seat", "mandate", "accreditation"} <= identifiers()
    assert all(len(row) == 4 for row in lines())


def test_no_word_is_both_ordered_and_forbidden():
    assert forbidden() & identifiers() == set()


def test_tables_of_the_register_bear_the_words_of_the_glossary():
    known = identifiers()
    for name in ("directory.Body", "directory.BodyType", "directory.Seat", "directory.Association", "directory.Accreditation"):
        assert {word.lower() for word in CAMEL.findall(name.partition(".")[2])} <= known
