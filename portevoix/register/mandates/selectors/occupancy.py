"""Occupancy of seats on a day: the single definition from which every list, count, forecast and export is made.

On one seat mandates never overlap (exclusion constraint), so on a day `at` only one of them matters: the latest that has begun,
the one with the greatest first day that is not after `at`. What it says:

- its period contains `at`: the seat is filled (`pourvu`);
- it came to the last day of its term without a recorded end, and the rule of the body's type lets people sit until they are
  replaced (`continuity_past_term`, dossier §3.6): past term (`echu`). Such a seat counts as vacant (dossier §3.7);
- else, or when there is none: `vacant`.

`vacant_since` is the day after the last day of that mandate, else the opening of the seat or of its body, else unknown (None).
The same statement answers for yesterday, today and in nine months; nothing of it is stored.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F

from portevoix.register.directory.models import Seat
from portevoix.register.directory.models.bodies import SeatQuerySet
from portevoix.register.mandates.enums import SeatState


class Fragment(NamedTuple):
    """A piece of SQL with its positional parameters."""

    sql: str
    params: tuple = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """State of one open seat on a day.

    mandate_id, person_id, association_id, first_day, last_day…: the latest mandate that has begun, whatever the state: the current
    one when the seat is filled, the one past its term, or the last one of a vacant seat. `last_day` is included; None: no known end.
    """

    seat_id: int
    body_id: int
    quality: str
    rank: int
    state: SeatState
    vacant_since: date | None
    mandate_id: int | None
    person_id: int | None
    association_id: int | None
    first_day: date | None
    last_day: date | None
    departure_on: date | None

    @property
    def filled(self) -> bool:
        """A mandate covers the day."""
        return self.state == SeatState.FILLED

    @property
    def held(self) -> bool:
        """Somebody sits, in mandate or past its term."""
        return self.state != SeatState.VACANT

    @property
    def ends_on(self) -> date | None:
        """Last known day of the current mandate: its term or the announced departure, the first of both."""
        return min((day for day in (self.last_day, self.departure_on) if day), default=None) if self.filled else None


# The columns that `{seats}` must give: seat_id, body_id, body_type_id, quality, rank, opened_on.
# Order of the parameters: at, those of {seats}, at.
LATEST_MANDATE = """
SELECT m.id, m.person_id, m.association_id, m.period, m.term_end, m.end_reason, m.departure_on
FROM {mandates} m WHERE m.seat_id = s.seat_id AND lower(m.period) <= d.at
ORDER BY lower(m.period) DESC LIMIT 1
"""
CONTINUITY = """
s.body_type_id IN (SELECT r.body_type_id FROM directory_bodytyperule r WHERE r.period @> %s::date AND r.continuity_past_term)
"""
CONTINUITY_EACH_DAY = """
EXISTS (SELECT FROM directory_bodytyperule r WHERE r.body_type_id = s.body_type_id AND r.period @> d.at AND r.continuity_past_term)
"""
OCCUPANCY = """
SELECT d.at, s.seat_id, s.body_id, s.body_type_id, s.quality, s.rank,
  m.id AS mandate_id, m.person_id, m.association_id, lower(m.period) AS first_day, upper(m.period) - 1 AS last_day, m.departure_on,
  CASE
    WHEN m.period @> d.at THEN 'pourvu'
    WHEN m.end_reason = '' AND m.term_end < d.at AND {continuity} THEN 'echu'
    ELSE 'vacant'
  END AS state,
  CASE WHEN m.period @> d.at THEN NULL ELSE coalesce(upper(m.period), s.opened_on) END AS vacant_since,
  CASE WHEN m.period @> d.at THEN least(upper(m.period) - 1, m.departure_on) END AS ends_on
FROM (SELECT %s::date AS at) d CROSS JOIN ({seats}) s
LEFT JOIN LATERAL ({latest}) m ON true
"""
RECORDED = Fragment("mandates_mandate")
COLUMNS = "seat_id, body_id, quality, rank, state, vacant_since, mandate_id, person_id, association_id, first_day, last_day, departure_on"


def occupancy_sql(seats: SeatQuerySet, at: date, *, mandates: Fragment = RECORDED) -> Fragment:
    """Return the statement that gives one row per seat of `seats` that is open on `at`.

    seats: limited by the caller (`visible_to`, filters). mandates: another relation with the columns of the table of mandates,
    for example what was known of it on a day. Columns of the result: see `OCCUPANCY`.
    """
    return occupancy_over(seats_sql(seats, at), at, mandates=mandates)


def occupancy_over(seats: Fragment, at: date, *, mandates: Fragment = RECORDED) -> Fragment:
    """Return the same statement over any relation of seats with the columns that `OCCUPANCY` needs."""
    sql = OCCUPANCY.format(seats=seats.sql, latest=LATEST_MANDATE.format(mandates=mandates.sql), continuity=CONTINUITY)
    return Fragment(sql, (at, at, *seats.params, *mandates.params))


def occupancy_over_days(seats: Fragment, days: list[date]) -> Fragment:
    """Return one row per seat and per day of `days`, with the column `at`; seats that are not open that day included."""
    sql = OCCUPANCY.format(seats=seats.sql, latest=LATEST_MANDATE.format(mandates=RECORDED.sql), continuity=CONTINUITY_EACH_DAY)
    sql = sql.replace("SELECT %s::date AS at", "SELECT unnest(%s::date[]) AS at")
    return Fragment(sql, (days, *seats.params))


def seats_sql(seats: SeatQuerySet, at: date) -> Fragment:
    """Return the statement of the seats of `seats` that are open on `at`, with the columns that `OCCUPANCY` needs."""
    try:
        sql, params = compiled(_columns(seats.open_at(at)))
    except EmptyResultSet:
        sql, params = compiled(_columns(Seat.objects.filter(pk__lt=0)))
    return Fragment(
        f"SELECT seat_id, body_id, type_id AS body_type_id, quality, rank, greatest(seat_opened, body_opened) AS opened_on FROM ({sql}) o",  # noqa: S608 (compiled by Django)
        params,
    )


def _columns(seats):
    return seats.order_by().values(
        "body_id",
        "quality",
        "rank",
        seat_id=F("id"),
        type_id=F("body__body_type_id"),
        seat_opened=F("opened_on"),
        body_opened=F("body__opened_on"),
    )


def compiled(rows: Any) -> Fragment:
    """Return the statement of a queryset; raise `EmptyResultSet` when Django knows that it gives nothing."""
    return Fragment(*rows.query.sql_with_params())


def occupancy(seats: SeatQuerySet, *, at: date) -> list[Occupancy]:
    """Return the state on `at` of the seats of `seats` that are open that day, by body, quality and rank."""
    core = occupancy_sql(seats, at)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM ({core.sql}) occ ORDER BY body_id, {QUALITY_ORDER}, rank, seat_id",  # noqa: S608 (constants)
            core.params,
        )
        return [from_row(row) for row in cursor]


def from_row(row: tuple) -> Occupancy:
    """Build an `Occupancy` from the columns `COLUMNS`."""
    seat_id, body_id, quality, rank, state, vacant_since, mandate_id, person_id, association_id, first_day, last_day, departure_on = row
    return Occupancy(
        seat_id=seat_id,
        body_id=body_id,
        quality=quality,
        rank=rank,
        state=SeatState(state),
        vacant_since=vacant_since,
        mandate_id=mandate_id,
        person_id=person_id,
        association_id=association_id,
        first_day=first_day,
        last_day=last_day,
        departure_on=departure_on,
    )


QUALITY_ORDER = "CASE quality WHEN 'titular' THEN 1 WHEN 'substitute' THEN 2 ELSE 3 END"  # enums.QualityOrder


def days_vacant(vacant_since: date | None, at: date) -> int | None:
    """Return for how many days the seat has been vacant (0 on the first day); None when nobody knows since when."""
    return None if vacant_since is None else (at - vacant_since).days
