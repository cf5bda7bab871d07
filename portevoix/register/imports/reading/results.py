"""What a reading gives: seats, issues, and how each sheet was understood. Frozen, without the register."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portevoix.base.core.names import PersonName
from portevoix.base.core.text import typo_fr
from portevoix.register.imports.reading.mapping import Mapping, TableMapping


class Code(StrEnum):
    """Why a row, a cell or the file is named in the report."""

    UNREADABLE_FILE = "unreadable_file"
    BAD_MAPPING = "bad_mapping"
    UNREADABLE_CELL = "unreadable_cell"
    BAD_DATE = "bad_date"
    END_BEFORE_START = "end_before_start"
    UNKNOWN_QUALITY = "unknown_quality"
    DUPLICATE_ROW = "duplicate_row"
    SEAT_ALREADY_HELD = "seat_already_held"
    SAME_PERSON_TWICE = "same_person_twice_in_body"
    MISSING_NAME = "missing_name"
    SEVERAL_PEOPLE = "several_people"


class Keep(StrEnum):
    """What of a row goes into the register."""

    MANDATE = "mandate"  # the seat and its holder
    SEAT = "seat"  # the seat alone: it is vacant, or its row was refused
    NOTHING = "nothing"  # a row that counts twice, or of which the seat is not known


class Layout(StrEnum):
    """How the whole workbook is laid out."""

    LONG = "long"  # one row per seat
    WIDE = "wide"  # one row per body
    SHEETS = "sheets"  # one row per seat, on several sheets
    MIXED = "mixed"
    NONE = ""


class Cell(NamedTuple):
    """A cell that was read: its column and its value as the spreadsheet gave it."""

    letter: str
    value: object


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One refusal, with the words that the report shows. `row` counts from 1 as in the spreadsheet; 0 is the whole file."""

    code: Code
    message: str
    suggestion: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    finess_et: str = ""
    quality: str = ""
    rank: int | None = None

    def as_dict(self) -> dict:
        """Return the entry of the report's « errors »."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code.value,
            "message": typo_fr(self.message),
            "suggestion": typo_fr(self.suggestion),
            "finess_et": self.finess_et,
            "quality": self.quality,
            "rank": self.rank,
        }


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """One seat as one row (or one part of a row) of the workbook says it.

    `quality` is a `SeatQuality` value, `rank` from 1; both empty (« », 0) when unknown. `body` groups the rows of one commission.
    `finess_et` is repaired, empty when it could not be read: `finess_problem` then says why. `columns` gives the cell of each field.
    """

    sheet: str
    row: int
    body: str
    finess_et: str = ""
    finess_problem: str = ""
    facility_name: str = ""
    town: str = ""
    department: str = ""
    body_type: str = ""
    quality: str = ""
    rank: int = 0
    rank_given: bool = False
    vacant: bool = False
    civility: str = ""
    last_name: str = ""
    first_name: str = ""
    association_text: str = ""
    start: date | None = None
    end: date | None = None
    order_reference: str = ""
    order_date: date | None = None
    email: str = ""
    phone: str = ""
    notes: str = ""
    columns: dict[str, Cell] = field(default_factory=dict, compare=False)
    keep: Keep = Keep.MANDATE
    refused: str = ""

    @property
    def name(self) -> PersonName:
        return PersonName(self.last_name, self.first_name, self.civility)

    @property
    def seat(self) -> tuple[str, str, int]:
        """The seat that the row speaks of, within the workbook."""
        return self.body, self.quality, self.rank

    def overlaps(self, other: "SeatRow") -> bool:
        """Tell whether two mandates share a day; a missing date is open on its side."""
        first, last = date.min, date.max
        return (self.start or first) <= (other.end or last) and (other.start or first) <= (self.end or last)


@dataclass(frozen=True)
class SkippedRow:
    """A row that holds something and is not a seat: `reason` is « bandeau », « total », « titres » or « instance »
    (the line of a body whose seats follow)."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SheetReading:
    """How one sheet was understood. `ignored` is a French sentence, empty when the sheet was read; rows count from 1."""

    title: str
    hidden: bool = False
    ignored: str = ""
    tables: tuple[TableMapping, ...] = ()
    title_rows: tuple[int, ...] = ()
    data_rows: int = 0
    skipped: tuple[SkippedRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """The whole reading. An unreadable file has no row and one issue."""

    format: str = ""
    layout: Layout = Layout.NONE
    sheets: tuple[SheetReading, ...] = ()
    mapping: Mapping = field(default_factory=Mapping)
    rows: tuple[SeatRow, ...] = ()
    issues: tuple[Issue, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        return not any(issue.row == 0 for issue in self.issues)

    @property
    def data_rows(self) -> int:
        """The number of rows of the spreadsheet that speak of seats."""
        return sum(sheet.data_rows for sheet in self.sheets)

    @property
    def bodies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.body for row in self.rows))
