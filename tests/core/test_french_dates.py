"""Dates as the French write them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.french_dates import (
    DateError,
    date_fr,
    duration_fr,
    month_fr,
    months_between,
    parse_date,
    parse_period,
    period_fr,
)

TODAY = date(2026, 11, 22)
FIRST_OF_DECEMBER = date(2025, 12, 1)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "01/12/2025",
        "1/12/25",
        "1.12.2025",
        "01-12-2025",
        "01 12 2025",
        " 1 / 12 / 2025 ",
        "2025-12-01",
        "2025/12/01",
        "2025-12-01T10:00:00",
        "2025-12-01 00:00:00",
        "01/12/2025 14 h 30",
        "1er déc. 2025",
        "« 1er déc. 2025 »",
        "1 décembre 2025",
        "1 dec 25",
        "1-déc-25",
        "01-Dec-25",
        "1ᵉʳ décembre 2025",
        "1° décembre 2025",
        "premier décembre 2025",
        "lundi 1er décembre 2025",
        "le 1er DÉCEMBRE 2025",
        "à compter du 1er décembre 2025",
        "1er décenbre 2025",
        "premier décembre deux mille vingt-cinq",
        "1er\u00a0décembre\u00a02025",
        "'01/12/2025",
        "01122025",
        "20251201",
        "45992",
        45992,
        45992.75,
        20251201,
        FIRST_OF_DECEMBER,
        datetime(2025, 12, 1, 8, 30),
    ],
)
def test_every_way_of_writing_the_first_of_december(text):
    assert parse_date(text) == FIRST_OF_DECEMBER


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("aujourd’hui", TODAY),
        ("demain", date(2026, 11, 23)),
        ("hier", date(2026, 11, 21)),
        ("dans 9 mois", date(2027, 8, 22)),
        ("dans neuf mois", date(2027, 8, 22)),
        ("il y a 3 ans", date(2023, 11, 22)),
        ("dans deux semaines", date(2026, 12, 6)),
        ("fin 2028", date(2028, 12, 31)),
        ("fin février 2028", date(2028, 2, 29)),
        ("début mars 2026", date(2026, 3, 1)),
        ("mi-mars 2026", date(2026, 3, 15)),
        ("fin du mois", date(2026, 11, 30)),
    ],
)
def test_relative_and_approximate_dates(text, day):
    assert parse_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "reason", "suggestion"),
    [
        ("31/02/2026", "impossible", date(2026, 2, 28)),
        ("29/02/2027", "impossible", date(2027, 2, 28)),
        ("12/31/2028", "impossible", date(2028, 12, 31)),
        ("2025/30/11", "impossible", date(2025, 11, 30)),
        ("00/00/0000", "impossible", None),
        ("12/2028", "imprecise", date(2028, 12, 31)),
        ("xx/12/2028", "imprecise", date(2028, 12, 31)),
        ("??/12/2028", "imprecise", date(2028, 12, 31)),
        ("décembre 2028", "imprecise", date(2028, 12, 31)),
        ("2028", "imprecise", None),
        (2028, "imprecise", None),
        ("11111111", "impossible", None),
        ("30/11/208", "unreadable", None),
        ("01/12/1025", "implausible", date(2025, 12, 1)),
        ("en cours", "unreadable", None),
        ("?", "unreadable", None),
        ("", "unreadable", None),
        ("x" * 500, "unreadable", None),
        (0, "unreadable", None),
        (float("nan"), "unreadable", None),
        (float("inf"), "unreadable", None),
        (1e300, "unreadable", None),
        (True, "unreadable", None),
        (None, "unreadable", None),
        (time(3), "unreadable", None),
        (timedelta(days=3), "unreadable", None),
    ],
)
def test_what_is_not_a_date_is_refused_with_a_sentence(text, reason, suggestion):
    with pytest.raises(DateError) as refusal:
        parse_date(text, today=TODAY)
    assert refusal.value.reason == reason
    assert refusal.value.suggestion == suggestion
    assert refusal.value.message.endswith(".")


def test_two_digit_years_turn_at_seventy():
    assert parse_date("01/01/69").year == 2069
    assert parse_date("01/01/70").year == 1970


@pytest.mark.parametrize("text", ["fin 2028", "début mars 2026", "mi-mars 2026"])
def test_approximate_dates_are_refused_where_exact_ones_are_due(text):
    with pytest.raises(DateError, match="précise"):
        parse_date(text, vague=False)


@pytest.mark.parametrize("text", ["demain", "dans 9 mois"])
def test_relative_dates_are_refused_without_today(text):
    with pytest.raises(DateError, match="date complète"):
        parse_date(text)


def test_bounds_refuse_the_wrong_century_and_suggest_ours():
    with pytest.raises(DateError) as refusal:
        parse_date(date(1925, 12, 1), earliest=date(1980, 1, 1))
    assert refusal.value.suggestion == FIRST_OF_DECEMBER


@given(days)
def test_written_dates_read_back(day):
    month = f"{day:%m}"
    written = [
        date_fr(day),
        date_fr(day, weekday=True),
        date_fr(day).upper(),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%d}-{month}-{day:%Y}",
        f"{day:%d/%m/%y}",
        (day - date(1899, 12, 30)).days,
        datetime(day.year, day.month, day.day, 23, 59),
    ]
    assert {parse_date(text) for text in written} == {day}


def test_every_day_of_seventy_years_reads_back():
    day = date(1990, 1, 1)
    while day.year <= 2060:
        assert parse_date(date_fr(day)) == day
        day += timedelta(days=1)


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.from_regex(r"[0-9/. -]{1,14}", fullmatch=True)))
def test_whatever_is_read_is_a_date_or_a_date_error(value):
    for reader in (parse_date, lambda value: parse_period(str(value))):
        try:
            reader(value)
        except DateError as refusal:
            assert refusal.message


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("du 01/12/2025 au 30/11/2028", FIRST_OF_DECEMBER, date(2028, 11, 30)),
        ("1er décembre 2025 - 30 novembre 2028", FIRST_OF_DECEMBER, date(2028, 11, 30)),
        ("01/12/2025-30/11/2028", FIRST_OF_DECEMBER, date(2028, 11, 30)),
        ("depuis le 01/12/2025", FIRST_OF_DECEMBER, None),
        ("jusqu’au 30/11/2028", None, date(2028, 11, 30)),
    ],
)
def test_periods_in_one_cell(text, first, last):
    assert parse_period(text) == (first, last)


def test_dates_are_written_in_full():
    assert date_fr(date(2026, 12, 1)) == "1er décembre 2026"
    assert date_fr(date(2026, 12, 1), weekday=True) == "mardi 1er décembre 2026"
    assert month_fr(date(2026, 8, 2)) == "août 2026"
    assert period_fr(FIRST_OF_DECEMBER, date(2028, 11, 30)) == "du 1er décembre 2025 au 30 novembre 2028"


@pytest.mark.parametrize(
    ("months", "text"),
    [(0, "moins d’un mois"), (1, "1 mois"), (12, "1 an"), (66, "5 ans 6 mois"), (24, "2 ans")],
)
def test_durations_are_written_in_years_and_months(months, text):
    assert duration_fr(months) == text


def test_whole_months_only_are_counted():
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert months_between(date(2026, 1, 15), date(2027, 1, 15)) == 12
    assert months_between(date(2026, 3, 1), date(2026, 1, 15)) == -1
