"""Indicators: declared once, measured when asked, silent when too few people stand behind a value."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from portevoix.base.indicators.registry import REGISTRY, Indicator, Span, Unit, Value, measure, register

SPAN = Span(first=date(2026, 1, 1), last=date(2026, 11, 22))


def indicator(value, code="essai"):
    return Indicator(code=code, name="Essai", definition="…", unit=Unit.PERCENT, perimeter="…", compute=lambda scope, span: value)


def test_a_value_that_rests_on_too_few_is_hidden_with_its_number():
    told = measure(indicator(Value(value=50.0, n=4)), None, span=SPAN, least=5)
    assert (told.value, told.n, told.hidden) == (None, 0, True)


def test_a_value_that_rests_on_enough_is_told():
    told = measure(indicator(Value(value=50.0, n=5)), None, span=SPAN, least=5)
    assert (told.value, told.n, told.hidden) == (50.0, 5, False)


def test_a_count_of_things_is_told_however_small():
    assert measure(indicator(Value(value=1.0, n=1, personal=False)), None, span=SPAN, least=5).value == 1.0


def test_a_single_small_part_takes_the_next_smallest_with_it():
    parts = (("Bas-Rhin", Value(value=10.0, n=3)), ("Moselle", Value(value=20.0, n=40)), ("Vosges", Value(value=30.0, n=9)))
    told = measure(indicator(Value(value=20.0, n=52, parts=parts)), None, span=SPAN, least=5)
    assert [(name, part.hidden) for name, part in told.parts] == [("Bas-Rhin", True), ("Moselle", False), ("Vosges", True)]


def test_a_code_is_declared_once():
    first = register(indicator(Value(value=None, n=0), code="essai.double"))
    try:
        with pytest.raises(ImproperlyConfigured):
            register(indicator(Value(value=None, n=0), code="essai.double"))
    finally:
        REGISTRY.pop(first.code)


def test_the_year_that_goes_on_is_measured_up_to_today():
    assert Span.of_year(2026, today=date(2026, 11, 22)) == SPAN
    with pytest.raises(ValueError, match="not begun"):
        Span.of_year(2027, today=date(2026, 11, 22))
