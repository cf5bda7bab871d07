"""The door of this package: bytes in, a `Workbook` out, whatever the bytes."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from portevoix.base.core.finess import FinessError, repair_finess
from portevoix.base.core.french_places import department_code
from portevoix.base.core.text import compact_key
from portevoix.register.directory.catalogue import Catalogue, KnownAssociation, load_associations
from portevoix.register.directory.matching import match_association
from portevoix.register.imports.reading.carrying import Carrier
from portevoix.register.imports.reading.checks import in_order, settle, with_ranks
from portevoix.register.imports.reading.errors import MappingError, UnreadableFile
from portevoix.register.imports.reading.grids import Grid, load
from portevoix.register.imports.reading.limits import Limits
from portevoix.register.imports.reading.mapping import Mapping, Shape
from portevoix.register.imports.reading.results import Code, Issue, Layout, SeatRow, SheetReading, Workbook
from portevoix.register.imports.reading.rows import TableReader
from portevoix.register.imports.reading.sniffing import ACCEPTED
from portevoix.register.imports.reading.titles import Table, find_table
from portevoix.register.imports.reading.vocabulary import Field, body_type_of

DEFAULT_LIMITS = Limits()
_NO_TABLE = (
    "Aucun tableau de sièges n’est reconnu : il faut une ligne de titres avec l’établissement (ou son FINESS) et la qualité du siège."
)


@lru_cache(maxsize=1)
def reference_catalogue() -> Catalogue:
    """Return the catalogue of the reference file, used when none is given."""
    return Catalogue(load_associations())


def read_workbook(
    source: bytes | str | Path | BinaryIO,
    *,
    mapping: Mapping | None = None,
    catalogue: Catalogue | Iterable[KnownAssociation] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Workbook:
    """Return the seats that a workbook holds and the issues found, without looking at the register.

    `source`: the bytes of the file, its path, or an open binary file. `mapping`: remembered or corrected columns, used for the tables
    that bear the same titles. `catalogue`: the known associations, to know that two texts name the same one.
    Never raises for what the file holds: an unreadable file gives a `Workbook` without rows and one issue `unreadable_file`.
    """
    catalogue = _catalogue(catalogue)
    try:
        kind, grids = load(_bytes(source, limits), limits)
        return _read(kind, grids, mapping, catalogue)
    except UnreadableFile as refusal:
        return Workbook(issues=(Issue(code=Code.UNREADABLE_FILE, message=refusal.message, suggestion=refusal.suggestion or ACCEPTED),))
    except MappingError as refusal:
        return Workbook(
            issues=(Issue(code=Code.BAD_MAPPING, message=refusal.message, suggestion="Corrigez la correspondance des colonnes."),)
        )


def association_key_of(catalogue: Catalogue | Iterable[KnownAssociation] | None = None):
    """Return the function that gives the code of the association that a text names, else its letters, else an empty text."""
    catalogue = _catalogue(catalogue)

    def key(text: str) -> str:
        return match_association(text, catalogue).code or compact_key(text) if text else ""

    return key


def _catalogue(catalogue) -> Catalogue:
    if catalogue is None:
        return reference_catalogue()
    return catalogue if isinstance(catalogue, Catalogue) else Catalogue(catalogue)


def _bytes(source, limits: Limits) -> bytes:
    """Return the content, at most one byte more than allowed: enough to know that it is too large."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as file:
                return file.read(limits.file_bytes + 1)
        except (OSError, ValueError) as error:
            raise UnreadableFile("Ce fichier n’existe pas ou ne peut pas être ouvert.", "Vérifiez son nom et son emplacement.") from error
    return source.read(limits.file_bytes + 1)


def _read(kind: str, grids: list[Grid], mapping: Mapping | None, catalogue: Catalogue) -> Workbook:
    rows: list[SeatRow] = []
    issues: list[Issue] = []
    sheets: list[SheetReading] = []
    last_table = None
    for grid in grids:
        if grid.hidden:
            sheets.append(SheetReading(title=grid.title, hidden=True, ignored="Feuille masquée, non lue."))
            continue
        sheet, readers = _read_sheet(grid, mapping, last_table)
        sheets.append(sheet)
        for reader in readers:
            rows += reader.seats
            issues += reader.issues
            last_table = reader.table
    if not any(sheet.tables for sheet in sheets):
        raise UnreadableFile(_NO_TABLE, "Vérifiez que la première feuille visible contient le suivi des sièges, avec ses titres.")
    rows, more = settle(rows, association_key_of(catalogue))
    tables = {table.signature: table for sheet in sheets for table in sheet.tables}
    if mapping and mapping.by_title:
        _check_given(mapping, tables.values())
    return Workbook(
        format=kind,
        layout=_layout(sheets),
        sheets=tuple(sheets),
        mapping=Mapping(tuple(tables.values())),
        rows=tuple(rows),
        issues=in_order(with_ranks(issues, rows) + more, [sheet.title for sheet in sheets]),
        notices=tuple(_notices(sheets, rows)),
    )


def _read_sheet(grid: Grid, mapping: Mapping | None, before: Table | None) -> tuple[SheetReading, list[TableReader]]:
    """Read every table of a sheet, one after the other."""
    table = find_table(grid, mapping) or _continued(grid, before)
    readers: list[TableReader] = []
    banners = [text for row in grid.rows[: table.title_row] for text in row if isinstance(text, str)] if table else []
    carrier = Carrier(department_code(grid.title), body_type_of(grid.title) or next(filter(None, map(body_type_of, banners)), ""))
    while table:
        reader = TableReader(grid, table, carrier)
        reader.read()
        readers.append(reader)
        table = find_table(grid, mapping, reader.stop) if reader.stop < len(grid.rows) else None
    empty = not any(grid.rows)
    ignored = "" if readers else "Feuille vide." if empty else "Aucune ligne de titres reconnue : feuille non lue."
    reading = SheetReading(
        title=grid.title,
        ignored=ignored,
        tables=tuple({reader.table.mapping.signature: reader.table.mapping for reader in readers}.values()),
        title_rows=tuple(reader.table.title_row + 1 for reader in readers),
        data_rows=sum(reader.data_rows for reader in readers),
        skipped=tuple(skipped for reader in readers for skipped in reader.skipped),
    )
    return reading, readers


def _continued(grid: Grid, before: Table | None) -> Table | None:
    """A sheet without titles whose cells fall under those of the sheet before it is its continuation."""
    column = before.mapping.column(Field.FINESS_ET) if before else None
    if column is None:
        return None
    cells = [grid.cell(row, column.index) for row in range(min(len(grid.rows), 40))]
    cells = [cell for cell in cells if cell is not None]
    if len(cells) < 2 or sum(map(_is_finess, cells)) < 0.6 * len(cells):
        return None
    return Table(before.mapping, 0, 0, before.titles)


def _is_finess(cell) -> bool:
    try:
        return bool(repair_finess(cell))
    except FinessError:
        return False


def _check_given(mapping: Mapping, tables) -> None:
    """A title of a hand-written mapping that no table bears is a mistake to be said, not passed over."""
    given = {(column.field, column.seat) for table in tables for column in table.columns if column.how == "given"}
    for title, name, seat in mapping.by_title:
        if (name, seat) not in given:
            raise MappingError(f"La colonne « {title} » de la correspondance ne se trouve pas dans le fichier.")


def _layout(sheets: list[SheetReading]) -> Layout:
    shapes = {table.shape for sheet in sheets for table in sheet.tables}
    if len(shapes) > 1:
        return Layout.MIXED
    if Shape.BODY_ROWS in shapes:
        return Layout.WIDE
    return Layout.SHEETS if sum(bool(sheet.tables) for sheet in sheets) > 1 else Layout.LONG


def _notices(sheets: list[SheetReading], rows: list[SeatRow]):
    """What is worth knowing and refuses nothing."""
    for sheet in sheets:
        if sheet.ignored and not sheet.ignored.startswith("Feuille vide"):
            yield f"« {sheet.title} » : {sheet.ignored}"
        for table in sheet.tables:
            fields = {column.field for column in table.columns}
            if Field.START not in fields and Field.PERIOD not in fields:
                yield f"« {sheet.title} » : aucune colonne ne donne le début des mandats."
    problems = dict.fromkeys(row.finess_problem for row in rows if row.finess_problem)
    yield from problems
