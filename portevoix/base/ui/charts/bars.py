"""Horizontal bars: one line a month (or a department), values stacked; and the single bar of a share."""

from collections.abc import Sequence
from dataclasses import dataclass

from portevoix.base.ui.charts.common import DataRow, DataTable, Mark, finding
from portevoix.base.ui.components.words import number_fr

LINE, THICKNESS, TOP = 27, 20, 8
CUT_HEIGHT = 34
CHARACTER = 8  # width of a digit at 15 px, in units of the drawing


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One line: its heading on the drawing, one value a series, the longer heading of the table if it differs."""

    label: str
    values: Sequence[int]
    full_label: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A dashed line before the bar number `before` (from 0): the date that the reader chose."""

    before: int
    label: str
    note: str = "date choisie"


@dataclass(frozen=True)
class Segment:
    x: int
    width: int
    css: str


@dataclass(frozen=True)
class DrawnBar:
    label: str
    y: int
    text_y: int
    segments: list[Segment]
    total: str
    total_x: int


@dataclass(frozen=True)
class DrawnCut:
    y: int
    text_y: int
    label: str
    note: str


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """A drawing ready for `{% bar_chart %}`."""

    id: str
    title: str
    description: str
    width: int
    height: int
    thickness: int
    key: Sequence[Mark]
    bars: list[DrawnBar]
    cut: DrawnCut | None
    table: DataTable


def stacked_bars(
    *,
    id: str,
    title: str,
    description: str,
    series: Sequence[Mark],
    bars: Sequence[Bar],
    heading: str = "Mois",
    cut: Cut | None = None,
    width: int = 400,
    label_width: int = 96,
    caption: str = "",
) -> BarChart:
    """Return a chart of `bars`, the values of `series` stacked on each line, their sum written at the end.

    id: unique in the page. description: the finding, one or two sentences. heading: of the table's first column.
    The longest bar takes the width that its total leaves; a value above zero is never thinner than 2 units.
    """
    largest = max((sum(bar.values) for bar in bars), default=0)
    room = width - label_width - len(number_fr(largest)) * CHARACTER - 10
    scale = room / largest if largest else 0
    drawn, drawn_cut, y = [], None, TOP
    for index, bar in enumerate(bars):
        if cut and cut.before == index:
            drawn_cut = DrawnCut(y + 6, y + 24, cut.label, cut.note)
            y += CUT_HEIGHT
        drawn.append(_drawn(bar, y, scale, series, label_width))
        y += LINE
    return BarChart(
        id=id,
        title=title,
        description=finding(description),
        width=width,
        height=y + 2,
        thickness=THICKNESS,
        key=series if len(series) > 1 else (),
        bars=drawn,
        cut=drawn_cut,
        table=_table(caption or title, heading, series, bars),
    )


def _drawn(bar, y, scale, series, x):
    if len(bar.values) != len(series):
        raise ValueError(f"{bar.label}: {len(bar.values)} values for {len(series)} series")
    segments = []
    for mark, value in zip(series, bar.values, strict=True):
        if value:
            length = max(2, round(value * scale))
            segments.append(Segment(x, length, mark.css))
            x += length + 1
    return DrawnBar(bar.label, y, y + 15, segments, number_fr(sum(bar.values)), x + 7)


def _table(caption, heading, series, bars):
    single = len(series) == 1
    headings = [heading, *(mark.label for mark in series)] + ([] if single else ["Total"])
    rows = []
    for bar in bars:
        cells = [number_fr(value) for value in bar.values] + ([] if single else [number_fr(sum(bar.values))])
        rows.append(DataRow(heading=bar.full_label or bar.label, cells=cells, url=bar.url))
    return DataTable(caption=caption, headings=headings, rows=rows)


@dataclass(frozen=True)
class ShareBar:
    """One bar cut in two: occupied, then vacant. The sentence beside it gives the numbers; the drawing is only seen."""

    occupied: int
    vacant_x: int
    vacant: int


def share_bar(*, occupied: int, vacant: int) -> ShareBar:
    """Return the drawing of two numbers of seats, on 600 units."""
    total = occupied + vacant
    first = round(occupied * 600 / total) if total else 0
    if vacant:
        first = min(first, 588)
    return ShareBar(max(0, first - 5 if vacant and occupied else first), first + 1, 598 - first if vacant else 0)
