"""The row history of the demonstration, as if the register had been opened some ten months ago.

The triggers that write the history stamp each row with the present moment. They are held back while the mandates of the story are
created, and the history is inserted here with the days of the story, so that « telle que connue le » has something to answer.
Nothing that was written is changed: the history stays append-only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pgtrigger
from django.db import connection

from portevoix.register.mandates.models import Mandate

OPENED_DAYS_AGO = 318  # the agency's workbook was taken over on that day (8 January 2026 when today is 22 November 2026)
HELD_BACK = [f"mandates.Mandate:{name}_{name}" for name in ("insert", "update")]
PARIS = " AT TIME ZONE 'Europe/Paris'"
CLEARED = {
    "period": "daterange(lower(m.period), GREATEST(m.term_end + 1, upper(m.period)))",
    "end_reason": "''",
    "ended_at": "NULL",
    "ended_by_id": "NULL",
    "departure_on": "NULL",
    "departure_reason": "''",
}


@contextmanager
def held_back() -> Iterator[None]:
    """Keep the history triggers of mandates quiet."""
    with pgtrigger.ignore(*HELD_BACK):
        yield


def opened_on(today: date) -> date:
    """Return the day on which the register of the story was opened."""
    return today - timedelta(days=OPENED_DAYS_AGO)


def remember(today: date) -> None:
    """Insert the history of every mandate: how it was first known, its end when it was written down since, its announced departure."""
    opening = opened_on(today)
    with connection.cursor() as cursor:
        later = "m.ended_at > %(opening)s"
        first = "(LEAST(GREATEST(lower(m.period) - 12, %(opening)s::date), %(today)s::date - 2) + time '10:00')" + PARIS
        known = {column: f"CASE WHEN {later} THEN {value} ELSE m.{column} END" for column, value in CLEARED.items()}
        known |= {"departure_on": "NULL", "departure_reason": "''"}
        days = {"opening": opening, "today": today}
        cursor.execute(_insert("insert", first, known, "true"), days)
        cursor.execute(_insert("update", "m.ended_at", {}, later), days)
        announced = "(%(today)s::date - (m.id %% 60 + 3)::int + time '15:20')" + PARIS
        cursor.execute(_insert("update", announced, {}, "m.departure_on IS NOT NULL"), days)


def _insert(label: str, moment: str, known: dict[str, str], condition: str) -> str:
    """Return the statement that copies mandates into their history; `known` replaces the values of some columns."""
    columns = [field.column for field in Mandate._meta.concrete_fields]
    values = [known.get(column, f"m.{column}") for column in columns]
    return f"""
        INSERT INTO mandates_mandateevent ({", ".join(columns)}, pgh_created_at, pgh_label, pgh_obj_id)
        SELECT {", ".join(values)}, {moment}, '{label}', m.id
        FROM mandates_mandate m WHERE {condition} ORDER BY lower(m.period), m.id
    """  # noqa: S608 (names of columns and constants only)
