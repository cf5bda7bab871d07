"""Lists as columns: sorting, cells, exports, pages."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from portevoix.base.ui.errors import BadInput
from portevoix.base.ui.query import hidden_pairs, with_params
from portevoix.base.ui.tables import Column, Sort, Table, export_columns, shown


@dataclass
class Body:
    name: str


@dataclass
class Seat:
    body: Body | None
    rank: int
    since: date | None = None


COLUMNS = (
    Column(key="instance", label="Instance", getter="body.name", sort=("body__name",), header=True, url=lambda seat: "/s/", hidden="rank"),
    Column(key="rang", label="Rang", getter="rank", align="right"),
    Column(key="depuis", label="Vacant depuis", getter="since", sort=("since", "-rank"), descending_first=True),
    Column(key="finess", label="FINESS", getter=lambda seat: "670", on_page=False),
    Column(key="bouton", label="Geste", getter="rank", export=False),
)
ROWS = [Seat(Body("<CHU>"), 1, date(2026, 12, 1)), Seat(None, 2)]


def html(query="", rows=ROWS):
    parameters = QueryDict(query)
    table = Table(caption="Sièges", columns=COLUMNS, rows=rows, sort=Sort.read(parameters, COLUMNS, default="-depuis"), query=parameters)
    return Template("{% load ui %}{% table table %}").render(Context({"table": table}))


def test_every_row_is_named_by_a_row_heading_and_every_cell_by_its_column():
    text = html()
    assert text.count('<th scope="row"') == 2
    assert text.count('<th scope="col"') == 4
    assert 'data-l="Vacant depuis"' in text
    assert '<caption class="vh">Sièges</caption>' in text


def test_the_sorted_column_says_so_and_offers_the_other_direction():
    text = html("tri=instance&au=2026-01-01&page=4")
    assert text.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in text
    assert "?au=2026-01-01&amp;tri=-instance" in text
    assert "page=4" not in text


def test_a_column_that_counts_downwards_starts_downwards():
    assert "tri=-depuis" in html("tri=instance")


def test_a_column_without_order_has_no_link():
    text = html()
    assert "tri=rang" not in text


def test_an_unknown_sort_is_explained():
    with pytest.raises(BadInput) as refusal:
        Sort.read(QueryDict("tri=taille"), COLUMNS, default="-depuis")
    assert "instance, depuis" in refusal.value.hint


@pytest.mark.parametrize(
    ("asked", "fields"), [("depuis", ["since", "-rank", "pk"]), ("-depuis", ["-since", "rank", "-pk"]), ("", ["-since", "rank", "-pk"])]
)
def test_the_order_is_total_and_reversed_as_a_whole(asked, fields):
    assert Sort.read(QueryDict(f"tri={asked}"), COLUMNS, default="-depuis").order_by() == fields


def test_cells_are_escaped_and_links_told_apart():
    text = html()
    assert "&lt;CHU&gt;" in text
    assert '<span class="vh">, 1</span>' in text


def test_a_missing_value_is_a_dash():
    assert shown(None) == shown("") == "–"
    assert "–" in html()


@pytest.mark.parametrize(("value", "text"), [(True, "oui"), (False, "non"), (1352, "1\u00a0352"), (12.5, "12,5"), (0, "0")])
def test_values_are_written_as_in_french(value, text):
    assert shown(value) == text


def test_an_empty_list_says_so():
    assert "Aucune ligne." in html(rows=[])


def test_an_export_has_its_own_columns_and_raw_values():
    columns = export_columns(COLUMNS)
    assert [column.key for column in columns] == ["instance", "rang", "depuis", "finess"]
    assert [column.export_value(ROWS[0]) for column in columns] == ["<CHU>", 1, date(2026, 12, 1), "670"]
    assert columns[0].export_value(ROWS[1]) is None


def pages(number, query=""):
    page = Paginator(range(398), 50).page(number)
    request = RequestFactory().get(f"/?{query}")
    return Template('{% load ui %}{% pagination page noun="Sièges" %}').render(Context({"page": page, "request": request}))


def test_the_pages_say_where_one_is():
    assert "Sièges 51 à 100 sur 398" in pages(2)


def test_there_is_no_link_to_a_page_that_does_not_exist():
    assert "Page précédente" not in pages(1)
    assert "Page suivante" not in pages(8)


def test_the_pages_keep_the_rest_of_the_address():
    assert "?au=2026-01-01&amp;page=3" in pages(2, "au=2026-01-01&page=2")


def test_a_parameter_is_replaced_kept_or_removed():
    query = QueryDict("q=a&d=67&d=68&page=2")
    assert with_params(query, q="b") == "?d=67&d=68&q=b"
    assert with_params(query, q=None) == "?d=67&d=68"
    assert with_params(query, page=3) == "?q=a&d=67&d=68&page=3"
    assert query.urlencode() == "q=a&d=67&d=68&page=2"


def test_a_get_form_carries_the_parameters_that_it_does_not_show():
    query = QueryDict("q=a&d=67&d=68")
    assert hidden_pairs(query, without=["q"]) == [("d", "67"), ("d", "68")]
    assert hidden_pairs(query, only=["q"]) == [("q", "a")]


def test_the_words_of_a_choice_are_exported_not_the_method_that_says_them():
    row = SimpleNamespace(get_state_display=lambda: "inscriptions ouvertes")
    assert Column(key="etat", label="État", export_getter="get_state_display").export_value(row) == "inscriptions ouvertes"
