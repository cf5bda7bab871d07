"""Figures of vacancies drawn for a page: the map by department, the forecast by month, the seats of a body in time."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from portevoix.base.core.french_dates import date_fr, month_fr
from portevoix.base.core.periods import ONE_DAY
from portevoix.base.ui.charts.bars import Bar, BarChart, stacked_bars
from portevoix.base.ui.charts.common import DataRow, DataTable, Mark
from portevoix.base.ui.charts.maps import Choropleth, Contours, choropleth, contours
from portevoix.base.ui.charts.timeline import Span, Timeline, Track, timeline
from portevoix.base.ui.components.words import number_fr
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.reference.files import contours as reference_contours
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.selectors.bodies import SeatTimeline
from portevoix.register.mandates.selectors.forecast import Counts, months_of
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
        shapes = region_contours(region)
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


@cache
def region_contours(region: str) -> Contours:
    """Return the departments of a region, from its COG code; raise `FileNotFoundError` for a region without contours yet."""
    return contours(reference_contours(f"departements_{region}"))


def worst_first(departments: Sequence[DepartmentFigures]) -> list[DepartmentFigures]:
    """Return the departments that have seats, the largest share of vacant seats first, regional bodies last."""
    return sorted((row for row in departments if row.opened), key=lambda row: (not row.code, -row.vacant / row.opened, row.code))


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


def forecast_chart(counts: Counts, *, at: date, months: int) -> BarChart:
    """Return the bars of the mandates that end, month by month, from the month of `at`; counts: from `falling_by_quality`."""
    present = {quality for _, quality in counts}
    series = [(quality, mark) for quality, mark in QUALITIES if quality in present or quality == SeatQuality.TITULAR]
    bars = []
    for index, month in enumerate(months_of(at, months)):
        label = month_fr(month) if index == 0 or month.month == 1 else month_fr(month).rsplit(" ", 1)[0]
        bars.append(
            Bar(
                label=label.capitalize(),
                values=[counts.get((month, quality), 0) for quality, _ in series],
                full_label=month_fr(month).capitalize(),
            )
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


BEFORE, AFTER = 6, 3  # years drawn before and after the day
STYLES = {SeatState.FILLED: "current", SeatState.PAST_TERM: "past", SeatState.VACANT: "vacant"}


def body_timeline(lines: Sequence[SeatTimeline], *, at: date, today: date, names: bool) -> Timeline | None:
    """Return the seats of a body in time, from `timeline` between the days of `timeline_days(at)`; None without any seat.

    names: whether the viewer may read who sits; else the mandates are drawn without a name.
    """
    if not lines:
        return None
    first, last = timeline_days(at)
    tracks = [Track(label=_track_label(line), spans=[_span(segment, today, names) for segment in line.segments]) for line in lines]
    return timeline(
        id="frise",
        title=f"Les sièges dans le temps, de {first.year} à {last.year}",
        description=_vacancies(lines, at),
        tracks=tracks,
        start=first,
        end=last + ONE_DAY,
        now=today,
    )


def timeline_days(at: date) -> tuple[date, date]:
    """Return the first and last days drawn around `at`, both included."""
    return date(at.year - BEFORE, 1, 1), date(at.year + AFTER - 1, 12, 31)


def _track_label(line):
    return f"{line.seat.get_quality_display().capitalize()} {line.seat.rank}"


def _span(segment, today, names):
    kind = STYLES[segment.state]
    if kind == "current" and segment.last_day < today:
        kind = "past"
    holder = str(segment.mandate.person) if segment.mandate and names else ""
    return Span(kind=kind, label=holder or ("vacant" if kind == "vacant" else "occupé"), first=segment.first_day, last=segment.last_day)


def _vacancies(lines, at):
    empty = [line for line in lines if any(s.first_day <= at <= s.last_day and s.state != SeatState.FILLED for s in line.segments)]
    if not empty:
        return f"Tous les sièges sont occupés le {date_fr(at)}. Le tableau qui suit donne toutes les dates."
    names = ", ".join(_track_label(line).lower() for line in empty)
    return f"Vacants le {date_fr(at)}\u00a0: {names}. Le tableau qui suit donne toutes les dates."
