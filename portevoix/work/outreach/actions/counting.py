"""Counts the steps of the way, a number a day: neither who, nor from where, nor with what."""

from datetime import date

from django.db.models import F

from portevoix.work.outreach.enums import FunnelStep
from portevoix.work.outreach.models import DailyCount


def count(*, step: FunnelStep, today: date) -> None:
    """Add one to the number of `step` on `today`."""
    row = DailyCount.objects.filter(day=today, step=step)
    if not row.update(count=F("count") + 1):
        DailyCount.objects.bulk_create([DailyCount(day=today, step=step)], ignore_conflicts=True)
        row.update(count=F("count") + 1)
