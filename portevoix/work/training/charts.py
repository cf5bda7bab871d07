"""Figures of the training drawn for a page."""

from collections.abc import Callable, Sequence

from portevoix.base.ui.charts.bars import Bar, BarChart, stacked_bars
from portevoix.base.ui.charts.common import DataRow, DataTable, Mark
from portevoix.base.ui.components.words import number_fr
from portevoix.work.training.selectors.radar import StateCounts

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
