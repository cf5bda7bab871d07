"""« Échéances » : what falls vacant, month by month, department by department."""

from collections import defaultdict
from datetime import date

from django.utils import timezone

from portevoix.base.core.french_dates import month_fr
from portevoix.base.ui.charts.common import DataRow, DataTable
from portevoix.base.ui.components.words import number_fr
from portevoix.base.ui.situation import day_asked
from portevoix.front.workspace import selectors
from portevoix.front.workspace.filters import SeatFilterForm
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView
from portevoix.register.mandates.charts import forecast_chart
from portevoix.register.mandates.selectors.forecast import (
    FORECAST_MONTHS,
    Cause,
    FallingVacant,
    count_by_quality,
    falling_vacant,
    months_of,
)


class ForecastView(ScopedView):
    """Twenty-four months: the chart, its causes, and the table by month and department."""

    permission = Permission.REGISTER_VIEW
    template_name = "workspace/seats/forecast.html"

    def get_context_data(self, **kwargs):
        query, today = self.request.GET, timezone.localdate()
        at = day_asked(query, today=today)
        scope = scope_for(self.request.user, self.permission)
        form = SeatFilterForm(query, choices=selectors.filter_choices(scope, at=at))
        falling = falling_vacant(scope, at=at, criteria=form.criteria(at=at).perimeter)
        return super().get_context_data(
            at=at,
            today=today,
            filters=form,
            perimeter=selectors.scope_title(scope),
            total=len(falling),
            chart=forecast_chart(count_by_quality(falling), at=at, months=FORECAST_MONTHS),
            causes=[(cause, sum(row.cause == cause for row in falling)) for cause in Cause],
            table=month_by_department(falling, at=at),
            **kwargs,
        )


def month_by_department(falling: list[FallingVacant], *, at: date) -> DataTable:
    """Return the table of the ends: one row a month that has any, one column a department, the total last."""
    departments = sorted({(row.department_code or "~", row.department_name) for row in falling})
    counts: dict[tuple[date, str], int] = defaultdict(int)
    for row in falling:
        counts[row.last_day.replace(day=1), row.department_code or "~"] += 1
    rows = []
    for month in months_of(at):
        values = [counts.get((month, code), 0) for code, _ in departments]
        if any(values):
            rows.append(DataRow(heading=month_fr(month).capitalize(), cells=[number_fr(value) for value in (*values, sum(values))]))
    totals = [sum(counts.get((month, code), 0) for month in months_of(at)) for code, _ in departments]
    return DataTable(
        caption="Mandats qui se terminent, par mois et par département",
        headings=["Mois", *(f"{code} {name}" if code != "~" else "Région" for code, name in departments), "Total"],
        rows=rows,
        footer=DataRow(heading="Ensemble", cells=[number_fr(value) for value in (*totals, sum(totals))]),
    )
