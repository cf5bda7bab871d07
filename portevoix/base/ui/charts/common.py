"""What every figure has."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One entry of a key: words and the class of the sample (t, s, fu, vv for charts; m0…m4 for maps)."""

    label: str
    css: str


@dataclass(frozen=True, kw_only=True)
class DataRow:
    """One row of the table of a figure; `url` makes the heading a link."""

    heading: str
    cells: Sequence[str]
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class DataTable:
    """The same figures, for those who do not see the drawing. `headings`: the first names the rows."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[DataRow]
    footer: DataRow | None = None


def finding(description: str) -> str:
    """Return the description, refusing a figure that says nothing."""
    if not description.strip():
        raise ValueError("a figure says what it shows")
    return description
