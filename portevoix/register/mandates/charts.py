"""Figures of vacancies drawn for a page: the map by department, the forecast by month. Each says its finding and carries its table."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from portevoix.base.core.french_dates import date_fr, month_fr
from portevoix.base.ui.charts.bars import Bar, BarChart, stacked_bars
from portevoix.base.ui.charts.common import DataRow, DataTable, Mark
from portevoix.base.ui.charts.maps import Choropleth, choropleth, contours
from portevoix.base.ui.components.words import number_fr
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.mandates.selectors.forecast import FallingVacant, months_of
from portevoix.register.mandates.selectors.territories import DepartmentFigures

STEPS = (0.20, 0.25, 0.30, 0.35)  # of the map's five colours; a choice of drawing, the values are printed


def vacancy_map(
    departments: Sequence[DepartmentFigures],
    *,
    region: str,
    at: date,
    url_of: Callable[[str], str] | None = None,
    vacant_word: str = "vacants",
) -> Choropleth | None:
    """Return the map of the share of vacant seats on `at`, with its table sorted by share; None without contours or seats.

    departments: from `by_department`; rows without a code (bodies of the whole region) stand in the table only.
    url_of: address of a department's list, from its code. vacant_word: « vacants » for agents, « à pourvoir » for the public.
    """
    placed = [row for row in departments if row.code]
    try:
        shapes = contours(region)
    except FileNotFoundError:
        return None
    known = {area.code for area in shapes.areas}
    shown = [row for row in placed if row.code in known and row.opened]
    if not shown:
        return None
    return choropleth(
        id="carte-vacances",
        title=f"Part des sièges {vacant_word} par département au {date_fr(at)}",
        description=_finding(shown, vacant_word),
        shapes=shapes,
        shares={row.code: row.vacant / row.opened for row in shown},
        bounds=STEPS,
        table=_table(departments, url_of, vacant_word),
    )


def worst_first(departments: Sequence[DepartmentFigures]) -> list[DepartmentFigures]:
    """Return the departments that have seats, the largest share of vacant seats first."""
    return sorted((row for row in departments if row.opened), key=lambda row: (-row.vacant / row.opened, row.code))


def _finding(rows, vacant_word):
    ranked = worst_first(rows)
    most, least = ranked[0], ranked[-1]
    if most is least or most.vacant_percent == least.vacant_percent:
        return f"{most.vacant_percent}\u00a0% des sièges sont {vacant_word}. Les valeurs sont dans le tableau qui suit."
    low, high = (f"{row.vacant_percent}\u00a0% ({row.name})" for row in (least, most))
    return f"La part des sièges {vacant_word} va de {low} à {high}. Les valeurs sont dans le tableau qui suit."


def _table(departments, url_of, vacant_word):
    rows = [
        DataRow(
            heading=row.name or "Instances de toute la région",
            cells=[number_fr(row.opened), number_fr(row.vacant), f"{row.vacant_percent}\u00a0%"],
            url=url_of(row.code) if url_of and row.code else "",
        )
        for row in worst_first(departments)
    ]
    opened, vacant = sum(row.opened for row in departments), sum(row.vacant for row in departments)
    total = DataRow(heading="Ensemble", cells=[number_fr(opened), number_fr(vacant), f"{round(100 * vacant / opened)}\u00a0%"])
    return DataTable(
        caption=f"Sièges {vacant_word} par département",
        headings=["Département", "Sièges", vacant_word.capitalize(), "Part"],
        rows=rows,
        footer=total,
    )


QUALITIES = (
    (SeatQuality.TITULAR, Mark(label="titulaires", css="t")),
    (SeatQuality.SUBSTITUTE, Mark(label="suppléants", css="s")),
    (SeatQuality.MEMBER, Mark(label="membres", css="fu")),
)


def forecast_chart(falling: Sequence[FallingVacant], *, at: date, months: int) -> BarChart:
    """Return the bars of the mandates that end, month by month, from the month of `at`; falling: from `falling_vacant`."""
    counts = Counter((row.last_day.replace(day=1), row.quality) for row in falling)
    present = {quality for _, quality in counts}
    series = [(quality, mark) for quality, mark in QUALITIES if quality in present or quality == SeatQuality.TITULAR]
    bars = []
    for index, month in enumerate(months_of(at, months)):
        label = month_fr(month) if index == 0 or month.month == 1 else month_fr(month).rsplit(" ", 1)[0]
        bars.append(
            Bar(label=label.capitalize(), values=[counts[month, quality] for quality, _ in series], full_label=month_fr(month).capitalize())
        )
    return stacked_bars(
        id="echeances",
        title="Mandats qui se terminent, mois par mois",
        description=_peak(bars),
        series=[mark for _, mark in series],
        bars=bars,
        label_width=118,
        caption="Mandats qui se terminent, par mois",
    )


def _peak(bars):
    total = sum(sum(bar.values) for bar in bars)
    if not total:
        return "Aucun mandat ne se termine dans cette période."
    top = max(bars, key=lambda bar: sum(bar.values))
    return f"{total}\u00a0mandats se terminent dans la période. Le plus chargé est {top.full_label.lower()}\u00a0: {sum(top.values)}."
