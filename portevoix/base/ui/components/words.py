"""Filters: dates, numbers and telephones as the French write them (U+00A0 only, never U+202F)."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

NBSP = "\u00a0"
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
COUNTS = ["zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]


@register.filter
def date_text(day: date | None) -> str:
    """« 1er décembre 2026 », plain text: for titles, attributes and fields. Empty without a date."""
    if day is None or day == "":
        return ""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def date_fr(day: date | None) -> str | SafeString:
    """« 1er décembre 2026 » with the small « er »: for the page. Empty without a date."""
    text = date_text(day)
    return format_html("1<sup>er</sup>{}", text[3:]) if text.startswith("1er") else text


@register.filter
def weekday_fr(day: date) -> str | SafeString:
    """« mardi 1er décembre 2026 »."""
    return format_html("{} {}", WEEKDAYS[day.weekday()], date_fr(day))


@register.filter
def moment_fr(at: date | datetime) -> str | SafeString:
    """« 17 novembre 2026, 10 h 12 » in Paris time; a date alone has no hour."""
    if not isinstance(at, datetime):
        return date_fr(at)
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    minutes = f"{NBSP}{local.minute:02}" if local.minute else ""
    return format_html("{}, {}{}h{}", date_fr(local.date()), local.hour, NBSP, minutes)


@register.filter
def iso(at: date | datetime) -> str:
    """ISO form for `datetime` attributes."""
    return at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


@register.filter
def number_fr(value: int | float | Decimal | str, decimals: int = 0) -> str:
    """« 1 352 », « 12,5 » with `decimals`; a text comes back unchanged."""
    if isinstance(value, str):
        return value
    return f"{value:,.{decimals}f}".replace(",", NBSP).replace(".", ",")


@register.filter
def percent_fr(share: float, decimals: int = 0) -> str:
    """« 35 % » for 0.35."""
    return f"{number_fr(share * 100, decimals)}{NBSP}%"


@register.filter
def correction_words(count: int) -> str:
    """« Une réponse est à corriger », « Deux réponses sont à corriger »."""
    if count == 1:
        return "Une réponse est à corriger"
    return f"{COUNTS[count].capitalize() if count < len(COUNTS) else count} réponses sont à corriger"
