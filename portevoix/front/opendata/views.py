"""Open data: the index, each table as CSV, its schema."""

import csv
from collections.abc import Iterator
from datetime import date

from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from portevoix.base.accounts.limits import limited
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.situation import day_asked
from portevoix.front.opendata.tables import TABLES, OpenTable
from portevoix.register.access.views import page

# `csv`: the standard (comma, UTF-8). `csv-fr`: opens in a French spreadsheet (semicolon, byte order mark).
FORMATS = {"csv": (",", ""), "csv-fr": (";", "\ufeff")}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """Gives back each line that the csv writer makes."""

    def write(self, text: str) -> str:
        return text


@page(public=True)
def index(request):
    """What can be taken, with its definitions and its licence."""
    return render(request, "opendata/index.html", {"tables": TABLES.values(), "today": timezone.localdate()})


@limited("download", methods=None)
@page(public=True)
def table(request, code: str):
    """One table on a day, streamed."""
    shown = _find(code)
    at = day_asked(request.GET, today=timezone.localdate())
    form = request.GET.get("format", "csv")
    if form not in FORMATS:
        raise BadInput("Ce format n’existe pas.", hint="Formats possibles\u00a0: csv, csv-fr.")
    response = StreamingHttpResponse(lines(shown, at, *FORMATS[form]), content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Content-Disposition"] = f'attachment; filename="{code}-{at.isoformat()}.csv"'
    return response


@page(public=True)
def schema(request, code: str):
    """The definition of a table in Table Schema."""
    return JsonResponse(_find(code).schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})


def lines(shown: OpenTable, at: date, delimiter: str, start: str) -> Iterator[str]:
    """Yield the lines of the CSV: heading first, ISO dates, no cell that a spreadsheet would run."""
    writer = csv.writer(_Echo(), delimiter=delimiter, lineterminator="\r\n")
    yield start + writer.writerow([field.name for field in shown.fields])
    for row in shown.rows(at):
        yield writer.writerow([_cell(value) for value in row])


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _find(code):
    try:
        return TABLES[code]
    except KeyError:
        raise Http404 from None
