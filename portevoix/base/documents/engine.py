"""Draws documents as accessible PDF (PDF/UA-1 and PDF/A-3a), always the same bytes for the same data and the same moment."""

import json
import threading
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from portevoix.base.documents import shapes
from portevoix.base.documents.printing import FAMILY, FONTS, DocumentRefused, printable, raised, sentence, unprintable
from portevoix.base.documents.widths import LONGEST_RUN, breakable, cell_text, fit, needs_length

LAYOUTS = Path(__file__).parent / "layouts"
SHAPES: dict[str, type] = {
    "act": shapes.ActData,
    "letter": shapes.LetterData,
    "certificate": shapes.CertificateData,
    "training_certificate": shapes.TrainingCertificateData,
    "roster": shapes.RosterData,
    "attendance": shapes.AttendanceData,
    "file_summary": shapes.FileSummaryData,
}
# How many characters a line of a table holds, upright and lying; in large characters the second pair.
LINE = {False: (84, 130), True: (60, 92)}
LINES = {"roster": {False: (48, 48), True: (42, 42)}}  # in its largest characters
STANDARDS = ["ua-1", "a-3a"]
BIG = 100_000  # characters of data: an annex of some five hundred rows
REMEMBERED = 10  # the library keeps what it has drawn until so many other documents are drawn: 100 MB for an annex of 1 400 rows
_local = threading.local()


@dataclass(frozen=True, kw_only=True)
class DataFile:
    """Data for machines that the PDF carries with it: `content` is written as JSON under `name`."""

    name: str
    content: Any


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A document whose texts are checked. values: what its layout is given, as JSON."""

    layout: str
    large: bool
    values: str


def render(
    layout: str,
    data: Any,
    *,
    title: str,
    timestamp: datetime,
    large: bool = False,
    author: str = "",
    description: str = "",
    data_attachment: DataFile | None = None,
) -> bytes:
    """Return the PDF of `data` (an instance of `SHAPES[layout]`).

    title: of the document, shown by readers. timestamp: aware; written in the file as its date, so that a second rendering is equal.
    large: « gros caractères », 1.6 times. author, description: properties of the file. data_attachment: embedded in it.
    Raises `DocumentRefused` when a character cannot be printed.
    """
    ready = prepared(layout, data, title=title, large=large, author=author, description=description, data_attachment=data_attachment)
    return compiled(ready, timestamp)


def prepared(
    layout: str,
    data: Any,
    *,
    title: str,
    large: bool = False,
    author: str = "",
    description: str = "",
    data_attachment: DataFile | None = None,
) -> Ready:
    """Return the document, every text checked and made ready; raise `DocumentRefused`."""
    if type(data) is not SHAPES[layout]:
        raise TypeError(f"the layout {layout} is given {SHAPES[layout].__name__}")
    values = {
        "data": _plain(data, (), large, LINES.get(layout, LINE)[large][0]),
        "title": _text(title, ("titre du document",)),
        "author": author,
        "description": description,
        "attachment": json.dumps(data_attachment.content, ensure_ascii=False, indent=1) if data_attachment else "",
        "attachment-name": data_attachment.name if data_attachment else "",
    }
    return Ready(layout=layout, large=large, values=json.dumps(values, ensure_ascii=False))


def compiled(ready: Ready, timestamp: datetime) -> bytes:
    """Return the PDF of what `prepared` gave."""
    if timestamp.tzinfo is None:
        raise ValueError("the moment of a document has a time zone")
    moment = int(timestamp.timestamp())
    pdf = _compiler(ready.large).compile(input=_source(ready), format="pdf", pdf_standards=STANDARDS, timestamp=moment)
    if len(ready.values) > BIG:
        _forget()
    return pdf


def pictures(layout: str, data: Any, *, title: str, large: bool = False, ppi: float = 96) -> list[bytes]:
    """Return each page of the document as a PNG, to look at it."""
    found = _compiler(large).compile(input=_source(prepared(layout, data, title=title, large=large)), format="png", ppi=ppi, timestamp=0)
    return found if isinstance(found, list) else [found]


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Return our fonts and no other: neither the system's nor the library's, so that a document looks the same everywhere.

    Raises `RuntimeError` when our typeface is not there: the library would silently draw with another.
    """
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    if found.families() != [FAMILY] or len(found.fonts()) != 4:
        raise RuntimeError(f"the fonts of {FAMILY} are missing: {found.families()}")
    return found


def warm_up() -> None:
    """Read the fonts before the first document needs them."""
    for large in (False, True):
        _compiler(large)


def _forget() -> None:
    """Make the library let go of a big document, by drawing nothing often enough."""
    for _ in range(REMEMBERED + 1):
        _compiler(False).compile(input=b"", format="svg")


def _source(ready: Ready) -> bytes:
    """Return what is compiled: a call of the layout. The values go as one JSON text, between quotes, so that nothing in them is markup."""
    return f'#import "/{ready.layout}.typ": document\n#document(json(bytes({json.dumps(ready.values, ensure_ascii=False)})))'.encode()


def _compiler(large: bool) -> typst.Compiler:
    """Return the compiler of a size of characters, one a thread: it cannot be shared between two.

    What it is given here stays the same for all its documents: the library draws again all that depends on a value that changed.
    """
    kept = _local.__dict__.setdefault("compilers", {})
    if large not in kept:
        given = {"large": "1" if large else "0", "family": FAMILY}
        kept[large] = typst.Compiler(b"", root=str(LAYOUTS), font_paths=fonts(), ignore_system_fonts=True, sys_inputs=given)
    return kept[large]


def _plain(value: Any, where: tuple[str, ...], large: bool, line: int) -> Any:
    """Return dataclasses as dictionaries with every text ready to print; `where`: French names down to `value`."""
    if isinstance(value, str):
        return raised(breakable(_text(value, where), LONGEST_RUN))
    if isinstance(value, shapes.Table):
        return _table(value, where, line)
    if isinstance(value, shapes.Annex):
        lying = any(needs_length(table.columns, table.rows, LINE[large][0]) for table in value.tables)
        return _fields(value, where, large, LINE[large][lying]) | {"lying": lying}
    if is_dataclass(value):
        return _fields(value, where, large, line)
    if isinstance(value, (list, tuple)):
        alone = len(value) == 1
        return [_plain(item, where if alone else (*where, f"n°\u00a0{number}"), large, line) for number, item in enumerate(value, 1)]
    return value


def _fields(value: Any, where: tuple[str, ...], large: bool, line: int) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name), (*where, shapes.LABELS[one.name]), large, line) for one in fields(value)}


def _table(table: shapes.Table, where: tuple[str, ...], line: int) -> dict[str, Any]:
    columns = [_text(column, (*where, "titres de colonnes")) for column in table.columns]
    rows = [
        [_text(cell, (*where, f"ligne {number}", column)) for column, cell in zip(columns, row, strict=True)]
        for number, row in enumerate(table.rows, 1)
    ]
    fitted = fit(columns, rows, line, table.widths)
    return {
        "columns": [raised(cell_text(column, room)) for column, room in zip(columns, fitted.capacities, strict=True)],
        "rows": [[raised(cell_text(cell, room)) for cell, room in zip(row, fitted.capacities, strict=True)] for row in rows],
        "caption": _text(table.caption, (*where, "titre")),
        "widths": fitted.widths,
        "row_names": table.row_names,
    }


def _text(text: str, where: tuple[str, ...]) -> str:
    ready, char = _checked(text)
    if char:
        raise DocumentRefused(sentence(char, ", ".join(where)))
    return ready


@lru_cache(maxsize=2_000)  # the letters of a batch say nearly the same
def _checked(text: str) -> tuple[str, str]:
    """Return `text` as it is printed, and the first character that cannot be."""
    ready = printable(text)
    return ready, unprintable(ready)
