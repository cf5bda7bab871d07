"""Figures of vacancies drawn for a page: the map by department. Each says its finding and carries its table."""

from collections.abc import Callable, Sequence
from datetime import date

from portevoix.base.core.french_dates import date_fr
from portevoix.base.ui.charts.common import DataRow, DataTable
from portevoix.base.ui.charts.maps import Choropleth, choropleth, contours
from portevoix.base.ui.components.words import number_fr
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
