"""Drawings of the public pages."""

from datetime import date

from django import template
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.safestring import SafeString

from portevoix.base.core.periods import last_day
from portevoix.base.ui.components.seats import seat_rank

register = template.Library()


@register.simple_tag
def seat_ranks(groups: list[list[bool]]) -> SafeString:
    """Draw the seats of a body, one group a quality (`OpenBody.ranks`)."""
    return seat_rank(*groups)


@register.filter
def count_of(counts: dict, pk: int):
    """Return the vacancies of a body among those of `vacancies_by_body`; None when it has no open seat."""
    return counts.get(pk)


@register.filter
def last_day_of(span: DateRange) -> date | None:
    """Return the last day of a period (included), None without end."""
    return last_day(span)
