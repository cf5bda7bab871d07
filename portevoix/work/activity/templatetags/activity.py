"""Words of the pages of the activity."""

from decimal import Decimal

from django import template

from portevoix.base.core.french_dates import date_fr
from portevoix.register.directory.models import Body
from portevoix.work.activity import durations, words
from portevoix.work.activity.enums import LeavePortion, RateKind, Vehicle, Zone
from portevoix.work.activity.models import ExpenseClaim, ExpenseRate, RepresentationLeave
from portevoix.work.activity.selectors.claim_pdf import payer_name
from portevoix.work.activity.selectors.leave import days_words

register = template.Library()


@register.filter
def euros(amount: Decimal) -> str:
    """« 47,20 € »."""
    return words.euros(amount)


@register.filter
def hours_fr(minutes: int) -> str:
    """« 2 h 30 »."""
    return durations.duration_fr(minutes)


@register.filter
def with_body(url: str, body: Body) -> str:
    """Return the address with the body as its parameter."""
    return f"{url}?instance={body.pk}"


@register.filter
def payer_words(claim: ExpenseClaim) -> str:
    """Return who pays a claim."""
    return payer_name(claim)


@register.filter
def rate_words(rate: ExpenseRate) -> str:
    """« Kilomètre, voiture de 5 CV et moins, au-delà de 2 000 km dans l’année »."""
    parts = [RateKind(rate.kind).label.capitalize()]
    if rate.vehicle:
        parts.append(Vehicle(rate.vehicle).label)
    elif rate.kind != RateKind.KILOMETRE:
        parts.append(Zone(rate.zone).label)
    if rate.tier_from:
        parts.append(f"au-delà de {rate.tier_from:,}\u00a0km dans l’année".replace(",", "\u00a0"))
    return ", ".join(parts)


@register.filter
def half_days(count: int) -> str:
    """Return half-days as days: « 1 jour et demi »."""
    return days_words(count)


@register.filter
def leave_words(leave: RepresentationLeave) -> str:
    """« Mardi 1er décembre 2026, la journée »."""
    return f"{date_fr(leave.day, weekday=True).capitalize()}, {LeavePortion(leave.portion).label}"
