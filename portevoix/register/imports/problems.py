"""Remarks on the rows of a workbook, in the words and keys of the report."""

from portevoix.base.core.text import typo_fr
from portevoix.register.imports.plan import Problem
from portevoix.register.imports.reading.grids import shown
from portevoix.register.imports.reading.results import Issue, SeatRow


def from_issue(issue: Issue) -> Problem:
    """Return what the reading refused, as an entry of the report."""
    values = issue.as_dict()
    return Problem(**values | {"row": issue.row or None})


def of_row(row: SeatRow, code: str, fields: tuple[str, ...], message: str, suggestion: str = "", *, finess_et: str = "") -> Problem:
    """Return a remark on a row; `fields` are the columns that it is about, the first that the workbook has is named.

    finess_et: the facility meant, when it is not the one written.
    """
    cell = next((row.columns[name] for name in fields if name in row.columns), None)
    return Problem(
        code=code,
        message=typo_fr(message),
        suggestion=typo_fr(suggestion),
        sheet=row.sheet,
        row=row.row,
        column=cell.letter if cell else "",
        value=shown(cell.value) if cell else "",
        finess_et=finess_et or row.finess_et,
        quality=row.quality,
        rank=row.rank or None,
    )


NAME = ("full_name", "last_name", "quality")
PLACE = ("finess_et", "facility_name")
SEAT = ("quality", "rank", "full_name", "last_name")
ASSOCIATION = ("association",)
END = ("end", "period")
START = ("start", "period", "order_date")
