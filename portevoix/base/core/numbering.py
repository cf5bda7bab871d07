"""Numbers without holes: the next one is taken in the transaction of the act, and given back when the act fails."""

from django.db import transaction
from django.db.models import F

from portevoix.base.core.models import NumberSeries


@transaction.atomic
def next_number(code: str, year: int) -> int:
    """Return the next number of the series `code` of `year`, from 1.

    The series stays locked until the end of the surrounding transaction: two acts never get the same number, and a transaction that
    fails leaves no hole.
    """
    NumberSeries.objects.bulk_create([NumberSeries(code=code, year=year)], ignore_conflicts=True)
    NumberSeries.objects.filter(code=code, year=year).update(last=F("last") + 1)
    return NumberSeries.objects.get(code=code, year=year).last
