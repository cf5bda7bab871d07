"""Declares indicators and measures them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ImproperlyConfigured


class Unit(StrEnum):
    """How a value is written; the value follows the number."""

    PERCENT = "%"
    DAYS = "jours"
    COUNT = ""
    GRADE = "sur 4"


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days that are measured, both included. `last` is never after the day on which one asks."""

    first: date
    last: date

    @classmethod
    def of_year(cls, year: int, *, today: date) -> "Span":
        """Return a year, up to today when it goes on. Raises `ValueError` for a year to come."""
        if year > today.year:
            raise ValueError("the year has not begun")
        return cls(first=date(year, 1, 1), last=min(date(year, 12, 31), today))


@dataclass(frozen=True, kw_only=True)
class Value:
    """A number and how many people or answers it rests on. value None: nothing to measure. hidden: too few behind it to be told.

    parts: the same by category (department…), in the order shown. personal false: a count of things, told however small.
    """

    value: float | None
    n: int
    hidden: bool = False
    personal: bool = True
    parts: Sequence[tuple[str, "Value"]] = field(default_factory=tuple)


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What the value may be compared with, and where it comes from."""

    words: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator: stable code, French name and definition, unit, perimeter, and `compute(scope, span)`."""

    code: str
    name: str
    definition: str
    unit: Unit
    perimeter: str
    compute: Callable[[Any, Span], Value]
    reference: Reference | None = None


REGISTRY: dict[str, Indicator] = {}


def register(indicator: Indicator) -> Indicator:
    """Add an indicator; raise `ImproperlyConfigured` when its code is taken by another."""
    if REGISTRY.setdefault(indicator.code, indicator) != indicator:
        raise ImproperlyConfigured(f"the indicator {indicator.code} is declared twice")
    return indicator


def measure(indicator: Indicator, scope: Any, *, span: Span, least: int) -> Value:
    """Return the value for `scope` during `span`; what rests on less than `least` people is hidden, with enough of the other parts.

    A part is hidden with the next smallest one, so that the whole does not give it back.
    """
    found = indicator.compute(scope, span)
    return replace(_told(found, least), parts=_parts(found.parts, least))


def _told(value: Value, least: int) -> Value:
    return replace(value, value=None, n=0, hidden=True) if value.personal and 0 < value.n < least else value


def _parts(parts: Sequence[tuple[str, Value]], least: int) -> tuple[tuple[str, Value], ...]:
    told = [(name, _told(value, least)) for name, value in parts]
    if sum(value.hidden for _, value in told) == 1:
        open_parts = [(value.n, place) for place, (_, value) in enumerate(told) if not value.hidden and value.n]
        if open_parts:
            _, place = min(open_parts)
            name, value = told[place]
            told[place] = (name, replace(value, value=None, n=0, hidden=True))
    return tuple(told)
