"""Lists as columns: the same definition draws the page's table and names the columns of an export.

COLUMNS = (
    Column(key="etablissement", label="Établissement", getter="body.facility.name", header=True, sort=("body__sort_key",),
           url=lambda seat: seat.get_absolute_url(), detail="body.facility.town"),
    Column(key="depuis", label="Vacant depuis", getter="vacant_since", sort=("vacant_since",), descending_first=True),
)
sort = Sort.read(request.GET, COLUMNS, default="-depuis")            # raises BadInput for an unknown column
rows = selectors.vacant_seats(...).order_by(*sort.order_by())
table = Table(caption="Sièges vacants", columns=COLUMNS, rows=page.object_list, sort=sort, query=request.GET)
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.http import QueryDict
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portevoix.base.ui.components.words import date_fr, moment_fr, number_fr
from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.query import with_params

Getter = str | Callable[[Any], Any]
NOTHING = "–"
SORT_PARAMETER = "tri"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    key: stable name, in the address and as the export's heading. label: heading on the page (French).
    getter: path of attributes (« body.facility.name ») or function of the row; by default the key.
    sort: `order_by` fields, ascending; none: not sortable. sort_words: what ascending and descending mean, read aloud.
    descending_first: the first click sorts downwards.
    header: the cell names the row. detail: second line, muted, absent when empty. url: address of the cell's link.
    hidden: words added to the link for screen readers, where two rows would have the same link text.
    align: left, right. nowrap: never cut. template: fragment that draws the cell from `row` and `value`.
    on_page / export: whether the column is on the page, in the exports. export_getter: value for exports, by default the getter.
    """

    key: str
    label: str
    getter: Getter = ""
    sort: tuple[str, ...] = ()
    sort_words: tuple[str, str] = ("dans l’ordre croissant", "dans l’ordre décroissant")
    descending_first: bool = False
    header: bool = False
    detail: Getter | None = None
    url: Callable[[Any], str] | None = None
    hidden: Getter | None = None
    align: str = "left"
    nowrap: bool = False
    template: str = ""
    on_page: bool = True
    export: bool = True
    export_getter: Getter | None = None

    def value(self, row: Any) -> Any:
        """Return the raw value of the cell."""
        return read(row, self.getter or self.key)

    def export_value(self, row: Any) -> Any:
        """Return the raw value for an export (dates stay dates, None stays None)."""
        return read(row, self.export_getter or self.getter or self.key)

    def cell(self, row: Any) -> str | SafeString:
        """Return the content of the cell, escaped."""
        value = self.value(row)
        if self.template:
            return get_template(self.template).render({"row": row, "value": value, "column": self})
        text = shown(value)
        if self.url:
            hidden = format_html('<span class="vh">, {}</span>', read(row, self.hidden)) if self.hidden else ""
            text = format_html('<a href="{}">{}{}</a>', self.url(row), text, hidden)
        detail = read(row, self.detail) if self.detail else None
        return text if detail in (None, "") else format_html('{}<span class="mut">{}</span>', text, shown(detail))

    @property
    def css(self) -> str:
        """Classes of the cells."""
        return " ".join(filter(None, ("r" if self.align == "right" else "", "nb" if self.nowrap else "")))


@dataclass(frozen=True)
class Sort:
    """The column by which the list is sorted, and the direction."""

    column: Column
    descending: bool

    @classmethod
    def read(cls, query: QueryDict, columns: Iterable[Column], *, default: str) -> "Sort":
        """Read `?tri=cle` or `?tri=-cle`; raise `BadInput` when no sortable column has that key."""
        asked = query.get(SORT_PARAMETER) or default
        sortable = {column.key: column for column in columns if column.sort}
        key = asked.removeprefix("-")
        if key not in sortable:
            raise BadInput("Cette liste ne peut pas être triée ainsi.", hint=f"Tris possibles\u00a0: {', '.join(sortable)}.")
        return cls(sortable[key], asked.startswith("-"))

    def order_by(self) -> list[str]:
        """Return the arguments of `order_by`, ending with `pk`; in the descending order every field is reversed."""
        fields = [*self.column.sort, "pk"]
        return [_reverse(name) for name in fields] if self.descending else fields


@dataclass(frozen=True)
class Heading:
    """One heading, ready for the template. aria: « ascending », « descending » or nothing."""

    column: Column
    url: str
    aria: str
    words: str
    arrows: str


@dataclass(kw_only=True)
class Table:
    """A list on a page.

    caption: what the table holds (French), shown when `caption_shown`, else read aloud only. columns: those of the page are
    drawn. rows: any iterable. sort and query: needed for the links of the headings. empty: sentence when there is no row.
    """

    caption: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    sort: Sort | None = None
    query: QueryDict = field(default_factory=QueryDict)
    caption_shown: bool = False
    empty: str = "Aucune ligne."
    cards: bool = True

    def shown_columns(self) -> list[Column]:
        """Return the columns of the page."""
        return [column for column in self.columns if column.on_page]

    def headings(self) -> Iterator[Heading]:
        """Yield the headings with the address that sorts by each."""
        for column in self.shown_columns():
            yield self._heading(column)

    def body(self) -> SafeString:
        """Return the rows, drawn here and not in a template: a list has hundreds of cells."""
        columns = [(column, *_around(column)) for column in self.shown_columns()]
        return format_html_join(
            "\n",
            "<tr>{}</tr>",
            ((format_html_join("", "{}{}</{}>", ((start, column.cell(row), tag) for column, start, tag in columns)),) for row in self.rows),
        )

    def _heading(self, column: Column) -> Heading:
        if self.sort is None or not column.sort:
            return Heading(column, "", "", "", "")
        current = self.sort.column.key == column.key
        descending = not self.sort.descending if current else column.descending_first
        url = with_params(self.query, **{SORT_PARAMETER: f"-{column.key}" if descending else column.key})
        if not current:
            return Heading(column, url, "", f"\u00a0: trier {column.sort_words[descending]}", "↑↓")
        aria = "descending" if self.sort.descending else "ascending"
        words = f"\u00a0: trié {column.sort_words[self.sort.descending]}, inverser"
        return Heading(column, url, aria, words, "↓" if self.sort.descending else "↑")


def export_columns(columns: Iterable[Column]) -> list[Column]:
    """Return the columns of an export: heading `key`, values by `export_value(row)`."""
    return [column for column in columns if column.export]


def read(row: Any, getter: Getter) -> Any:
    """Return what `getter` says of `row`; a path stops at the first None, and reads dictionaries too."""
    if callable(getter):
        return getter(row)
    return reduce(_step, getter.split("."), row)


def shown(value: Any) -> str | SafeString:
    """Return a value as the French write it; « – » for None and the empty text."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return moment_fr(value)
    if isinstance(value, date):
        return date_fr(value)
    if isinstance(value, int):
        return number_fr(value)
    if isinstance(value, float | Decimal):
        return number_fr(value, 1)
    return value if isinstance(value, str) else str(value)


def _around(column):
    css = format_html(' class="{}"', column.css) if column.css else ""
    if column.header:
        return format_html('<th scope="row"{}>', css), "th"
    return format_html('<td data-l="{}"{}>', column.label, css), "td"


def _step(value, name):
    if value is None:
        return None
    found = value[name] if isinstance(value, dict) else getattr(value, name)
    return found() if name.startswith("get_") and callable(found) else found  # « get_state_display »


def _reverse(name):
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
