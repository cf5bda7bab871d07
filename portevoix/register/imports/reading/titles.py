"""Finds the line (or the two lines) of titles of a sheet, under its banners."""

from dataclasses import dataclass, replace

from portevoix.base.core.finess import FinessError, repair_finess
from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.columns import Candidate, assign, candidates_of, is_email, score_of, spread_seats
from portevoix.register.imports.reading.grids import Grid, shown
from portevoix.register.imports.reading.mapping import ColumnMapping, Mapping, TableMapping, shape_of, signature_of
from portevoix.register.imports.reading.qualities import find_quality
from portevoix.register.imports.reading.vocabulary import Field, is_known_title

_DEPTH = 60  # banners are rarely longer


@dataclass(frozen=True)
class Table:
    """A table of a sheet: its titles stand from `title_row` to the row before `first_row`; rows count from 0."""

    mapping: TableMapping
    title_row: int
    first_row: int
    titles: frozenset[str]


def find_table(grid: Grid, given: Mapping | None = None, start: int = 0) -> Table | None:
    """Return the first table of a sheet at or after row `start`, None when no line of titles is recognised."""
    best, best_score, best_rows = None, 0.0, (0, 0)
    wanted = {search_key(title) for title, _, _ in given.by_title} if given else set()
    for row in range(start, min(len(grid.rows), start + _DEPTH)):
        if best and row > best_rows[1] + 4 and best_score >= 4:
            break
        for rows in ((row, row), (row, row + 1)):
            candidates = _titles_at(grid, *rows)
            score = _score(grid, candidates, rows, wanted)
            if rows[0] != rows[1] and score <= _score(grid, _titles_at(grid, row + 1, row + 1), (row + 1, row + 1), wanted) + 0.9:
                continue  # the upper line adds nothing: a banner
            if score > best_score:
                best, best_score, best_rows = candidates, score, rows
    if best is None or best_score < 2:
        best_rows = _first_line_of_texts(grid, start, len(given.by_title)) if given and given.by_title else None
        if best_rows is None:
            return None
        best = _titles_at(grid, *best_rows)
    return _table(grid, best, best_rows, given)


def _first_line_of_texts(grid: Grid, start: int, wanted: int) -> tuple[int, int] | None:
    """Return the first line that may be titles when a mapping by hand gives columns by their letters."""
    for row in range(start, min(len(grid.rows), start + _DEPTH)):
        if sum(map(bool, _texts(grid, row))) >= max(3, 0.6 * wanted) and not _data_cells(grid, row, row):
            return row, row
    return None


def _score(grid: Grid, candidates: list[Candidate], rows: tuple[int, int], wanted: set[str]) -> float:
    if not candidates:
        return 0.0
    return score_of(candidates) - _data_cells(grid, *rows) + 2 * sum(search_key(candidate.title) in wanted for candidate in candidates)


def _table(grid: Grid, candidates: list[Candidate], rows: tuple[int, int], given: Mapping | None) -> Table:
    signature = signature_of(candidate.title for candidate in candidates)
    remembered = given.table(signature) if given else None
    first = rows[1] + 1
    if remembered:
        columns = _remembered(remembered, candidates)
    else:
        columns = assign(candidates, lambda index: [grid.cell(row, index) for row in range(first, len(grid.rows))])
        columns = _given_by_title(columns, given) if given and given.by_title else columns
    titles = frozenset(search_key(candidate.title) for candidate in candidates if candidate.title)
    titles |= {search_key(shown(cell)) for row in range(rows[0], first) for cell in grid.rows[row] if cell is not None}
    return Table(TableMapping(signature, shape_of(columns), columns), rows[0], first, titles)


def _remembered(mapping: TableMapping, candidates: list[Candidate]) -> tuple[ColumnMapping, ...]:
    known = {column.index: column for column in mapping.columns}
    return tuple(known.get(candidate.index) or ColumnMapping(candidate.index, candidate.title) for candidate in candidates)


def _given_by_title(columns: tuple[ColumnMapping, ...], given: Mapping) -> tuple[ColumnMapping, ...]:
    """Apply a hand-written mapping, each line by title when a column bears it, else by letter; a field moved leaves its old column."""
    targets: dict[int, tuple[Field | None, str]] = {}
    for title, name, seat in given.by_title:
        bearers = [column.index for column in columns if search_key(column.title) == search_key(title)]
        bearers = bearers or [column.index for column in columns if column.letter == title.upper()]
        targets.update(dict.fromkeys(bearers, (name, seat)))
    result = []
    for column in columns:
        if column.index in targets:
            column = replace(column, field=targets[column.index][0], seat=targets[column.index][1], confidence=1.0, how="given")
        elif (column.field, column.seat) in targets.values():
            column = replace(column, field=None, seat="", confidence=0.0, how="")
        result.append(column)
    return tuple(result)


def _titles_at(grid: Grid, first: int, last: int) -> list[Candidate]:
    """Return the candidates read on one line, or on two when `last` follows `first`; nothing when these are not titles."""
    if last >= len(grid.rows):
        return []
    lower = _spread_seats(grid, last, _texts(grid, last))
    if first == last:
        if len([title for title in lower if title]) < 3:
            return []
        candidates = candidates_of(lower)
    else:
        upper = _texts(grid, first)
        if sum(map(bool, upper)) < 2 or sum(map(bool, lower)) < 3:
            return []
        width = max(len(upper), len(lower))
        upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
        candidates = candidates_of(lower, _spread(grid, first, upper, lower))
    spread_seats(candidates)
    return candidates


def _spread_seats(grid: Grid, row: int, titles: list[str]) -> list[str]:
    """Repeat a seat's title over the columns that it is merged with: « Titulaires » over two columns of names."""
    for top, left, bottom, right in grid.merges:
        if top == row == bottom and right > left and left < len(titles) and titles[left]:
            quality = find_quality(titles[left])
            if quality and not quality[1]:
                titles += [""] * (right + 1 - len(titles))
                titles[left : right + 1] = [title or titles[left] for title in titles[left : right + 1]]
    return titles


def _texts(grid: Grid, row: int) -> list[str]:
    texts = [cell if isinstance(cell, str) and len(cell) <= 120 else "" for cell in grid.rows[row]]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _spread(grid: Grid, row: int, upper: list[str], lower: list[str]) -> list[str]:
    """Repeat each upper title over the columns that it covers: its merged cells, else up to the next upper title."""
    merged = {first: last for top, first, bottom, last in grid.merges if top <= row <= bottom and last > first}
    groups, current, until = [], "", -1
    for index, title in enumerate(upper):
        if title:
            current, until = title, merged.get(index, index if merged else len(upper))
        groups.append(current if index <= until and (lower[index] or title) else title)
    return groups


def _data_cells(grid: Grid, first: int, last: int) -> int:
    """Count the cells that no title looks like: numbers, FINESS numbers, addresses."""
    count = 0
    for row in range(first, last + 1):
        for cell in grid.rows[row]:
            count += cell is not None and (not isinstance(cell, str) or is_email(cell) or _is_number(cell))
    return count


def _is_number(text: str) -> bool:
    try:
        repair_finess(text)
    except FinessError:
        return False
    return True


def repeats_titles(grid: Grid, row: int, titles: frozenset[str]) -> bool:
    """Tell whether a row repeats the titles of its table, as at the top of each printed page."""
    keys = [search_key(cell) for cell in grid.rows[row] if isinstance(cell, str)]
    return len(keys) >= 3 and sum(key in titles for key in keys) >= 0.7 * len(keys)


def begins_another_table(grid: Grid, row: int) -> bool:
    """Tell whether a row in the middle of a sheet is a line of other titles."""
    cells = [cell for cell in grid.rows[row] if cell is not None]
    return len(cells) >= 4 and sum(isinstance(cell, str) and is_known_title(cell) for cell in cells) >= max(4, 0.7 * len(cells))
