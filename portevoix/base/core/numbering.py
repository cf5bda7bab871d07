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
    return next_numbers(code, year, 1)[0]


@transaction.atomic
def next_numbers(code: str, year: int, count: int) -> list[int]:
    """Return the next `count` numbers of the series, in order; held as `next_number` holds it."""
    NumberSeries.objects.bulk_create([NumberSeries(code=code, year=year)], ignore_conflicts=True)
    NumberSeries.objects.filter(code=code, year=year).update(last=F("last") + count)
    last = NumberSeries.objects.get(code=code, year=year).last
    return list(range(last - count + 1, last + 1))
