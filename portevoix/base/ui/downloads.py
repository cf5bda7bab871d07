"""A table as a file that the browser keeps: written as it is read, out of caches."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import QueryDict, StreamingHttpResponse

from portevoix.base.core.table_files import CONTENT_TYPES, TableFormat, Value, table_bytes
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.tables import Column, export_columns


def format_asked(data: QueryDict) -> TableFormat:
    """Return the format that a form of export asks for. Raises `BadInput` for any other."""
    if data.get("format") not in list(TableFormat):
        raise BadInput("Ce format n’existe pas.", hint="Choisissez CSV, XLSX ou ODS.")
    return TableFormat(data["format"])


def columns_file(form: str, *, columns: Iterable[Column], rows: Iterable[Any], title: str, name: str) -> StreamingHttpResponse:
    """Return `rows` through the columns of an export: headings are their keys.

    title: name of the sheet. name: name of the file, without its end.
    """
    chosen = export_columns(columns)
    lines = ([column.export_value(row) for column in chosen] for row in rows)
    return rows_file(form, header=[column.key for column in chosen], rows=lines, title=title, name=name)


def rows_file(form: str, *, header: Sequence[str], rows: Iterable[Sequence[Value]], title: str, name: str) -> StreamingHttpResponse:
    """Return rows that are ready; the other arguments are those of `columns_file`."""
    return file_response(table_bytes(TableFormat(form), header=header, rows=rows, title=title), form=form, name=name)


def file_response(pieces: Iterator[bytes], *, form: str, name: str) -> StreamingHttpResponse:
    """Return the pieces of a file in this format."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{TableFormat(form)}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[TableFormat(form)], headers=headers)
