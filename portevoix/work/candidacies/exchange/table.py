"""A table exported by Démarche Numérique: CSV (comma or semicolon), XLSX or ODS, its titles on the first line that has several."""

import hashlib
from dataclasses import dataclass

from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.imports.reading.grids import load, shown
from portevoix.register.imports.reading.limits import Limits

EMPTY = "Ce tableau n’a aucune ligne sous ses titres."


@dataclass(frozen=True, kw_only=True)
class ExchangeTable:
    """titles: of the columns. rows: (number of the line in the file, from 1; cells as they are: text, number, date or None)."""

    titles: list[str]
    rows: list[tuple[int, list]]

    @property
    def signature(self) -> str:
        """Return what tells tables with the same titles: a corrected mapping serves again."""
        return hashlib.sha256("\n".join(search_key(title) for title in self.titles).encode()).hexdigest()

    def samples(self, column: int, most: int = 3) -> list[str]:
        """Return the first different values of a column, as they are seen."""
        found: list[str] = []
        for _, cells in self.rows:
            text = shown(cells[column]) if column < len(cells) else ""
            if text and text not in found:
                found.append(text[:60])
            if len(found) == most:
                break
        return found


def read_table(data: bytes) -> ExchangeTable:
    """Return the first table of a file that has one. Raises `UnreadableFile` (French sentence and what to do)."""
    _, grids = load(data, Limits())
    for grid in grids:
        if grid.hidden:
            continue
        top = next((number for number, row in enumerate(grid.rows) if sum(cell is not None for cell in row) > 1), None)
        if top is None:
            continue
        titles = [shown(cell) for cell in grid.rows[top]]
        rows = [(number + 1, row) for number, row in enumerate(grid.rows) if number > top and any(cell is not None for cell in row)]
        if not rows:
            raise UnreadableFile(EMPTY, "Exportez les dossiers de la démarche, puis déposez le fichier tel quel.")
        return ExchangeTable(titles=titles, rows=rows)
    raise UnreadableFile(EMPTY, "Exportez les dossiers de la démarche, puis déposez le fichier tel quel.")
