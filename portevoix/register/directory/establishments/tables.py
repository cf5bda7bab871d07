"""Opens a text table whatever its separator and encoding, and reads it row by row."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from portevoix.register.directory.establishments.records import UnreadableFile

SEPARATORS = (";", ",", "\t", "|")
MAX_CELL = 10_000


@dataclass(frozen=True)
class Table:
    """The columns of a file (lower case) and its text."""

    columns: tuple[str, ...]
    separator: str
    text: str

    def rows(self) -> Iterator[tuple[int, dict[str, str], bool]]:
        """Yield the number of each row in the file, its cells by column, and whether it has the right number of cells.

        Raises `UnreadableFile` when the table is broken.
        """
        reader = csv.reader(StringIO(self.text, newline=""), delimiter=self.separator)
        try:
            next(reader)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                complete = len(cells) >= len(self.columns) and not any(cell.strip() for cell in cells[len(self.columns) :])
                yield reader.line_num, dict(zip(self.columns, cells, strict=False)), complete and max(map(len, cells)) <= MAX_CELL
        except csv.Error as error:
            raise UnreadableFile(
                f"La ligne {reader.line_num} ne peut pas être lue\u00a0: un guillemet n’est pas refermé ou un caractère est abîmé."
            ) from error


def open_table(content: bytes) -> Table:
    """Return the table that `content` holds (UTF-8, else Windows-1252, else latin-1).

    Raises `UnreadableFile` when it is no text table.
    """
    text = decode(content)
    first_line = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    separator = max(SEPARATORS, key=first_line.count)
    try:
        columns = next(csv.reader([first_line], delimiter=separator), [])
    except csv.Error as error:
        raise UnreadableFile("La première ligne du fichier n’est pas une ligne de titres.") from error
    return Table(tuple(column.strip().lower() for column in columns), separator, text.lstrip("\r\n"))


def decode(content: bytes) -> str:
    """Return the text of a file, without byte order mark. Raises `UnreadableFile` for a file that is not text."""
    if b"\x00" in content:
        raise UnreadableFile("Ce fichier n’est pas un fichier texte. Enregistrez le tableau au format CSV, puis recommencez.")
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("Le texte de ce fichier ne peut pas être lu.")  # latin-1 reads every byte: never reached
