"""The figures of the way, for France Assos Santé."""

from dataclasses import replace
from functools import cached_property

from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.base.ui.charts.bars import Bar, BarChart, stacked_bars
from portevoix.base.ui.charts.common import DataRow, DataTable, Mark
from portevoix.base.ui.components.words import month_fr, number_fr
from portevoix.base.ui.downloads import rows_file
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedView
from portevoix.work.outreach.enums import FunnelStep
from portevoix.work.outreach.selectors.figures import Funnel, export_rows, funnel

HIDDEN = "–"
SHOWN_MONTHS = 6


def told(number: int | None, *, least: int) -> str:
    """Return a total in words."""
    return f"moins de {least}" if number is None else number_fr(number)


def chart_of(found: Funnel) -> BarChart:
    """Return one bar a step; a total that is not told has no bar."""
    page, asked = found.of(FunnelStep.PAGE), found.of(FunnelStep.HANDED_OVER)
    words = f"{told(page, least=found.least)} pages ouvertes, {told(asked, least=found.least)} demandes d’être rappelé."
    bars = [Bar(label=row.step.label[0].upper() + row.step.label[1:], values=[row.total or 0]) for row in found.steps]
    chart = stacked_bars(
        id="chemin",
        title="De la page au siège",
        description=words[0].upper() + words[1:],
        series=[Mark(label="Nombre sur douze mois", css="t")],
        bars=bars,
        heading="Étape",
        width=760,
        label_width=330,
    )
    rows = [DataRow(heading=bar.label, cells=[told(row.total, least=found.least)]) for bar, row in zip(bars, found.steps, strict=True)]
    drawn = [replace(bar, total=told(row.total, least=found.least)) for bar, row in zip(chart.bars, found.steps, strict=True)]
    return replace(chart, bars=drawn, table=replace(chart.table, rows=rows))


def months_table(found: Funnel) -> DataTable:
    """Return the last months; the file has them all, and what is put together."""
    months = found.months[-SHOWN_MONTHS:]
    rows = []
    for row in found.steps:
        cells = [number_fr(number) if (number := row.shown(month)) is not None else HIDDEN for month in months]
        rows.append(DataRow(heading=row.step.label[0].upper() + row.step.label[1:], cells=cells))
    return DataTable(caption="Nombres par étape et par mois", headings=["Étape", *(month_fr(month) for month in months)], rows=rows)


class FiguresView(ScopedView):
    """Twelve months, a bar a step, then the table by month."""

    permission = Permission.OUTREACH_MANAGE
    template_name = "outreach/manage/figures.html"

    @cached_property
    def funnel(self) -> Funnel:
        return funnel(today=timezone.localdate())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            chart=chart_of(self.funnel), months=months_table(self.funnel), least=self.funnel.least, formats=list(TableFormat), **kwargs
        )


class FiguresFileView(FiguresView):
    """The same as a file."""

    def get(self, request, *args, **kwargs):
        header = ["etape", "total", *(month.isoformat()[:7] for month in self.funnel.months), "mois_reunis"]
        name = f"devenir-representant-{timezone.localdate().isoformat()}"
        return rows_file(kwargs["format"], header=header, rows=export_rows(self.funnel), title="Étapes", name=name)
