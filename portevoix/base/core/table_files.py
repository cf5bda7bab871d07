"""Writes a table of any length as CSV, XLSX or ODS in constant memory: rows come one by one, nothing is kept.

Values: text, whole numbers, dates, None (an empty cell). A text that a spreadsheet would take for a formula stays a text: typed
as such in XLSX and ODS, preceded by an apostrophe in CSV, which has no types.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from tempfile import TemporaryFile
from typing import BinaryIO
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

Value = str | int | date | None
CHUNK = 64 * 1024
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class TableFormat(StrEnum):
    """Formats of files that are written."""

    CSV = "csv"
    XLSX = "xlsx"
    ODS = "ods"


CONTENT_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}


def table_bytes(form: TableFormat, *, header: Sequence[str], rows: Iterable[Sequence[Value]], title: str) -> Iterator[bytes]:
    """Yield the file piece by piece; `title` names the sheet. CSV leaves as it is made, the others go through a temporary file."""
    if form == TableFormat.CSV:
        yield from _csv(header, rows)
        return
    with TemporaryFile() as file:
        {TableFormat.XLSX: _write_xlsx, TableFormat.ODS: _write_ods}[form](file, header, rows, title)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _csv(header, rows):
    """`;` between cells, UTF-8, one line a row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        if buffer.tell() >= CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _write_xlsx(file: BinaryIO, header, rows, title):
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append(list(header))
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    workbook.save(file)


def _xlsx_cell(sheet, value):
    """Keep a text that looks like a formula a text; control characters have no place in the format."""
    if not isinstance(value, str):
        return value
    value = _printable(value)
    if not value.startswith("="):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    return cell


ODS_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{media}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
ODS_START = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 office:version="1.3"><office:automatic-styles><number:date-style style:name="iso"><number:year number:style="long"/>
<number:text>-</number:text><number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>
</number:date-style><style:style style:name="day" style:family="table-cell" style:data-style-name="iso"/></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="{title}">
"""
ODS_END = "</table:table></office:spreadsheet></office:body></office:document-content>"


def _write_ods(file: BinaryIO, header, rows, title):
    """The smallest document that the format allows, written as the rows come (odfpy keeps the whole tree in memory)."""
    media = CONTENT_TYPES[TableFormat.ODS]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), media, zipfile.ZIP_STORED)  # first and not compressed: how the type is known
        package.writestr("META-INF/manifest.xml", ODS_MANIFEST.format(media=media))
        with package.open("content.xml", "w", force_zip64=True) as content:
            content.write(ODS_START.format(title=escape(title, {'"': "&quot;"})).encode())
            content.write(_ods_row(header))
            for row in rows:
                content.write(_ods_row(row))
            content.write(ODS_END.encode())


def _ods_row(row) -> bytes:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>\n".encode()


def _ods_cell(value) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind, style = f'date" office:date-value="{value.isoformat()}', ' table:style-name="day"'
    elif isinstance(value, int):
        kind, style = f'float" office:value="{value}', ""
    else:
        kind, style = "string", ""
    return f'<table:table-cell{style} office:value-type="{kind}"><text:p>{escape(_printable(str(value)))}</text:p></table:table-cell>'


def _printable(text: str) -> str:
    """Take away what XML cannot hold."""
    return text if text.isprintable() else "".join(char for char in text if char.isprintable() or char in "\t\n")
