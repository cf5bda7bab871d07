"""Columns corrected once serve again for the same titles; what is given now wins over what is remembered."""

import json

import pytest

from portevoix.register.imports import actions
from portevoix.register.imports.models import ColumnMapping
from portevoix.register.imports.reading.mapping import Mapping
from portevoix.register.imports.reading.reader import read_workbook
from portevoix.register.imports.reading.vocabulary import Field
from portevoix.register.imports.remembered import with_remembered
from tests.factories import ImportRunFactory
from tests.imports.comparing import ME, NOW
from tests.imports.sheets import TITLES, line, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def recognised() -> Mapping:
    """The mapping of a workbook whose column H has a title that says nothing."""
    titles = [{"Association": "Truc"}.get(title, title) for title in TITLES]
    return read_workbook(xlsx(line("670000001", "Titulaire 1", "WERNERT", "Odile"), titles=titles)).mapping


def corrected(mapping: Mapping, field: Field) -> Mapping:
    return mapping.corrected(mapping.tables[0].signature, {"H": (field, "")})


def column_h(mapping: Mapping) -> Field:
    return next(column.field for column in mapping.tables[0].columns if column.letter == "H")


def remember(mapping: Mapping) -> None:
    actions.correct_columns(run=ImportRunFactory(), mapping=mapping, by=ME, at=NOW)


def test_without_a_correction_nothing_is_remembered(recognised):
    assert with_remembered(None) is None
    assert with_remembered(recognised) == recognised


def test_a_correction_serves_again(recognised):
    remember(corrected(recognised, Field.ASSOCIATION))
    assert column_h(with_remembered(None)) == Field.ASSOCIATION


def test_what_is_given_now_wins(recognised):
    remember(corrected(recognised, Field.ASSOCIATION))
    assert column_h(with_remembered(corrected(recognised, Field.NOTES))) == Field.NOTES


def test_a_mapping_written_by_hand_is_used_alone(recognised):
    remember(corrected(recognised, Field.ASSOCIATION))
    given = Mapping.from_json(json.dumps({"columns": {"Truc": "notes"}}))
    assert with_remembered(given) == given


def test_a_second_correction_replaces_the_first(recognised):
    remember(corrected(recognised, Field.ASSOCIATION))
    remember(corrected(recognised, Field.NOTES))
    assert column_h(with_remembered(None)) == Field.NOTES
    assert ColumnMapping.objects.count() == 1
