"""Any accepted file as plain grids of cells, one a sheet."""

import datetime as dt
import io
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from portevoix.base.core.text import fix_mojibake, squeeze
from portevoix.register.imports.reading.archives import corrupt, inspect
from portevoix.register.imports.reading.delimited import read_delimited
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.imports.reading.limits import MEGABYTE, Limits
from portevoix.register.imports.reading.markup import check_cells
from portevoix.register.imports.reading.sniffing import ACCEPTED, kind_of


@dataclass
class Grid:
    """One sheet: `rows` of cells (None when empty), counted from 0 as everywhere in this package."""

    title: str
    rows: list[list]
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)

    def cell(self, row: int, column: int):
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def load(data: bytes, limits: Limits) -> tuple[str, list[Grid]]:
    """Return the format ("xlsx", "ods" or "csv") and the grids of a file. Raises `UnreadableFile`."""
    if len(data) > limits.file_bytes:
        raise UnreadableFile(f"Ce fichier dépasse {limits.file_bytes // MEGABYTE} Mo.", "Découpez-le en plusieurs fichiers.")
    if kind_of(data) == "text":
        return "csv", [Grid("", read_delimited(data, limits))]
    archive = inspect(data, limits)
    check_cells(archive.sheets.values(), limits)
    grids = _calamine_grids(data, archive.sheets)
    if not any(grid.rows for grid in grids):
        raise UnreadableFile("Ce classeur est vide.", ACCEPTED)
    return archive.kind, grids


def _calamine_grids(data: bytes, scans: dict) -> list[Grid]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            metadata = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            if any(sheet.name not in scans for sheet in metadata):
                raise corrupt()
            return [_grid(workbook, sheet, scans[sheet.name]) for sheet in metadata]
    except UnreadableFile:
        raise
    except (CalamineError, ValueError, OverflowError, MemoryError) as error:
        raise corrupt() from error
    except BaseException as error:  # a panic of the Rust library derives from BaseException; anything else goes on
        if type(error).__name__ != "PanicException":
            raise
        raise corrupt() from error


def _grid(workbook, sheet, scan) -> Grid:
    cells = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    rows = [[clean(cell) for cell in row] for row in cells]
    rows += [[] for _ in range(scan.rows - len(rows))]  # rows that hold nothing but a formula without result
    hidden = sheet.visible != SheetVisibleEnum.Visible
    _fill_merged(rows, scan.merges)
    return Grid(sheet.name, rows, hidden, scan.merges, scan.faults)


def _fill_merged(rows: list[list], merges: list[tuple[int, int, int, int]]) -> None:
    """Give every row of a cell merged downwards its value: one date for the four seats of a body."""
    for top, left, bottom, right in merges:
        if left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top + 1 : bottom + 1]:
            if value is not None and left < len(row) and row[left] is None:
                row[left] = value


def clean(cell):
    """Return a cell as it is used: None when blank, text repaired and trimmed, whole numbers as integers."""
    if isinstance(cell, str):
        return fix_mojibake(squeeze(cell)) or None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell


def shown(cell) -> str:
    """Return a cell as its reader sees it: dates in figures, numbers without a useless decimal, at most 120 characters."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        text = f"{cell:%d/%m/%Y %H:%M}" if cell.time() != dt.time() else f"{cell:%d/%m/%Y}"
    elif isinstance(cell, dt.date):
        text = f"{cell:%d/%m/%Y}"
    elif isinstance(cell, bool):
        text = "VRAI" if cell else "FAUX"
    else:
        text = str(cell)
    return text if len(text) <= 120 else f"{text[:119]}…"
