"""Calls as they are read: lists, figures, the seats of one call with what they receive, whom a call concerns."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet

from portevoix.base.core.periods import day_of
from portevoix.base.core.readable import readable_name
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Association, Seat
from portevoix.register.directory.scope import NOTHING, Scope
from portevoix.register.directory.selectors.accreditations import accreditation_at
from portevoix.register.mandates.selectors.revision import current_generation
from portevoix.register.mandates.selectors.search import bodies_found, find
from portevoix.work.candidacies.enums import CallState, CandidacyState, SeatOrigin
from portevoix.work.candidacies.models import Call, CallReminder, Candidacy
from portevoix.work.candidacies.models.candidacies import UNSENT
from portevoix.work.candidacies.workflow import SENT

MOST_BODIES = 8  # found by a search: beyond, write more of the name
STATE_ORDER = (CallState.OPEN, CallState.DRAFT, CallState.CLOSED, CallState.DECIDED, CallState.PUBLISHED, CallState.CANCELLED)


def last_day(call: Call) -> date | None:
    """Return the last day on which a candidacy is received; None for a permanent call."""
    return day_of(call.closes_at - timedelta(microseconds=1)) if call.closes_at else None


def days_left(call: Call, *, today: date) -> int | None:
    """Return how many days are left to propose, today included; 0 once the window is over, None without a closing."""
    last = last_day(call)
    return None if last is None else max(0, (last - today).days + 1)


def reminder_day(call: Call, reminder: CallReminder) -> date | None:
    """Return the day on which a reminder leaves; None when the call has no closing."""
    last = last_day(call)
    return None if last is None else last - timedelta(days=reminder.days_before)


def listed_calls(scope: Scope, *, states: frozenset[str] = frozenset()) -> QuerySet[Call]:
    """Return the calls that `scope` sees, the most recent opening first, each with `seat_count` and `received` (candidacies sent)."""
    calls = Call.objects.visible_to(scope).select_related("region")
    if states:
        calls = calls.filter(state__in=states)
    return calls.annotate(
        seat_count=Count("call_seats", distinct=True),
        received=Count("candidacies", distinct=True, filter=~Q(candidacies__state__in=UNSENT)),
    ).order_by("-opens_at", "-pk")


def due_reminders(*, at: datetime) -> list[CallReminder]:
    """Return the reminders to send at `at`, of the calls that are open: those whose day has come since the opening."""
    today = day_of(at)
    rows = CallReminder.objects.filter(sent_at__isnull=True, call__state=CallState.OPEN, call__closes_at__gt=at, call__opens_at__lte=at)
    rows = rows.select_related("call__region").order_by("call_id", "-days_before", "pk")
    return [row for row in rows if day_of(row.call.opens_at) < reminder_day(row.call, row) <= today]


def concerned_associations(call: Call, *, today: date) -> list[Association]:
    """Return the associations to write to about `call`: accredited on `today`, with a section in one of its departments or a mandate there.

    A section is written to itself; without an address of its own, its federation is.
    """
    here = Q(department__code__in=call.departments) | Q(
        mandates__body__department__code__in=call.departments, mandates__period__contains=today
    )
    rows = Association.objects.filter(here, closed_on__isnull=True).select_related("parent").order_by("pk").distinct()
    accredited: dict[int, bool] = {}
    kept = []
    for row in rows:
        root = row.accredited
        if root.pk not in accredited:
            accredited[root.pk] = accreditation_at(root, today, region=call.region) is not None
        if accredited[root.pk]:
            kept.append(row)
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSeatRow:
    """One seat of a call on a day. wanted: candidacies that ask for it; remaining: nobody is designated on it yet."""

    id: int
    seat_id: int
    quality: str
    rank: int
    constituency: str
    origin: str
    vacant_from: date | None
    body_id: int
    body_name: str
    body_type_code: str
    body_type_name: str
    town: str
    facility_id: int | None
    department_code: str
    department_name: str
    latitude: float | None
    longitude: float | None
    remaining: bool
    wanted: int

    @property
    def seat_label(self) -> str:
        """« Titulaire 1 », with the constituency when there is one."""
        name = f"{SeatQuality(self.quality).label.capitalize()} {self.rank}"
        return f"{name} ({self.constituency})" if self.constituency else name

    @property
    def origin_label(self) -> str:
        return SeatOrigin(self.origin).label


# Haversine; R as in base.core.distance.
SEATS_OF_CALL = """
WITH placed AS MATERIALIZED (
  SELECT cs.id, cs.seat_id, s.quality, s.rank, s.constituency, cs.origin, cs.vacant_from, s.body_id, b.name AS body_name, b.sort_key,
    t.code AS body_type_code, t.name AS body_type_name, b.town, b.facility_id, coalesce(d.code, '') AS department_code,
    coalesce(d.name, '') AS department_name,
    coalesce(f.latitude, k.latitude) AS latitude, coalesce(f.longitude, k.longitude) AS longitude,
    NOT EXISTS (
      SELECT FROM mandates_mandate m WHERE m.seat_id = s.id AND coalesce(upper(m.period) > CASE cs.origin
        WHEN 'falling' THEN greatest(cs.vacant_from, %(today)s::date) ELSE %(today)s::date END, true)
        AND (cs.origin <> 'mid_cycle' OR lower(m.period) > %(drafted)s::date)
    ) AS remaining
  FROM candidacies_callseat cs
  JOIN directory_seat s ON s.id = cs.seat_id
  JOIN directory_body b ON b.id = s.body_id
  JOIN directory_bodytype t ON t.id = b.body_type_id
  LEFT JOIN directory_territory d ON d.id = b.department_id
  LEFT JOIN directory_facility f ON f.id = b.facility_id
  LEFT JOIN directory_commune k ON k.id = f.commune_id
  WHERE cs.call_id = %(call)s
), wishes AS MATERIALIZED (
  SELECT w.candidacy_id, w.body_id, w.quality, w.within_km, c.home_id
  FROM candidacies_wish w JOIN candidacies_candidacy c ON c.id = w.candidacy_id
  WHERE c.call_id = %(call)s AND c.state NOT IN ('draft', 'lapsed', 'withdrawn') AND w.state <> 'withdrawn'
), asked AS (
  SELECT candidacy_id, body_id, quality FROM wishes WHERE body_id IS NOT NULL
  UNION
  SELECT w.candidacy_id, p.body_id, w.quality
  FROM wishes w JOIN directory_commune h ON h.id = w.home_id
  JOIN (SELECT DISTINCT body_id, latitude, longitude FROM placed WHERE latitude IS NOT NULL) p
    ON abs(p.latitude - h.latitude) * 111 < w.within_km AND 2 * 6371.0088 * asin(least(1, sqrt(
    power(sin(radians(p.latitude - h.latitude) / 2), 2)
    + cos(radians(h.latitude)) * cos(radians(p.latitude)) * power(sin(radians(p.longitude - h.longitude) / 2), 2)))) <= w.within_km
  WHERE w.body_id IS NULL
), demand AS (
  SELECT a.body_id, q.quality, count(DISTINCT a.candidacy_id) AS wanted
  FROM asked a JOIN (VALUES ('titular'), ('substitute'), ('member')) q(quality) ON a.quality IN ('', q.quality) GROUP BY 1, 2
)
SELECT placed.*, coalesce(demand.wanted, 0) AS wanted FROM placed LEFT JOIN demand USING (body_id, quality)
ORDER BY placed.department_code, placed.sort_key, placed.body_id,
  CASE placed.quality WHEN 'titular' THEN 1 WHEN 'substitute' THEN 2 ELSE 3 END, placed.rank, placed.id
"""


def seats_of_call(call: Call, *, today: date) -> list[CallSeatRow]:
    """Return the seats of `call`, by department, body, quality and rank, with what they receive and whether they remain on `today`."""
    with connection.cursor() as cursor:
        cursor.execute(SEATS_OF_CALL, {"call": call.pk, "today": today, "drafted": day_of(call.drafted_at)})
        names = [column.name for column in cursor.description]
        return [_row(dict(zip(names, row, strict=True))) for row in cursor]


def _row(columns: dict) -> CallSeatRow:
    columns.pop("sort_key")
    columns["body_name"] = readable_name(columns["body_name"], columns["town"])
    return CallSeatRow(**columns)


@dataclass(frozen=True, kw_only=True)
class DepartmentSeats:
    """What a call offers in one department; empty code: the bodies of the whole region."""

    code: str
    name: str
    bodies: int
    seats: int
    remaining: int
    unasked: int


@dataclass(frozen=True, kw_only=True)
class CallFigures:
    """Live counts of a call on a day. unasked: remaining seats that no candidacy asks for.

    drafts: not sent yet; waiting: sent, that wait for a decision.
    """

    seats: int
    remaining: int
    unasked: int
    received: int
    drafts: int
    waiting: int
    by_state: list[tuple[str, str, int]]
    by_department: list[DepartmentSeats]


def call_figures(call: Call, rows: list[CallSeatRow]) -> CallFigures:
    """Return the counts of `call`; rows: `seats_of_call` of the same day."""
    states = Counter(dict(Candidacy.objects.filter(call=call).order_by().values_list("state").annotate(count=Count("pk"))))
    shown = [(state.value, state.label, states[state]) for state in CandidacyState if states[state] and state not in UNSENT]
    return CallFigures(
        seats=len(rows),
        remaining=sum(row.remaining for row in rows),
        unasked=sum(row.remaining and not row.wanted for row in rows),
        received=sum(count for _, _, count in shown),
        drafts=states[CandidacyState.DRAFT],
        waiting=sum(states[state] for state in SENT),
        by_state=shown,
        by_department=by_department(rows),
    )


def by_department(rows: list[CallSeatRow]) -> list[DepartmentSeats]:
    """Return the counts by department, by code; the bodies of the whole region last."""
    groups: dict[tuple[str, str], list[CallSeatRow]] = {}
    for row in rows:
        groups.setdefault((row.department_code, row.department_name), []).append(row)
    return [
        DepartmentSeats(
            code=code,
            name=name or "Toute la région",
            bodies=len({row.body_id for row in group}),
            seats=len(group),
            remaining=sum(row.remaining for row in group),
            unasked=sum(row.remaining and not row.wanted for row in group),
        )
        for (code, name), group in sorted(groups.items(), key=lambda item: (item[0][0] == "", item[0][0]))
    ]


def seats_to_add(call: Call, text: str, *, viewer, at: date) -> QuerySet[Seat]:
    """Return the open seats of the bodies that `text` names, that `viewer` sees in the region of `call`, and that it does not offer."""
    found = bodies_found(find(text, names=NOTHING, at=at, generation=current_generation()))[:MOST_BODIES]
    seats = Seat.objects.visible_to(viewer).open_at(at).filter(body__in=found, body__region=call.region)
    circuit = seats.filter(body__body_type__in_designation_circuit=True, body__body_type__parent__isnull=True)
    rows = circuit.exclude(call_seats__call=call).select_related("body")
    return rows.order_by("body__sort_key", "body_id", "-quality", "rank", "pk")
