"""Reads a list of accreditations: one row an accreditation, columns in any order, dates in any French way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portevoix.base.core.french_dates import DateError, parse_date
from portevoix.base.core.periods import ONE_DAY, add_years
from portevoix.base.core.text import search_key, squeeze
from portevoix.register.directory.enums import AccreditationLevel
from portevoix.register.directory.establishments.records import RowProblem, UnreadableFile
from portevoix.register.directory.establishments.tables import Table, open_table

TITLES = {
    "association": ("association", "association agreee", "nom", "nom de l association", "denomination", "sigle"),
    "level": ("niveau", "niveau d agrement", "niveau agrement"),
    "region": ("region", "code region"),
    "number": ("numero", "numero d agrement", "n agrement", "no agrement", "agrement"),
    "first": ("debut", "date de debut", "date d agrement", "date agrement", "du", "depuis"),
    "last": ("fin", "date de fin", "echeance", "fin de validite", "au", "valable jusqu au"),
    "filed_on": ("renouvellement depose le", "depot du renouvellement", "demande de renouvellement"),
}
REQUIRED = ("association", "first")


@dataclass(frozen=True, kw_only=True)
class AccreditationRow:
    """One accreditation as the file writes it; `association` and `region` are still texts. `last` is included."""

    row: int
    association: str
    level: str
    region: str
    number: str
    first: date
    last: date
    filed_on: date | None = None


@dataclass(kw_only=True)
class AccreditationFile:
    """The rows that can be used, and the problems of the others."""

    rows: list[AccreditationRow]
    errors: list[RowProblem]


def read_accreditations(content: bytes, *, today: date, years: int) -> AccreditationFile:
    """Read the file. years: length of an accreditation whose end is not written.

    Raises `UnreadableFile` (French) when it is no table or lacks the association or the beginning.
    """
    if not content.strip():
        raise UnreadableFile("Le fichier est vide.")
    table = open_table(content)
    titles = _titles(table)
    missing = [name for name in REQUIRED if name not in titles]
    if missing:
        wanted = {"association": "association", "first": "début"}[missing[0]]
        raise UnreadableFile(f"Ce fichier n’a pas de colonne «\u00a0{wanted}\u00a0». Ajoutez-la, puis recommencez.")
    result = AccreditationFile(rows=[], errors=[])
    for number, values, _ in table.rows():
        cells = {name: squeeze(values.get(title, "")) for name, title in titles.items()}
        problems = []
        row = _row(number, cells, problems, titles, today=today, years=years)
        result.errors += problems
        if row and not problems:
            result.rows.append(row)
    return result


def _titles(table: Table) -> dict[str, str]:
    """Return the column of the file for each meaning, the first that bears one of its titles."""
    keys = {search_key(column): column for column in reversed(table.columns)}
    found = {}
    for name, titles in TITLES.items():
        column = next((keys[title] for title in titles if title in keys), None)
        if column is not None:
            found[name] = column
    return found


def _row(number, cells, problems, titles, *, today: date, years: int) -> AccreditationRow | None:
    def note(name: str, code: str, message: str) -> None:
        problems.append(RowProblem(row=number, column=titles.get(name, name), value=cells.get(name, "")[:80], code=code, message=message))

    if not cells["association"]:
        note("association", "missing_association", "L’association manque. Complétez la case.")
    level = _level(cells.get("level", ""), cells.get("region", ""))
    if level is None:
        note("level", "unknown_level", "Écrivez «\u00a0national\u00a0» ou «\u00a0régional\u00a0».")
    days = dict(_days(cells, today, note))
    first = days.get("first")
    if first is None:
        if not any(problem.column == titles["first"] for problem in problems):
            note("first", "missing_date", "Le début de l’agrément manque. Complétez la case.")
        return None
    last = days.get("last") or add_years(first, years) - ONE_DAY
    if last < first:
        note("last", "end_before_start", "La fin de l’agrément précède son début. Corrigez une des deux dates.")
    return AccreditationRow(
        row=number,
        association=cells["association"],
        level=level or "",
        region=cells.get("region", "") if level == AccreditationLevel.REGIONAL else "",
        number=cells.get("number", "")[:40],
        first=first,
        last=last,
        filed_on=days.get("filed_on"),
    )


def _days(cells, today, note) -> Iterator[tuple[str, date]]:
    for name in ("first", "last", "filed_on"):
        text = cells.get(name, "")
        if not text:
            continue
        try:
            yield name, parse_date(text, today=today, vague=False)
        except DateError as error:
            note(name, "bad_date", error.message)


def _level(text: str, region: str) -> str | None:
    """Return the level written; without any, the region says it. None for a text that is neither."""
    key = search_key(text)
    if not key:
        return AccreditationLevel.REGIONAL if region else AccreditationLevel.NATIONAL
    if key.startswith("nat"):
        return AccreditationLevel.NATIONAL
    return AccreditationLevel.REGIONAL if key.startswith("reg") else None
