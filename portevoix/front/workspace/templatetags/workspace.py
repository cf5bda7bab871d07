"""Words of the workspace's lists."""

from datetime import date, timedelta

from django import template

from portevoix.base.core.french_dates import duration_fr, months_between
from portevoix.base.core.periods import ONE_DAY
from portevoix.register.mandates.selectors.rows import SeatRow

register = template.Library()


@register.filter
def vacancy_age(row: SeatRow) -> str:
    """Return « 5 ans 6 mois », or « moins d’un mois », for a seat whose vacancy is dated."""
    months = months_between(row.vacant_since, row.vacant_since + timedelta(days=row.vacant_days))
    return duration_fr(months) if months else "moins d’un mois"


@register.filter
def accreditation_last(row) -> date:
    """Return the last day (included) of the accreditation of an association listed by `associations_with_counts`."""
    return row.accreditation_end - ONE_DAY
