"""`{% load access %}`: what templates ask about rights."""

from datetime import date

from django import template

from portevoix.base.core.periods import last_day

register = template.Library()


@register.filter
def period_end(span) -> date | None:
    """Return the last day of a period, included; None without end."""
    return last_day(span)
