"""Periods of days: half-open in the database, inclusive on screen."""

from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.timezone import get_current_timezone

ONE_DAY = timedelta(days=1)


def period(first: date | None, last: date | None = None) -> DateRange:
    """Return the range from `first` to `last`, both included; None means without bound on that side.

    Raises `ValueError` when `last` is before `first`.
    """
    if first and last and last < first:
        raise ValueError("the last day is before the first")
    return DateRange(first, last + ONE_DAY if last else None, "[)")


def first_day(span: DateRange) -> date | None:
    """Return the first day of a period, None when it has no beginning."""
    return span.lower


def last_day(span: DateRange) -> date | None:
    """Return the last day of a period (included), None when it has no end."""
    return span.upper - ONE_DAY if span.upper else None


def contains(span: DateRange, day: date) -> bool:
    """Tell whether `day` is inside the period."""
    return (span.lower is None or span.lower <= day) and (span.upper is None or day < span.upper)


def add_years(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (or earlier when negative), the last day of the month when it does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise ValueError(f"no such month: {year}-{month}")


def day_of(moment: datetime) -> date:
    """Return the day of an aware moment, in the time zone of the site."""
    return moment.astimezone(get_current_timezone()).date()
