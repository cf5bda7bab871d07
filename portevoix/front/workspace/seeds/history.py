"""The row history of the demonstration, as if the register had been opened some ten months ago.

The triggers that write the history stamp each row with the present moment. They are held back while the rows of the story are
created, and the history is inserted here with the days of the story, so that « telle que connue le » has something to answer.
Nothing that was written is changed: the history stays append-only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pgtrigger
from django.db import connection, models

from portevoix.register.directory.models import Accreditation, Association, Body, Membership, Person, Seat
from portevoix.register.mandates.models import Mandate

OPENED_DAYS_AGO = 318  # the agency's workbook was taken over on that day (8 January 2026 when today is 22 November 2026)
TAKEN_OVER = (Association, Accreditation, Body, Seat, Person, Membership)  # known as they are from the first day
PARIS = " AT TIME ZONE 'Europe/Paris'"
CLEARED = {
    "period": "daterange(lower(r.period), GREATEST(r.term_end + 1, upper(r.period)))",
    "end_reason": "''",
    "ended_at": "NULL",
    "ended_by_id": "NULL",
    "departure_on": "NULL",
    "departure_reason": "''",
}


@contextmanager
def held_back() -> Iterator[None]:
    """Keep quiet the history triggers of the tables of the story."""
    names = [f"{model._meta.label}:{name}_{name}" for model in (*TAKEN_OVER, Mandate) for name in ("insert", "update")]
    with pgtrigger.ignore(*names):
        yield


def opened_on(today: date) -> date:
    """Return the day on which the register of the story was opened."""
    return today - timedelta(days=OPENED_DAYS_AGO)


def remember(today: date) -> None:
    """Insert the history of every row of the story.

    Of a mandate: how it was first known, its end when it was written down after the opening, its announced departure.
    """
    days = {"opening": opened_on(today), "today": today}
    later = "r.ended_at > %(opening)s"
    first = "(LEAST(GREATEST(lower(r.period) - 12, %(opening)s::date), %(today)s::date - 2) + time '10:00')" + PARIS
    known = {column: f"CASE WHEN {later} THEN {value} ELSE r.{column} END" for column, value in CLEARED.items()}
    known |= {"departure_on": "NULL", "departure_reason": "''"}
    announced = "(%(today)s::date - (r.id %% 60 + 3)::int + time '15:20')" + PARIS
    with connection.cursor() as cursor:
        for model in TAKEN_OVER:
            unknown = f"NOT EXISTS (SELECT 1 FROM {model._meta.db_table}event e WHERE e.pgh_obj_id = r.id)"  # noqa: S608 (as below)
            cursor.execute(_insert(model, "insert", "(%(opening)s::date + time '09:00')" + PARIS, {}, unknown), days)
        cursor.execute(_insert(Mandate, "insert", first, known, "true"), days)
        cursor.execute(_insert(Mandate, "update", "r.ended_at", {}, later), days)
        cursor.execute(_insert(Mandate, "update", announced, {}, "r.departure_on IS NOT NULL"), days)


def _insert(model: type[models.Model], label: str, moment: str, known: dict[str, str], condition: str) -> str:
    """Return the statement that copies rows into their history; `known` replaces the values of some columns."""
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    values = [known.get(column, f"r.{column}") for column in columns]
    table = model._meta.db_table
    return f"""
        INSERT INTO {table}event ({", ".join(columns)}, pgh_created_at, pgh_label, pgh_obj_id)
        SELECT {", ".join(values)}, {moment}, '{label}', r.id FROM {table} r WHERE {condition} ORDER BY r.id
    """  # noqa: S608 (names of columns and constants only)
