"""Filters: dates, numbers and telephones as the French write them (U+00A0 only, never U+202F)."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portevoix.base.core import french_dates, periods

register = template.Library()

NBSP = "\u00a0"
COUNTS = ("zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_FIRST = re.compile(r"\b1er\b")


@register.filter
def ordinals(text: str) -> str | SafeString:
    """The text with the « er » of « 1er » written small: for the page, not for attributes."""
    parts = _FIRST.split(str(text))
    return text if len(parts) == 1 else format_html_join(format_html("1<sup>{}</sup>", "er"), "{}", ((part,) for part in parts))


@register.filter
def date_text(day: date | None) -> str:
    """« 1er décembre 2026 », plain text: for titles, attributes and fields. Empty without a date."""
    return french_dates.date_fr(day) if day else ""


@register.filter
def date_fr(day: date | None) -> str | SafeString:
    """« 1er décembre 2026 » with the small « er »: for the page. Empty without a date."""
    return ordinals(date_text(day))


@register.filter
def weekday_fr(day: date | None) -> str | SafeString:
    """« mardi 1er décembre 2026 ». Empty without a date."""
    return ordinals(french_dates.date_fr(day, weekday=True)) if day else ""


@register.filter
def month_fr(day: date | None) -> str:
    """« décembre 2026 ». Empty without a date."""
    return french_dates.month_fr(day) if day else ""


@register.filter
def period_fr(span: DateRange | None) -> str | SafeString:
    """« du 1er décembre 2025 au 30 novembre 2028 », « depuis le … », « jusqu’au … »; last day included. Empty without period."""
    return ordinals(french_dates.period_fr(periods.first_day(span), periods.last_day(span))) if span else ""


@register.filter
def duration_fr(months: int | None) -> str:
    """« 5 ans 6 mois » for 66 months. Empty for None."""
    return "" if months is None else french_dates.duration_fr(months).replace(" ", NBSP)


@register.filter
def hour_fr(clock: time | datetime) -> str:
    """« 14 h 30 »."""
    return french_dates.hour_fr(clock)


@register.filter
def moment_fr(at: date | datetime) -> str | SafeString:
    """« 17 novembre 2026, 10 h 12 » in Paris time; a date alone has no hour."""
    if not isinstance(at, datetime):
        return date_fr(at)
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return format_html("{}, {}", date_fr(local.date()), hour_fr(local))


@register.filter
def iso(at: date | datetime) -> str:
    """ISO form, for `datetime` attributes and addresses."""
    return at.isoformat(timespec="minutes") if isinstance(at, datetime) else at.isoformat()


@register.filter
def number_fr(value: int | float | Decimal | str, decimals: int = 0) -> str:
    """« 1 352 », « 12,5 » with `decimals`; a text comes back unchanged."""
    if isinstance(value, str):
        return value
    return f"{value:,.{decimals}f}".replace(",", NBSP).replace(".", ",")


@register.filter
def percent_fr(share: float | None, decimals: int = 0) -> str:
    """« 35 % » for 0.35. Empty for None."""
    return "" if share is None else f"{number_fr(share * 100, decimals)}{NBSP}%"


@register.filter
def distance_fr(kilometres: float) -> str:
    """« 500 m » under one kilometre (to the nearest 100), « 1,6 km » under twenty, then « 34 km »."""
    if kilometres < 0.95:
        return f"{max(1, round(kilometres * 10)) * 100}{NBSP}m"
    text = number_fr(kilometres, 0 if kilometres >= 20 else 1).removesuffix(",0")
    return f"{text}{NBSP}km"


@register.filter
def size_fr(octets: int) -> str:
    """« 27 Ko », « 1,2 Mo »: the size of a file, in thousands and millions of octets."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))}{NBSP}Ko"
    return f"{number_fr(octets / 1_000_000, 1).removesuffix(',0')}{NBSP}Mo"


@register.filter
def phone_fr(number: str) -> str:
    """« 03 88 12 34 56 » for ten digits or a +33 number; anything else comes back unchanged."""
    digits = re.sub(r"\D", "", re.sub(r"^\s*(\+|00)33", "0", number or ""))
    return NBSP.join(re.findall("..", digits)) if len(digits) == 10 else number


@register.filter
def correction_words(count: int) -> str:
    """« Une réponse est à corriger », « Deux réponses sont à corriger »."""
    if count == 1:
        return "Une réponse est à corriger"
    return f"{COUNTS[count].capitalize() if count < len(COUNTS) else count} réponses sont à corriger"
