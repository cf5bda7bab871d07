"""Words of the workspace's lists."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.timezone import get_current_timezone

from portevoix.base.core.date_words import MONTHS, WEEKDAYS
from portevoix.base.core.french_dates import duration_fr, months_between
from portevoix.base.core.periods import ONE_DAY
from portevoix.front.workspace.composition import seat_quality
from portevoix.register.mandates.selectors.rows import SeatRow

register = template.Library()
register.filter("seat_quality", seat_quality)


@register.filter
def vacancy_age(row: SeatRow) -> str:
    """Return « 5 ans 6 mois », or « moins d’un mois », for a seat whose vacancy is dated."""
    months = months_between(row.vacant_since, row.vacant_since + timedelta(days=row.vacant_days))
    return duration_fr(months) if months else "moins d’un mois"


@register.filter
def accreditation_last(row) -> date:
    """Return the last day (included) of the accreditation of an association listed by `associations_with_counts`."""
    return row.accreditation_end - ONE_DAY


@register.filter
def weekday_name(moment: datetime) -> str:
    """« mardi »."""
    return WEEKDAYS[_local(moment).weekday()]


@register.filter
def day_number(moment: datetime) -> str:
    """« 1er », « 14 »."""
    day = _local(moment).day
    return "1er" if day == 1 else str(day)


@register.filter
def month_name(moment: datetime) -> str:
    """« décembre »."""
    return MONTHS[_local(moment).month - 1]


def _local(moment: datetime) -> datetime:
    """The same moment by the clock in Paris."""
    return moment.astimezone(get_current_timezone())
