"""Dates, numbers and telephones are written as the French write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portevoix.base.core.periods import period
from portevoix.base.ui.components import words

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2026, 12, 1), "1<sup>er</sup> décembre 2026"), (date(2026, 12, 21), "21 décembre 2026"), (None, "")],
)
def test_a_date_is_written_in_full(day, text):
    assert words.date_fr(day) == text


def test_a_date_in_a_title_has_no_markup():
    assert words.date_text(date(2026, 12, 1)) == "1er décembre 2026"


def test_a_weekday_is_written_before_the_date():
    assert words.weekday_fr(date(2026, 12, 1)) == "mardi 1<sup>er</sup> décembre 2026"


def test_text_around_an_ordinal_is_escaped():
    assert words.ordinals("1er <b>") == "1<sup>er</sup> &lt;b&gt;"
    assert words.ordinals("21ers") == "21ers"


def test_a_period_ends_on_its_last_day():
    assert words.period_fr(period(date(2025, 12, 1), date(2028, 11, 30))) == "du 1<sup>er</sup> décembre 2025 au 30 novembre 2028"
    assert words.period_fr(None) == ""


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 11, 17, 9, 12, tzinfo=UTC), f"17 novembre 2026, 10{NBSP}h{NBSP}12"),
        (datetime(2026, 10, 5, 7, 0, tzinfo=UTC), f"5 octobre 2026, 9{NBSP}h"),
        (date(2026, 10, 5), "5 octobre 2026"),
    ],
)
def test_a_moment_is_told_in_paris_time(at, text):
    assert words.moment_fr(at) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(1352, 0, f"1{NBSP}352"), (1234567.5, 1, f"1{NBSP}234{NBSP}567,5"), (Decimal("12.5"), 1, "12,5"), ("5 ans", 0, "5 ans")],
)
def test_thousands_are_kept_together(value, decimals, text):
    assert words.number_fr(value, decimals) == text


def test_a_share_is_written_in_percent():
    assert words.percent_fr(0.706, 1) == f"70,6{NBSP}%"
    assert words.percent_fr(None) == ""


@pytest.mark.parametrize(
    ("kilometres", "text"),
    [(0.02, f"100{NBSP}m"), (0.5, f"500{NBSP}m"), (0.97, f"1{NBSP}km"), (1.62, f"1,6{NBSP}km"), (34.2, f"34{NBSP}km")],
)
def test_a_distance_is_as_precise_as_useful(kilometres, text):
    assert words.distance_fr(kilometres) == text


@pytest.mark.parametrize("number", ["0388123456", "+33388123456", "03 88 12 34 56", "0033 3 88 12 34 56"])
def test_a_telephone_is_read_in_pairs(number):
    assert words.phone_fr(number) == NBSP.join(["03", "88", "12", "34", "56"])


def test_a_telephone_that_is_not_french_is_left_alone():
    assert words.phone_fr("3646") == "3646"


def test_a_duration_is_never_cut():
    assert words.duration_fr(66) == f"5{NBSP}ans{NBSP}6{NBSP}mois"
