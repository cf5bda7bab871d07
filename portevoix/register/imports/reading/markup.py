"""Scans the XML of sheets as a stream: true extent, cells whose formula has no stored result, merged cells. Nothing is built in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.imports.reading.limits import Limits
from portevoix.register.imports.reading.sniffing import SAVE_AS

FORMULA = "formula"
_TOO_LARGE = "Coupez ce qui n’est pas utile (lignes vides, colonnes de mise en forme) ou découpez le classeur."
_MAX_FAULTS = 20_000


@dataclass
class DocumentScan:
    """What one sheet holds. Rows and columns count from 0.

    `faults` gives, for a cell, "formula" (no stored result) or the error shown by the spreadsheet (« #REF! »).
    `merges` are (first row, first column, last row, last column).
    """

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def touch(self, row: int, column: int, limits: Limits) -> None:
        """Extend the sheet to a cell that holds something; raise `UnreadableFile` beyond the limits."""
        if row >= self.rows:
            if row >= limits.rows:
                raise UnreadableFile(f"Une feuille a plus de {limits.rows} lignes : c’est trop.", _TOO_LARGE)
            self.rows = row + 1
        if column >= self.columns:
            if column >= limits.columns:
                raise UnreadableFile(f"Une feuille a plus de {limits.columns} colonnes : c’est trop.", _TOO_LARGE)
            self.columns = column + 1

    def fault(self, row: int, column: int, what: str, limits: Limits) -> None:
        self.touch(row, column, limits)
        if len(self.faults) < _MAX_FAULTS:
            self.faults[row, column] = what[:40]


def check_cells(scans: Iterable[DocumentScan], limits: Limits) -> None:
    """Raise `UnreadableFile` when the sheets together are too many or too large."""
    scans = list(scans)
    if len(scans) > limits.sheets:
        raise UnreadableFile(f"Ce classeur a {len(scans)} feuilles : c’est trop.", _TOO_LARGE)
    if sum(scan.rows * scan.columns for scan in scans) > limits.cells:
        raise UnreadableFile(f"Ce classeur a plus de {limits.cells} cellules : c’est trop.", _TOO_LARGE)


def _forbid_doctype(*_):
    raise UnreadableFile("Ce classeur contient une déclaration XML interdite : il n’est pas ouvert.")


def _run(chunks: Iterable[bytes], start, end=None, text=None) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _forbid_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise UnreadableFile("Ce classeur est abîmé : une de ses feuilles ne se lit pas.", SAVE_AS) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def column_number(letters: str) -> int:
    """Return 0 for « A », 26 for « AA »."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return « A » for 0, « AA » for 26."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _position(reference: str) -> tuple[int, int] | None:
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not (0 < len(letters) <= 4 and letters.isascii() and letters.isalpha() and 0 < len(digits) <= 9 and digits.isascii()):
        return None
    return max(int(digits) - 1, 0), column_number(letters.upper())


class WorkbookIndex:
    """Which part of an XLSX archive is which sheet: titles from workbook.xml, parts from its relations."""

    def __init__(self):
        self.titles: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def read(self, chunks: Iterable[bytes]) -> None:
        def start(name, attributes):
            if _local(name) == "sheet":
                relation = next((value for key, value in attributes.items() if _local(key) == "id"), "")
                self.titles.append((attributes.get("name", ""), relation))
            elif _local(name) == "Relationship":
                self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

        _run(chunks, start)

    def by_title(self, scans: dict[str, DocumentScan]) -> dict[str, DocumentScan]:
        """Return the scans by title of sheet. Raises `UnreadableFile` when the cells of a sheet were not where they belong."""
        found = {}
        for title, relation in self.titles:
            target = self.targets.get(relation, "").lower().replace("\\", "/").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part not in scans and not part.startswith(("xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/")):
                raise UnreadableFile("Ce classeur est abîmé : une de ses feuilles manque.", SAVE_AS)
            found[title] = scans.get(part, DocumentScan())
        return found


def scan_xlsx_sheet(chunks: Iterable[bytes], limits: Limits) -> DocumentScan:
    """Return what one XLSX sheet holds."""
    scan = DocumentScan()
    state = {"row": -1, "column": -1, "type": "", "formula": False, "value": False, "text": "", "inside": False}

    def start(name, attributes):
        name = _local(name)
        if name == "c":
            position = _position(attributes.get("r", ""))
            state["row"], state["column"] = position or (state["row"], state["column"] + 1)
            state.update(type=attributes.get("t", ""), formula=False, value=False, text="")
        elif name in ("v", "t"):
            state["inside"] = True
            state["value"] = state["value"] or state["type"] == "str"
        elif name == "f":
            state["formula"] = True
        elif name == "row":
            digits = attributes.get("r", "")
            state["row"] = int(digits) - 1 if digits.isdigit() and len(digits) < 10 else state["row"] + 1
            state["column"] = -1
        elif name == "mergeCell" and len(scan.merges) < _MAX_FAULTS:
            first, _, last = attributes.get("ref", "").partition(":")
            corners = _position(first), _position(last)
            if all(corners):
                scan.merges.append((*corners[0], *corners[1]))

    def text(data):
        if state["inside"] and data.strip():
            state["value"] = True
            state["text"] = data

    def end(name):
        name = _local(name)
        if name in ("v", "t"):
            state["inside"] = False
        elif name == "c":
            row, column = max(state["row"], 0), state["column"]
            if state["type"] == "e":
                scan.fault(row, column, state["text"] or "#ERREUR", limits)
            elif state["formula"] and not state["value"]:
                scan.fault(row, column, FORMULA, limits)
            elif state["value"]:
                scan.touch(row, column, limits)

    _run(chunks, start, end, text)
    return scan


def _count(attributes: dict, name: str) -> int:
    digits = next((value for key, value in attributes.items() if _local(key) == name), "1")
    return int(digits) if digits.isdigit() and 0 < len(digits) < 10 else 1


class _OdsScanner:
    """Follows tables, repeated rows and repeated cells. A cell counts when it has a type, a formula or a text (comments left out)."""

    def __init__(self, limits: Limits):
        self.limits, self.scans, self.scan = limits, {}, None
        self.row, self.row_repeat, self.column = 0, 1, 0
        self.cell, self.comment = None, 0

    def start(self, name, attributes):
        name = _local(name)
        if name == "table" and self.scan is None:
            self.scan = DocumentScan()
            title = next((value for key, value in attributes.items() if _local(key) == "name"), "")
            self.scans[title] = self.scan
            self.row = 0
        elif name == "annotation":
            self.comment += 1
        elif name == "table-row":
            self.row_repeat, self.column = _count(attributes, "number-rows-repeated"), 0
        elif name in ("table-cell", "covered-table-cell"):
            short = {_local(key): value for key, value in attributes.items()}
            repeat = _count(attributes, "number-columns-repeated")
            self.cell = {"type": short.get("value-type", ""), "formula": "formula" in short, "text": "", "repeat": repeat}
            spans = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
            if spans != (1, 1) and self.scan is not None and len(self.scan.merges) < _MAX_FAULTS:
                self.scan.merges.append((self.row, self.column, self.row + spans[0] - 1, self.column + spans[1] - 1))

    def text(self, data):
        if self.cell is not None and not self.comment and len(self.cell["text"]) < 60:
            self.cell["text"] += data

    def end(self, name):
        name = _local(name)
        if name == "annotation":
            self.comment -= 1
        elif name in ("table-cell", "covered-table-cell") and self.cell is not None and self.scan is not None:
            self._end_cell()
        elif name == "table-row":
            self.row += self.row_repeat
        elif name == "table":
            self.scan = None

    def _end_cell(self):
        cell, self.cell = self.cell, None
        shown = cell["text"].strip()
        last_row, last_column = self.row + self.row_repeat - 1, self.column + cell["repeat"] - 1
        if cell["formula"] and not cell["type"] and not shown:
            self.scan.fault(last_row, last_column, FORMULA, self.limits)
        elif shown.startswith(("#", "Err:")) and cell["formula"]:
            self.scan.fault(last_row, last_column, shown, self.limits)
        elif cell["type"] or shown:
            self.scan.touch(last_row, last_column, self.limits)
        self.column += cell["repeat"]


def scan_ods(chunks: Iterable[bytes], limits: Limits) -> dict[str, DocumentScan]:
    """Return what each sheet of an ODS document holds, by its title."""
    scanner = _OdsScanner(limits)
    _run(chunks, scanner.start, scanner.end, scanner.text)
    return scanner.scans
