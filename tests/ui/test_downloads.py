"""A table that the browser keeps as a file."""

from dataclasses import dataclass

import pytest
from django.http import QueryDict

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.downloads import columns_file, format_asked
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.tables import Column


@dataclass
class Row:
    town: str
    seats: int


COLUMNS = (
    Column(key="ville", label="Ville", getter="town"),
    Column(key="gestes", label="Que faire", getter="town", export=False),
    Column(key="sieges", label="Sièges", getter="seats"),
)


def test_only_the_columns_of_the_export_leave_and_no_cache_keeps_them():
    answer = columns_file("csv", columns=COLUMNS, rows=iter([Row("Metz", 3)]), title="Villes", name="villes-2026")
    assert b"".join(answer.streaming_content).decode() == "ville;sieges\nMetz;3\n"
    assert answer["Content-Disposition"] == 'attachment; filename="villes-2026.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("text", ["", "pdf", "CSV"])
def test_another_format_is_refused_with_those_that_exist(text):
    with pytest.raises(BadInput, match="n’existe pas") as refusal:
        format_asked(QueryDict(f"format={text}"))
    assert "ODS" in refusal.value.hint
    assert format_asked(QueryDict("format=ods")) is TableFormat.ODS
