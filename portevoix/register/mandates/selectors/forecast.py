"""Seats that will fall vacant: terms, accreditations that expire, announced departures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import TextChoices

from portevoix.base.core.periods import ONE_DAY, add_months
from portevoix.register.directory.scope import scope_of
from portevoix.register.mandates.selectors.criteria import ALL, SeatCriteria, seats_of_bodies
from portevoix.register.mandates.selectors.occupancy import seats_sql
from portevoix.register.mandates.selectors.revision import current_generation, remembered

FORECAST_MONTHS = 24


class Cause(TextChoices):
    """Why a seat will fall vacant."""

    TERM = "terme", "terme du mandat"
    ACCREDITATION = "agrement", "fin de l’agrément"
    DEPARTURE = "depart", "départ annoncé"


@dataclass(frozen=True, slots=True, kw_only=True)
class FallingVacant:
    """One mandate that comes to its end: its last day is `last_day`, the seat is vacant from the next one."""

    mandate_id: int
    seat_id: int
    body_id: int
    quality: str
    department_code: str
    department_name: str
    last_day: date
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastCell:
    """Ends of mandates in one month (its first day) in one department, by cause; each mandate is counted once."""

    month: date
    department_code: str
    department_name: str
    terms: int
    accreditations: int
    departures: int

    @property
    def total(self) -> int:
        return self.terms + self.accreditations + self.departures


# The accreditation that counts: national, or of the body's region; periods that touch make one (a renewal leaves no gap).
FALLING = """
WITH running AS (
  SELECT m.id, m.seat_id, m.period, m.departure_on, m.end_reason, s.body_id, s.quality, s.body_type_id, b.region_id, b.department_id,
    coalesce(a.parent_id, a.id) AS accredited_id
  FROM ({seats}) s JOIN mandates_mandate m ON m.seat_id = s.seat_id JOIN directory_body b ON b.id = s.body_id
  LEFT JOIN directory_association a ON a.id = m.association_id
  WHERE lower(m.period) <= %s AND coalesce(upper(m.period) > %s, true)
), covered AS MATERIALIZED (
  SELECT pair.accredited_id, pair.region_id, range_agg(c.period) AS spans
  FROM (SELECT DISTINCT accredited_id, region_id FROM running WHERE body_type_id IN (
    SELECT r.body_type_id FROM directory_bodytyperule r WHERE r.period @> %s::date AND r.requires_accreditation <> 'no')) pair
  JOIN directory_accreditation c ON c.association_id = pair.accredited_id
    AND (c.level = 'national' OR c.region_id = pair.region_id)
  GROUP BY 1, 2
), ending AS (
  SELECT running.*, upper(period) - 1 AS term_day, cover.last_day AS cover_day,
    least(upper(period) - 1, departure_on, cover.last_day) AS last_day
  FROM running LEFT JOIN LATERAL (
    SELECT upper(span) - 1 AS last_day FROM covered, unnest(covered.spans) span
    WHERE covered.accredited_id = running.accredited_id AND covered.region_id = running.region_id
      AND span @> greatest(lower(running.period), %s::date)
      AND running.body_type_id IN (
        SELECT r.body_type_id FROM directory_bodytyperule r WHERE r.period @> %s::date AND r.requires_accreditation <> 'no')
  ) cover ON true
)
SELECT e.id AS mandate_id, e.seat_id, e.body_id, e.quality, coalesce(d.code, '') AS department_code,
  coalesce(d.name, '') AS department_name, e.last_day,
  CASE
    WHEN e.departure_on = e.last_day OR (e.term_day = e.last_day AND e.end_reason NOT IN ('', 'TERM')) THEN 'depart'
    WHEN e.term_day = e.last_day THEN 'terme'
    ELSE 'agrement'
  END AS cause
FROM ending e JOIN directory_seat s ON s.id = e.seat_id JOIN directory_body b ON b.id = e.body_id
LEFT JOIN directory_territory d ON d.id = e.department_id
WHERE e.last_day BETWEEN %s AND %s
  AND coalesce(s.closed_on > e.last_day + 1, true) AND coalesce(b.closed_on > e.last_day + 1, true)
  AND NOT EXISTS (SELECT FROM mandates_mandate n WHERE n.seat_id = e.seat_id AND n.id <> e.id AND n.period @> e.last_day + 1)
ORDER BY e.last_day, d.code NULLS LAST, e.seat_id
"""
NAMES = tuple(FallingVacant.__dataclass_fields__)


def falling_vacant(viewer, *, at: date, months: int = FORECAST_MONTHS, criteria: SeatCriteria = ALL) -> list[FallingVacant]:
    """Return the mandates that end from `at` to the end of the last of `months` months, the first one being that of `at`.

    Running on `at` or still to come. A mandate counts once, at the first of: its term, the announced departure of its holder, the
    end of the accreditation of its association. It does not count when somebody is already designated for the next day, or when the
    seat or the body closes. viewer: a `Scope` or an account; of the criteria, those on bodies and `qualities` count.
    """
    return list(_falling(scope_of(viewer), at, months, criteria))


def _falling(scope, at, months, criteria):
    key = ("falling", scope, criteria.on_bodies, criteria.qualities, at, months)
    return remembered(current_generation(), key, lambda: _read(scope, criteria, at, months), size=20_000)


def _read(scope, criteria, at, months):
    seats = seats_of_bodies(scope, criteria, at=at)
    if criteria.qualities:
        seats = seats.filter(quality__in=criteria.qualities)
    last = add_months(at.replace(day=1), months) - ONE_DAY
    inner = seats_sql(seats, at)
    with connection.cursor() as cursor:
        cursor.execute(FALLING.format(seats=inner.sql), (*inner.params, last, at, at, at, at, at, last))
        return tuple(FallingVacant(**dict(zip(NAMES, (*row[:-1], Cause(row[-1])), strict=True))) for row in cursor)


def forecast(viewer, *, at: date, months: int = FORECAST_MONTHS, criteria: SeatCriteria = ALL) -> list[ForecastCell]:
    """Return the counts of `falling_vacant` by month and department, in that order; months without any end are absent."""
    scope = scope_of(viewer)
    key = ("forecast", scope, criteria.on_bodies, criteria.qualities, at, months)
    return list(remembered(current_generation(), key, lambda: _cells(_falling(scope, at, months, criteria)), size=2000))


Counts = Mapping[tuple[date, str], int]


def falling_by_quality(viewer, *, at: date, months: int = FORECAST_MONTHS, criteria: SeatCriteria = ALL) -> Counts:
    """Return how many mandates of `falling_vacant` end in each month (its first day), by quality of the seat. Treat it as read-only."""
    scope = scope_of(viewer)
    key = ("falling by quality", scope, criteria.on_bodies, criteria.qualities, at, months)
    return remembered(current_generation(), key, lambda: count_by_quality(_falling(scope, at, months, criteria)), size=500)


def count_by_quality(falling: Iterable[FallingVacant]) -> Counts:
    """Return how many of these mandates end in each month (its first day), by quality of the seat."""
    return Counter((row.last_day.replace(day=1), row.quality) for row in falling)


def _cells(rows):
    counts = defaultdict(lambda: dict.fromkeys(Cause, 0))
    for row in rows:
        counts[row.last_day.replace(day=1), row.department_code or "~", row.department_name][row.cause] += 1
    return tuple(
        ForecastCell(
            month=month,
            department_code=code.strip("~"),
            department_name=name,
            terms=causes[Cause.TERM],
            accreditations=causes[Cause.ACCREDITATION],
            departures=causes[Cause.DEPARTURE],
        )
        for (month, code, name), causes in sorted(counts.items())
    )


def months_of(at: date, months: int = FORECAST_MONTHS) -> list[date]:
    """Return the first days of the months of a forecast made on `at`, that of `at` first."""
    return [add_months(at.replace(day=1), index) for index in range(months)]
