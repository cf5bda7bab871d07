"""CSV and its cousins: encoding and separator found from the content."""

import csv
import io
from collections import Counter
from itertools import islice

from portevoix.base.core.text import fix_mojibake, squeeze
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.imports.reading.limits import Limits
from portevoix.register.imports.reading.sniffing import ACCEPTED, utf_16_without_mark

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FRENCH = "éèêëàâçùûüîïôöœÉÈÊÀÂÇÙÛÎÏÔŒ’«»°€"
_CANDIDATES = ("cp1252", "mac_roman", "cp850")  # Windows, old Macintosh, DOS; the first wins a tie
_SEPARATORS = ";\t,|"
_CELL = 20_000


def read_delimited(data: bytes, limits: Limits) -> list[list]:
    """Return the rows of a delimited text. Raises `UnreadableFile` when it is not one."""
    text = decode(data)
    first, _, rest = text.partition("\n")
    declared = first.strip()[4:] if first.lower().startswith("sep=") and len(first.strip()) == 5 else ""
    text = rest if declared else text
    separator = declared or _separator(text)
    rows = _parse(text, separator, csv.QUOTE_MINIMAL, limits)
    lines = text.count("\n") + 1
    if lines > 3 and len(rows) < lines * 0.6 and any(len(cell) > 500 for row in rows for cell in row):
        rows = _parse(text, separator, csv.QUOTE_NONE, limits)  # a lone quotation mark swallowed the lines after it
    cleaned = [[fix_mojibake(squeeze(cell)) or None for cell in row] for row in rows]
    if not any(cell for row in cleaned for cell in row):
        raise UnreadableFile("Le fichier est vide.", ACCEPTED)
    return [[], *cleaned] if declared else cleaned


def decode(data: bytes) -> str:
    """Return the text of a file: marked Unicode, UTF-16, UTF-8, else the 8-bit encoding that gives the most French letters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if encoding := utf_16_without_mark(data):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    sample = data[:200_000]
    best = max(_CANDIDATES, key=lambda encoding: (_frenchness(sample.decode(encoding, "replace")), -_CANDIDATES.index(encoding)))
    return data.decode(best, "replace").replace("\ufffd", "?") if best != "cp1252" else _windows(data)


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _frenchness(text: str) -> int:
    counts = Counter(char for char in text if ord(char) > 127)
    return sum(count if char in _FRENCH else -count for char, count in counts.items())


def _separator(text: str) -> str:
    """Return the separator that cuts the first lines into the same number of cells, the most cells winning."""
    sample = text[:100_000]

    def regularity(separator):
        try:
            lines = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
            widths = [len(row) for row in islice(lines, 60) if row]
        except csv.Error:
            return (0, 0)
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            return (0, 0)
        width, times = wide.most_common(1)[0]
        return (times * min(width, 12), width)

    return max(_SEPARATORS, key=regularity)


def _parse(text: str, separator: str, quoting: int, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator, quoting=quoting):
            rows.append([cell[:_CELL] for cell in row])
            cells += len(row)
            if len(rows) > limits.rows or len(row) > limits.columns or cells > limits.cells:
                raise UnreadableFile("Ce fichier a trop de lignes ou de colonnes.", "Découpez-le en plusieurs fichiers.")
    except csv.Error as error:
        if quoting != csv.QUOTE_NONE:
            return _parse(text, separator, csv.QUOTE_NONE, limits)
        raise UnreadableFile("Ce fichier texte ne se lit pas comme un tableau.", ACCEPTED) from error
    return rows
