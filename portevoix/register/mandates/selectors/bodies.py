"""One body: its composition on a day, as it was known on another day, and the timeline of its seats."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby

from django.db import connection
from django.utils import timezone

from portevoix.base.core.periods import ONE_DAY
from portevoix.register.directory.models import Body, BodyTypeRule, Seat
from portevoix.register.directory.scope import NOTHING, Scope, scope_of
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.criteria import ALL, SeatCriteria, seats_of_bodies
from portevoix.register.mandates.selectors.occupancy import QUALITY_ORDER, Fragment, occupancy_over, occupancy_over_days, occupancy_sql
from portevoix.register.mandates.selectors.revision import current_generation, remembered
from portevoix.register.mandates.selectors.rows import SeatRow, read_rows

ROW_ORDER = f"{QUALITY_ORDER}, constituency, rank, seat_id"


def composition(body: Body, *, at: date, names: Scope = NOTHING) -> list[SeatRow]:
    """Return the seats of `body` open on `at`, titulars first, with who sits; names inside the scope `names` only."""
    core = occupancy_sql(Seat.objects.filter(body=body), at)
    return read_rows(core, at=at, names=names, order=ROW_ORDER)


# What the row history says of a table at a moment: the last event of each row, unless it is a deletion. Each relation is computed
# once (MATERIALIZED): nested in the statement of the occupancy it would be computed again for every seat.
KNOWN = """
known_seats AS MATERIALIZED ({seats}), known_mandates AS MATERIALIZED ({mandates}), known_people AS MATERIALIZED (
  SELECT DISTINCT ON (h.pgh_obj_id) h.id, h.last_name, h.first_name FROM directory_personevent h
  WHERE h.pgh_obj_id = ANY(ARRAY(SELECT person_id FROM known_mandates)) AND h.pgh_created_at < %s
  ORDER BY h.pgh_obj_id, h.pgh_id DESC
),
"""
LAST_EVENTS = """
SELECT e.* FROM (
  SELECT DISTINCT ON (h.pgh_obj_id) h.* FROM {events} h
  WHERE h.pgh_obj_id = ANY(ARRAY(SELECT i.pgh_obj_id FROM {events} i WHERE i.body_id = %s)) AND h.pgh_created_at < %s
  ORDER BY h.pgh_obj_id, h.pgh_id DESC
) e WHERE e.pgh_label <> 'delete' AND e.body_id = %s
"""
HISTORIES = {"seats": "directory_seat", "mandates": "mandates_mandate"}
SEATS_AS_KNOWN = """
SELECT k.id AS seat_id, k.body_id, %s::bigint AS body_type_id, k.quality, k.rank, greatest(k.opened_on, %s::date) AS opened_on
FROM known_seats k WHERE coalesce(k.opened_on <= %s, true) AND coalesce(k.closed_on > %s, true)
"""


def composition_as_known(body: Body, *, at: date, known_on: date, names: Scope = NOTHING) -> list[SeatRow]:
    """Return the composition of `body` on `at` as the register knew it at the end of the day `known_on` (Paris time).

    Read from the row history of the body, its seats, its mandates and its people; what was recorded, corrected or deleted later is
    not seen. Empty when the register did not know the body yet, or knew that it was not open on `at`.
    """
    until = timezone.make_aware(datetime.combine(known_on + ONE_DAY, time.min))
    known = body.history.filter(pgh_created_at__lt=until).order_by("-pgh_id").first()
    if known is None or known.pgh_label == "delete" or not _open(known.opened_on, known.closed_on, at):
        return []
    events = {name: LAST_EVENTS.format(events=f"{table}event") for name, table in HISTORIES.items()}
    seats, mandates, people = (Fragment(f"known_{name}") for name in ("seats", "mandates", "people"))
    one = (body.pk, until, body.pk)
    return read_rows(
        occupancy_over(Fragment(SEATS_AS_KNOWN, (known.body_type_id, known.opened_on, at, at)), at, mandates=mandates),
        at=at,
        names=names,
        seats=seats,
        mandates=mandates,
        people=people,
        relations=Fragment(KNOWN.format(**events), (*one, *one, until)),
        order=ROW_ORDER,
    )


def _open(opened_on, closed_on, day):
    return (opened_on is None or opened_on <= day) and (closed_on is None or day < closed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of the timeline of a seat during which nothing changes; both days are included."""

    state: SeatState
    first_day: date
    last_day: date
    mandate: Mandate | None

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTimeline:
    """One seat and its segments, from the oldest; days on which the seat is not open are in no segment."""

    seat: Seat
    segments: list[Segment]


def timeline(body: Body, *, first: date, last: date) -> list[SeatTimeline]:
    """Return what happened, or will, on each seat of `body` between two days (included), titulars first.

    The mandate of a segment is the one that fills the seat or is past its term, with its person and association; None for a vacancy.
    """
    seats = sorted(Seat.objects.filter(body=body), key=lambda seat: (*_quality_then_rank(seat), seat.pk))
    mandates = {m.pk: m for m in Mandate.objects.filter(body=body).select_related("person", "association__parent").order_by("pk")}
    days = _days_of_change(body, seats, mandates.values(), first, last)
    core = occupancy_over_days(_every_seat(body), days)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seat_id, at, state, mandate_id FROM ({core.sql}) o ORDER BY seat_id, at", core.params)  # noqa: S608
        states = {seat_id: list(rows) for seat_id, rows in groupby(cursor.fetchall(), key=lambda row: row[0])}
    lines = []
    for seat in seats:
        opened = max((day for day in (seat.opened_on, body.opened_on) if day), default=first)
        closed = min((day for day in (seat.closed_on, body.closed_on) if day), default=last + ONE_DAY)
        segments = list(_segments(states.get(seat.pk, []), mandates, days, last))
        lines.append(SeatTimeline(seat=seat, segments=list(_clipped(segments, max(opened, first), min(closed - ONE_DAY, last)))))
    return lines


def _quality_then_rank(seat):
    return {"titular": 1, "substitute": 2}.get(seat.quality, 3), seat.constituency, seat.rank


def _every_seat(body):
    return Fragment(
        "SELECT k.id AS seat_id, k.body_id, %s::bigint AS body_type_id, k.quality, k.rank, greatest(k.opened_on, %s::date) AS opened_on "
        "FROM directory_seat k WHERE k.body_id = %s",
        (body.body_type_id, body.opened_on, body.pk),
    )


def _days_of_change(body, seats, mandates, first, last):
    """Return the days in [first, last] on which the state of a seat may change: bounds of mandates and of the rules."""
    spans = [mandate.period for mandate in mandates]
    spans += BodyTypeRule.objects.filter(body_type=body.body_type_id).values_list("period", flat=True)
    bounds = {day for span in spans for day in (span.lower, span.upper) if day}
    return sorted({first} | {day for day in bounds if first < day <= last})


def _segments(rows, mandates, days, last) -> Iterator[Segment]:
    """Join the successive days of change on which the state and the holder are the same."""
    ends = dict(zip(days, [*(day - ONE_DAY for day in days[1:]), last], strict=True))
    held = [(day, SeatState(state), None if state == SeatState.VACANT else pk) for _, day, state, pk in rows]
    for (state, pk), same in groupby(held, key=lambda row: row[1:]):
        same = list(same)
        yield Segment(state=state, first_day=same[0][0], last_day=ends[same[-1][0]], mandate=mandates.get(pk))


def _clipped(segments, first, last):
    for segment in segments:
        start, end = max(segment.first_day, first), min(segment.last_day, last)
        if start <= end:
            yield replace(segment, first_day=start, last_day=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyVacancy:
    """Open and vacant seats of one body on a day."""

    body_id: int
    opened: int
    vacant_titular: int
    vacant_substitute: int
    vacant_member: int
    oldest: date | None

    @property
    def vacant(self) -> int:
        return self.vacant_titular + self.vacant_substitute + self.vacant_member


PER_BODY = """
SELECT body_id, count(*), count(*) FILTER (WHERE state <> 'pourvu' AND quality = 'titular'),
  count(*) FILTER (WHERE state <> 'pourvu' AND quality = 'substitute'), count(*) FILTER (WHERE state <> 'pourvu' AND quality = 'member'),
  min(vacant_since)
FROM ({core} OFFSET 0) o GROUP BY body_id
"""


def vacancies_by_body(viewer, *, at: date, criteria: SeatCriteria = ALL) -> dict[int, BodyVacancy]:
    """Return the open and vacant seats on `at` of each body that has an open seat, by the body's key. Treat it as read-only.

    viewer: a `Scope` or an account (`EVERYTHING` for public pages: it names nobody). Of the criteria, those on bodies count.
    """
    scope = scope_of(viewer)
    key = ("bodies", scope, criteria.on_bodies, at)
    return remembered(current_generation(), key, lambda: _per_body(scope, criteria, at), size=20_000)


def _per_body(scope, criteria, at):
    core = occupancy_sql(seats_of_bodies(scope, criteria, at=at), at)
    with connection.cursor() as cursor:
        cursor.execute(PER_BODY.format(core=core.sql), core.params)
        names = BodyVacancy.__dataclass_fields__
        return {row[0]: BodyVacancy(**dict(zip(names, row, strict=True))) for row in cursor}
