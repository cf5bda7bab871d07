"""Drawings of the public pages."""

from django import template
from django.utils.safestring import SafeString

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
