"""Public holidays: those of the whole country, those of some departments only. The days and their sources are in `data/holidays.toml`."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dateutil.easter import easter

HOLIDAYS = Path(__file__).parent / "data" / "holidays.toml"
SATURDAY = 5


@cache
def holidays(year: int, department: str = "") -> dict[date, str]:
    """Return the public holidays of a year with their names; those of `department` (INSEE code) included when it has its own."""
    found = {}
    for row in _rows():
        if department in row.get("departments", (department,)):
            day = easter(year) + timedelta(days=row["easter"]) if "easter" in row else date(year, row["month"], row["day"])
            found.setdefault(day, row["name"])
    return found


@cache
def _rows() -> tuple[dict, ...]:
    return tuple(tomllib.loads(HOLIDAYS.read_text(encoding="utf-8"))["holiday"])


def is_working_day(day: date, departments: tuple[str, ...] = ()) -> bool:
    """Tell whether `day` is neither on a weekend nor a public holiday, of the whole country or of one of `departments`."""
    return day.weekday() < SATURDAY and not any(day in holidays(day.year, department) for department in ("", *departments))
