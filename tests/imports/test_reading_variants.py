"""The same seats written otherwise: every layout, format and habit must give the same reading."""

import random
from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.base.core.names import PersonName
from portevoix.register.imports.reading.reader import association_key_of, read_workbook
from tests.imports.agency_workbooks import Agency, Style, as_csv, as_ods, as_xlsx, some_bodies, truth

KNOWN = truth("long")
association_key = association_key_of()


def written(style: Style, seed: int, bodies: int = 5):
    """Return some bodies, and the sheets that hold them in a style."""
    draw = random.Random(seed)
    chosen = some_bodies(KNOWN, bodies, draw)
    agency = Agency(KNOWN, style, draw)
    if style.names == "one_first":
        agency.titles["full"] = "Représentant des usagers"
    return chosen, agency.sheets(chosen)


def assert_read(bodies, data: bytes) -> None:
    """Read the file and compare every seat."""
    people = {person["id"]: person for person in KNOWN["people"]}
    workbook = read_workbook(data)
    assert [issue.as_dict() for issue in workbook.issues] == []
    rows = defaultdict(list)
    for row in workbook.rows:
        rows[row.finess_et, row.quality, row.rank].append(row)
    for seat in (seat for body in bodies for seat in body):
        (row,) = rows.pop((seat["finess_et"], seat["quality"], seat["rank"]))
        assert row.vacant == seat["vacant"]
        if holder := seat["holder"]:
            person = people[holder["person"]]
            assert (row.start.isoformat(), row.end.isoformat(), row.order_reference) == (holder["start"], holder["end"], holder["order"])
            assert (row.name.pair, row.civility) == (PersonName(person["last"], person["first"]).pair, person["civility"])
            assert association_key(row.association_text) == holder["association"]
    assert dict(rows) == {}


@pytest.mark.parametrize(("layout", "write"), list(product(["long", "wide", "sheets"], [as_xlsx, as_ods])))
def test_layouts_in_both_formats(layout, write):
    bodies, sheets = written(Style(layout=layout, finess="mixed", names="one"), seed=1)
    assert_read(bodies, write(sheets))


@pytest.mark.parametrize(
    ("encoding", "separator"),
    list(product(["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le"], [";", ",", "\t"])),
)
def test_encodings_and_separators_of_text_files(encoding, separator):
    bodies, sheets = written(Style(finess="mixed"), seed=2)
    assert_read(bodies, as_csv(sheets[0], encoding=encoding, separator=separator))


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_old_encodings(encoding):
    bodies, sheets = written(Style(), seed=3, bodies=10)
    assert_read(bodies, as_csv(sheets[0], encoding=encoding))


@pytest.mark.parametrize("finess", ["text", "number", "spaces", "apostrophe", "mixed"])
def test_finess_numbers(finess):
    bodies, sheets = written(Style(finess=finess), seed=4, bodies=12)
    assert_read(bodies, as_xlsx(sheets))


@pytest.mark.parametrize("dates", ["cells", "iso", "french", "short", "words", "mixed"])
def test_dates(dates):
    bodies, sheets = written(Style(dates=dates), seed=5)
    assert_read(bodies, as_xlsx(sheets))


@pytest.mark.parametrize(
    ("names", "qualities"), list(product(["two", "one", "one_first"], ["ranked", "letters", "unranked", "rank_column"]))
)
def test_names_and_qualities(names, qualities):
    bodies, sheets = written(Style(names=names, qualities=qualities), seed=6, bodies=10)
    assert_read(bodies, as_xlsx(sheets))


@pytest.mark.parametrize("names", ["one", "two"])
def test_titles_on_two_lines_with_merged_cells(names):
    bodies, sheets = written(Style(layout="wide", titles_on=2, names=names), seed=7)
    assert_read(bodies, as_xlsx(sheets))
    assert_read(bodies, as_csv(sheets[0]))


def test_cells_carried_down_banners_totals_blank_rows_and_other_columns():
    style = Style(carried=True, banners=3, subtotals=True, blanks=True, extra=True)
    bodies, sheets = written(style, seed=8, bodies=12)
    assert_read(bodies, as_xlsx(sheets, notes=True))


def test_notes_and_hidden_sheets_are_left_aside_and_said():
    _, sheets = written(Style(), seed=9)
    workbook = read_workbook(as_xlsx(sheets, notes=True))
    assert [bool(sheet.ignored) for sheet in workbook.sheets] == [True, True, False]
    assert any("Lisez-moi" in notice for notice in workbook.notices)


STYLES = st.builds(
    Style,
    layout=st.sampled_from(["long", "wide", "sheets"]),
    finess=st.sampled_from(["text", "number", "spaces", "apostrophe", "mixed"]),
    dates=st.sampled_from(["cells", "iso", "french", "short", "words", "mixed"]),
    names=st.sampled_from(["two", "one", "one_first"]),
    qualities=st.sampled_from(["ranked", "letters", "unranked", "rank_column"]),
    titles_on=st.sampled_from([1, 2]),
    banners=st.integers(0, 3),
    carried=st.booleans(),
    shuffled=st.booleans(),
    extra=st.booleans(),
    subtotals=st.booleans(),
    blanks=st.booleans(),
)


@settings(max_examples=40)
@given(STYLES, st.integers(0, 10_000), st.sampled_from(["xlsx", "ods", "csv"]))
def test_any_mix_of_habits(style, seed, form):
    bodies, sheets = written(style, seed)
    if form == "csv" and len(sheets) == 1:
        assert_read(bodies, as_csv(sheets[0]))
    else:
        assert_read(bodies, as_ods(sheets) if form == "ods" else as_xlsx(sheets))
