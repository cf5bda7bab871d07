"""The rows to correct, as a table that can be corrected and imported again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from portevoix.base.core.table_files import TableFormat, Value, table_bytes
from portevoix.base.core.text import NBSP
from portevoix.register.imports.checking import reading_of
from portevoix.register.imports.models import ImportRun
from portevoix.register.imports.reading.checks import QUALITY_WORDS
from portevoix.register.imports.reading.grids import shown
from portevoix.register.imports.reading.results import SeatRow

HEADER = (
    *("FINESS ET", "Établissement", "Commune", "Département", "Qualité", "Civilité", "Nom", "Prénom", "Association", "Début", "Fin"),
    *("Arrêté", "Courriel", "Téléphone", "Problème", "Conseil", "Feuille", "Ligne"),
)


def problem_file(run: ImportRun, problems: Sequence[dict[str, Any]], form: TableFormat) -> Iterator[bytes]:
    """Yield the file of the rows of the workbook that `problems` (entries of the report) name, one line a seat, piece by piece.

    What was read is written as it was understood, what was refused as it was typed; a column « Problème » says why.
    Raises `UnreadableFile`.
    """
    return table_bytes(form, header=HEADER, rows=_lines(run, problems), title="À corriger")


def _lines(run: ImportRun, problems: Sequence[dict[str, Any]]) -> Iterator[list[Value]]:
    said: dict[tuple, list[dict[str, Any]]] = defaultdict(list)
    for problem in problems:
        said[problem["sheet"], problem["row"], problem["quality"], problem["rank"]].append(problem)
    for row in reading_of(run).rows:
        found = said.get((row.sheet, row.row, row.quality, row.rank or None))
        if found:
            yield _line(row, found)


def _line(row: SeatRow, problems: list[dict[str, Any]]) -> list[Value]:
    quality = QUALITY_WORDS.get(row.quality, "").capitalize()
    return [
        row.finess_et or _typed(row, "finess_et"),
        row.facility_name,
        row.town,
        row.department,
        f"{quality} {row.rank or ''}".strip() or _typed(row, "quality"),
        row.civility,
        row.last_name or ("Vacant" if row.vacant else ""),
        row.first_name,
        row.association_text,
        row.start or _typed(row, "start", "period"),
        row.end or _typed(row, "end"),
        row.order_reference,
        row.email,
        row.phone,
        _joined(problems, "message"),
        _joined(problems, "suggestion"),
        row.sheet,
        row.row,
    ]


def _typed(row: SeatRow, *fields: str) -> str:
    """Return the first of these cells as the workbook shows it."""
    return next((shown(row.columns[name].value) for name in fields if name in row.columns), "")


def _joined(problems: list[dict[str, Any]], key: str) -> str:
    return f"{NBSP}; ".join(dict.fromkeys(problem[key] for problem in problems if problem[key]))
