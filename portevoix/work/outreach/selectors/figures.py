"""The way from the page to the seat, in numbers by month; small ones are put together (base/core/small_cells)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from portevoix.base.core.periods import add_months
from portevoix.base.core.small_cells import Published, publish
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.outreach.enums import FunnelStep
from portevoix.work.outreach.models import DailyCount

MONTHS = 12
LEAST, DEFAULT_LEAST = "small-cell", 5


@dataclass(frozen=True, kw_only=True)
class StepFigures:
    """One step over the months. total None: too small to be told."""

    step: FunnelStep
    by_month: Published

    @property
    def total(self) -> int | None:
        return self.by_month.total

    def shown(self, month: date) -> int | None:
        """Return the number of a month, None when it is put together with others, or empty."""
        return self.by_month.shown.get(month.isoformat())


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """months: first days, the oldest first. least: the smallest number that is told."""

    months: tuple[date, ...]
    steps: tuple[StepFigures, ...]
    least: int

    def of(self, step: FunnelStep) -> int | None:
        """Return the total of a step."""
        return next(row.total for row in self.steps if row.step == step)


def funnel(*, today: date) -> Funnel:
    """Return the twelve months that end with the month of `today`."""
    first = add_months(today.replace(day=1), 1 - MONTHS)
    months = tuple(add_months(first, index) for index in range(MONTHS))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {month.isoformat(): 0 for month in months})
    rows = DailyCount.objects.filter(day__gte=first, day__lte=today).annotate(month=TruncMonth("day")).order_by()
    for row in rows.values("step", "month").annotate(total=Sum("count")):
        counts[row["step"]][row["month"].isoformat()] = row["total"]
    least = parameter_at(LEAST, today, default=DEFAULT_LEAST)
    steps = tuple(StepFigures(step=step, by_month=publish(counts[step], least=least)) for step in FunnelStep)
    return Funnel(months=months, steps=steps, least=least)


def export_rows(found: Funnel) -> Iterator[list[str | int | None]]:
    """Yield one row a step: its words, the total, each month; an empty cell where the number is not told."""
    for row in found.steps:
        yield [row.step.label, row.total, *(row.shown(month) for month in found.months), row.by_month.together]
