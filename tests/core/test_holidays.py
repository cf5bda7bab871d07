"""Public holidays, against the calendars of known years."""

from datetime import date

import pytest

from portevoix.base.core.holidays import holidays, is_working_day


def test_the_country_has_eleven_holidays():
    assert sorted(holidays(2027)) == [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2027, 5, 1),
        date(2027, 5, 6),
        date(2027, 5, 8),
        date(2027, 5, 17),
        date(2027, 7, 14),
        date(2027, 8, 15),
        date(2027, 11, 1),
        date(2027, 11, 11),
        date(2027, 12, 25),
    ]


@pytest.mark.parametrize("department", ["57", "67", "68"])
def test_alsace_and_moselle_have_two_holidays_more(department):
    assert set(holidays(2027, department)) - set(holidays(2027)) == {date(2027, 3, 26), date(2027, 12, 26)}
    assert not is_working_day(date(2027, 3, 26), ("10", department))
    assert is_working_day(date(2027, 3, 26), ("10", "54"))


def test_a_weekend_is_no_working_day():
    assert [is_working_day(date(2027, 1, day)) for day in (8, 9, 10, 11)] == [True, False, False, True]
