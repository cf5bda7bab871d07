"""Figures of the training drawn for a page."""

from collections.abc import Callable, Sequence

from portevoix.base.ui.charts.bars import Bar, BarChart, stacked_bars
from portevoix.base.ui.charts.common import DataRow, DataTable, Mark
from portevoix.base.ui.charts.maps import Choropleth, choropleth
from portevoix.base.ui.components.words import number_fr
from portevoix.register.mandates.charts import region_contours
from portevoix.work.training.placement.solver import Proposal
from portevoix.work.training.selectors.places import Calendar
from portevoix.work.training.selectors.radar import REGION_WIDE, StateCounts, department_names
from portevoix.work.training.selectors.words import spread_words

BEYOND_STEPS = (0.05, 0.2, 0.4, 0.6)  # of the map's five colours; a choice of drawing, the values are printed

SERIES = (
    Mark(label="suivie", css="t"),
    Mark(label="place réservée", css="s"),
    Mark(label="à prévoir", css="fu"),
    Mark(label="en retard", css="vv"),
)


def duty_chart(rows: Sequence[StateCounts], *, whole: str, url_of: Callable[[object], str] | None = None) -> BarChart | None:
    """Return the people bound to the basic training by department, as bars with their table; None without anybody.

    whole: the finding, in a sentence. url_of: address of the list of a department, from its code.
    """
    if not rows:
        return None
    return stacked_bars(
        id="par-departement",
        title="Où en est la formation de base, par département",
        description=whole,
        series=SERIES,
        bars=[
            Bar(
                label=str(row.key or "–"),
                values=[row.done, row.registered, row.to_plan, row.overdue],
                full_label=row.name,
                url=url_of(row.key) if url_of and row.key else "",
            )
            for row in rows
        ],
        heading="Département",
        label_width=34,
        caption="Formation de base par département",
    )


def association_table(rows: Sequence[StateCounts], *, url_of: Callable[[object], str], most: int) -> DataTable:
    """Return the counts of the associations with the most people late or without a place; `most`: how many are shown."""
    return DataTable(
        caption="Formation de base par association",
        headings=["Association", "En retard", "À prévoir", "Place réservée", "Suivie"],
        rows=[
            DataRow(
                heading=row.name,
                cells=[number_fr(row.overdue), number_fr(row.to_plan), number_fr(row.registered), number_fr(row.done)],
                url=url_of(row.key) if row.key else "",
            )
            for row in rows[:most]
        ],
    )


def placement_table(found: Proposal) -> DataTable:
    """Return who has a place within reach and who has not, by department; the most left first."""
    names = department_names()
    ordered = sorted(found.people.items(), key=lambda pair: (-found.left.get(pair[0], 0), pair[0]))
    rows = []
    for code, total in ordered:
        left = found.left.get(code, 0)
        rows.append(DataRow(heading=names.get(code, REGION_WIDE), cells=[number_fr(total), number_fr(total - left), number_fr(left)]))
    return DataTable(
        caption="Personnes à former, par département",
        headings=["Département", "À former", "Assez près d’un lieu", "Trop loin"],
        rows=rows,
        footer=DataRow(heading="Ensemble", cells=[number_fr(found.total), number_fr(found.reached), number_fr(found.beyond)]),
    )


def days_table(found: Proposal, calendar: Calendar) -> DataTable:
    """Return each proposed session with its days; the one held remotely last."""
    rows = [(place.town.name, place.reached, days) for place, days in zip(found.places, calendar.places, strict=True)]
    if calendar.remote:
        rows.append(("À distance", found.beyond, calendar.remote))
    return DataTable(
        caption="Sessions proposées",
        headings=["Lieu", "Date proposée", "Personnes", "Après leur échéance"],
        rows=[
            DataRow(heading=name, cells=[spread_words(days.days) or "aucune", number_fr(people), number_fr(days.late)])
            for name, people, days in rows
        ],
    )


def beyond_map(found: Proposal, calendar: Calendar | None, *, region: str) -> Choropleth | None:
    """Return the share of the people who stay too far, by department, on a map that says where and when the sessions are proposed.

    None without contours or without anybody.
    """
    try:
        shapes = region_contours(region)
    except FileNotFoundError:
        return None
    known = {area.code for area in shapes.areas}
    shares = {code: found.left.get(code, 0) / n for code, n in found.people.items() if code in known and n}
    if not shares:
        return None
    return choropleth(
        id="carte-lieux",
        title="Part des personnes à former qui restent trop loin d’un lieu",
        description=f"{found.beyond} personnes sur {found.total} restent trop loin.{_where_and_when(found, calendar)}"
        " Les valeurs sont dans le tableau qui suit.",
        shapes=shapes,
        shares=shares,
        bounds=BEYOND_STEPS,
        table=placement_table(found),
    )


def _where_and_when(found: Proposal, calendar: Calendar | None) -> str:
    """Return « Sessions proposées : Metz, mardi 12 janvier 2027 ; Nancy, jeudi 14 janvier 2027. », nothing without any day."""
    if calendar is None:
        return ""
    pairs = zip(found.places, calendar.places, strict=True)
    told = "\u00a0; ".join(f"{place.town.name}, {spread_words(days.days)}" for place, days in pairs if days.days)
    return f" Sessions proposées\u00a0: {told}." if told else ""
