"""From the rows of a table to seats: which rows speak of seats, of which body, of which seat."""

import re
from dataclasses import replace

from portevoix.base.core.names import Order, infer_order
from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.carrying import Carrier
from portevoix.register.imports.reading.grids import Grid, shown
from portevoix.register.imports.reading.mapping import IDENTITY_FIELDS, ColumnMapping, Shape
from portevoix.register.imports.reading.qualities import Quality, read_quality
from portevoix.register.imports.reading.results import Cell, Issue, SeatRow, SkippedRow
from portevoix.register.imports.reading.seats import SeatReader
from portevoix.register.imports.reading.titles import Table, begins_another_table, repeats_titles
from portevoix.register.imports.reading.vocabulary import Field, is_total, is_vacant

_GUIDANCE = re.compile(r"\(|ex\b|format\b|jj\s*/")


class TableReader:
    """Reads the rows of one table. `seats`, `issues`, `skipped` and `data_rows` fill up; `stop` is the row after the last one read."""

    def __init__(self, grid: Grid, table: Table, carrier: Carrier):
        self.grid, self.table, self.carrier = grid, table, carrier
        self.seats: list[SeatRow] = []
        self.issues: list[Issue] = []
        self.skipped: list[SkippedRow] = []
        self.data_rows = 0
        self.stop = len(grid.rows)
        columns = [column for column in table.mapping.columns if column.field]
        self.identity = {column.field: column for column in columns if column.field in IDENTITY_FIELDS and not column.seat}
        self.shared = {column.field: column for column in columns if column.field not in IDENTITY_FIELDS and not column.seat}
        self.by_seat = {
            seat: {**self.shared, **{column.field: column for column in columns if column.seat == seat}} for seat in table.mapping.seats
        }
        self.order = self._name_order(columns)

    def _name_order(self, columns: list[ColumnMapping]) -> Order:
        """The cells decide; when they do not, the title (« Prénom Nom ») does."""
        names = [column for column in columns if column.field == Field.FULL_NAME]
        titles = " ".join(search_key(column.title) for column in names)
        default = (
            Order.FIRST_LAST
            if re.search(r"\bprenoms?\b.*\bnom\b", titles) and not re.search(r"\bnom\b.*\bprenom", titles)
            else Order.LAST_FIRST
        )
        rows = range(self.table.first_row, min(len(self.grid.rows), self.table.first_row + 400))
        cells = (self.grid.cell(row, column.index) for column in names for row in rows)
        return infer_order((cell for cell in cells if isinstance(cell, str) and not is_vacant(cell)), default)

    def read(self) -> None:
        """Read every row down to the end of the sheet, or to another line of titles."""
        for row in range(self.table.first_row, len(self.grid.rows)):
            cells = [cell for cell in self.grid.rows[row] if cell is not None]
            if not cells and not any((row, column.index) in self.grid.faults for column in self.table.mapping.columns):
                continue
            if repeats_titles(self.grid, row, self.table.titles):
                self._skip(row, cells, "titres")
            elif begins_another_table(self.grid, row):
                self.stop = row
                return
            elif reason := self._not_a_seat(row, cells):
                self._skip(row, cells, reason)
                self._learn(row, cells, reason)
            else:
                self.data_rows += 1
                self._read_row(row)

    def _learn(self, row: int, cells: list, reason: str) -> None:
        """A line without seats may still say of which body the next ones are."""
        if reason == "instance":
            self.carrier.read(self._identity(row))
        elif reason == "bandeau":
            self.carrier.banner(" ".join(shown(cell) for cell in cells))

    def _identity(self, row: int) -> dict:
        return {name: cell for name, column in self.identity.items() if (cell := self._cell(row, column)) is not None}

    def _skip(self, row: int, cells: list, reason: str) -> None:
        self.skipped.append(SkippedRow(row + 1, " ".join(shown(cell) for cell in cells[:4]), reason))

    def _not_a_seat(self, row: int, cells: list) -> str:
        """Return « total », « bandeau », « titres », « instance », or "" for a row that speaks of a seat."""
        mapped = [column for column in self.table.mapping.columns if column.field and self._holds(row, column)]
        if any(read_quality(self._cell(row, column)) for column in mapped if column.field == Field.QUALITY):
            return ""
        if cells and is_total(shown(cells[0])):
            return "total"
        if row == self.table.first_row and all(isinstance(cell, str) and _GUIDANCE.match(cell) for cell in cells):
            return "titres"  # « (9 chiffres) », « (jj/mm/aaaa) » under the titles
        numbered = any(column.field == Field.FINESS_ET and self.carrier.has_number(self._cell(row, column)) for column in mapped)
        if self.table.mapping.shape == Shape.BODY_ROWS:
            people = any(column.seat and column.field in (Field.FULL_NAME, Field.LAST_NAME) for column in mapped)
            return "" if numbered or people or len(mapped) >= 3 else "bandeau"
        if all(column.field in IDENTITY_FIELDS for column in mapped) and Field.QUALITY in self.shared:
            if not numbered:
                return "bandeau"
            return "instance" if self._heads(row) else ""
        return "bandeau" if len(mapped) <= 1 and not numbered else ""

    def _heads(self, row: int) -> bool:
        """Tell whether a line names a body whose seats stand below, without its name: else it is a seat whose quality is missing."""
        below = next(
            (number for number in range(row + 1, len(self.grid.rows)) if any(cell is not None for cell in self.grid.rows[number])), None
        )
        columns = [self.identity[name] for name in (Field.FINESS_ET, Field.FACILITY_NAME) if name in self.identity]
        return below is not None and all(self._cell(below, column) is None for column in columns)

    def _holds(self, row: int, column: ColumnMapping) -> bool:
        return self._cell(row, column) is not None or (row, column.index) in self.grid.faults

    def _cell(self, row: int, column: ColumnMapping):
        return self.grid.cell(row, column.index)

    def _read_row(self, row: int) -> None:
        body = self.carrier.read(self._identity(row))
        base = SeatRow(
            sheet=self.grid.title,
            row=row + 1,
            body=body.key,
            finess_et=body.finess_et,
            finess_problem=body.finess_problem,
            facility_name=body.facility_name,
            town=body.town,
            department=body.department,
            body_type=body.body_type,
            columns={name.value: Cell(column.letter, self._cell(row, column)) for name, column in self.identity.items()},
        )
        if self.table.mapping.shape == Shape.BODY_ROWS:
            for seat, columns in self.by_seat.items():
                self._read_seat(base, row, columns, read_quality(_french(seat)))
        else:
            self._read_seat(base, row, self.shared, self._quality(row))

    def _quality(self, row: int) -> Quality | None:
        column = self.shared.get(Field.QUALITY)
        quality = read_quality(self._cell(row, column)) if column else None
        if quality and quality.rank is None and (column := self.shared.get(Field.RANK)):
            cell = self._cell(row, column)
            if str(cell).isdigit() and 1 <= int(cell) <= 60:
                return replace(quality, rank=int(cell))
        return quality

    def _read_seat(self, base: SeatRow, row: int, columns: dict[Field, ColumnMapping], quality: Quality | None) -> None:
        reader = SeatReader(self.grid, base, row, {**self.identity, **columns}, quality, self.order)
        self.seats.append(reader.read())
        self.issues.extend(reader.issues)


def _french(seat: str) -> str:
    word, _, rank = seat.partition(" ")
    return f"{ {'titular': 'titulaire', 'substitute': 'suppleant'}.get(word, 'membre') } {rank}"
