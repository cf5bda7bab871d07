"""The duty of the basic training on a day: one statement over mandates, attendance and equivalences; nothing of it is stored.

Who counts: whoever has a mandate that runs on the day, and whose first mandate began while first designations were bound to it
(L. 1114-1 CSP: since 1 July 2016). Both the obligation and its delay are dated settings, read on the first day of the first mandate;
a mandate recorded by mistake, or whose order was withdrawn, never was. What fulfils it: an attendance noted as whole, on the last day
of the session, in any basic course; or an equivalence granted, on the day on which the course was followed. Before the first
mandate counts as well.

The same statement answers for a region, a nation, an association and one person. Places kept are those of now, whatever the day.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from portevoix.register.directory.models import Parameter, Person
from portevoix.register.directory.scope import scope_of
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.occupancy import Fragment, compiled
from portevoix.register.mandates.selectors.revision import current_generation, remembered
from portevoix.work.training.enums import DutyState, EnrolmentState, EquivalenceState

OBLIGATION, DELAY = "basic-training-due", "basic-training-months"
NEVER_WAS = (EndReason.DATA_ERROR, EndReason.REVOKED)
ROOM = 16  # numbers remembered for one person, about

# Parameters in the order of `_statement`. What is known of the people comes first, the settings last: PostgreSQL cannot guess how
# many first mandates a period of a setting holds, and would compare every person with every attendance.
DUTIES = """
WITH running AS MATERIALIZED (
  SELECT DISTINCT ON (person_id) person_id, id, body_id, association_id FROM ({running}) r
  WHERE NOT end_reason = ANY(%s) ORDER BY person_id, lower(period), id
), basic AS MATERIALIZED (
  SELECT s.id, max(h.day) AS day FROM training_session s JOIN training_course c ON c.id = s.course_id AND c.is_basic
  LEFT JOIN training_halfday h ON h.session_id = s.id GROUP BY s.id
), followed AS MATERIALIZED (
  SELECT person_id, min(day) AS day FROM (
    SELECT e.person_id, b.day FROM training_enrolment e JOIN basic b ON b.id = e.session_id
    WHERE e.state = %s AND e.person_id IN (SELECT person_id FROM running)
    UNION ALL
    SELECT q.person_id, q.done_on FROM training_equivalence q WHERE q.state = %s AND q.person_id IN (SELECT person_id FROM running)
  ) whole WHERE day <= %s GROUP BY person_id
), kept AS MATERIALIZED (
  SELECT DISTINCT e.person_id FROM training_enrolment e JOIN basic b ON b.id = e.session_id
  WHERE e.state = %s AND e.person_id IN (SELECT person_id FROM running)
), seen AS MATERIALIZED (
  SELECT r.*, t.day, k.person_id IS NOT NULL AS kept, p.sort_key, p.email <> '' AS reachable, coalesce(d.code, '') AS department
  FROM running r JOIN directory_person p ON p.id = r.person_id JOIN directory_body y ON y.id = r.body_id
  LEFT JOIN directory_territory d ON d.id = y.department_id
  LEFT JOIN followed t ON t.person_id = r.person_id LEFT JOIN kept k ON k.person_id = r.person_id
), bound AS (
  SELECT s.*, f.first_on, (f.first_on + make_interval(months => delay.value))::date AS due_on
  FROM seen s CROSS JOIN LATERAL (
    SELECT lower(m.period) AS first_on FROM mandates_mandate m
    WHERE m.person_id = s.person_id AND NOT m.end_reason = ANY(%s) ORDER BY lower(m.period) LIMIT 1
  ) f
  JOIN directory_parameter due ON due.code = %s AND due.period @> f.first_on AND due.value = 1
  LEFT JOIN directory_parameter delay ON delay.code = %s AND delay.period @> f.first_on
)
SELECT person_id, id, association_id, department, first_on, due_on, day, sort_key, reachable,
  CASE WHEN day IS NOT NULL THEN 'done' WHEN kept THEN 'registered' WHEN due_on < %s THEN 'overdue' ELSE 'to_plan' END
FROM bound ORDER BY due_on NULLS LAST, sort_key, person_id
"""


@dataclass(frozen=True, slots=True)
class Duty:
    """One person bound to the basic training.

    mandate, association, department: of the oldest mandate that runs, among those seen; no department for a body of the whole region.
    first_on: first day of the very first mandate. due_on: last day to follow the training, None when no delay was in force.
    done_on: when it was followed. reachable: an e-mail address is known.
    """

    person: int
    mandate: int
    association: int | None
    department: str
    first_on: date
    due_on: date | None
    done_on: date | None
    sort_key: str
    reachable: bool
    state: DutyState

    @property
    def open(self) -> bool:
        """Neither followed nor planned."""
        return self.state in (DutyState.TO_PLAN, DutyState.OVERDUE)

    @property
    def in_time(self) -> bool:
        """Followed, and not after the due date."""
        return self.done_on is not None and (self.due_on is None or self.done_on <= self.due_on)


@dataclass(frozen=True, kw_only=True)
class DutyRule:
    """The rule as it stands on a day: since when first mandates are bound, in how many months; to_verify: no text read says so."""

    since: date
    months: int | None
    to_verify: bool


def duty_rule(at: date) -> DutyRule | None:
    """Return the rule for a first mandate that begins on `at`, None when nothing binds it."""
    found = {row.code: row for row in Parameter.objects.filter(code__in=[OBLIGATION, DELAY], period__contains=at)}
    due, delay = found.get(OBLIGATION), found.get(DELAY)
    if due is None or due.value != 1 or due.period.lower is None:
        return None
    return DutyRule(since=due.period.lower, months=delay.value if delay else None, to_verify=bool(delay and delay.to_verify))


def duties(viewer, *, at: date) -> tuple[Duty, ...]:
    """Return who is bound to the basic training on `at` among the people of the mandates that `viewer` sees, the earliest due first.

    Remembered until the register or the training changes.
    """
    scope = scope_of(viewer)
    return seen_together(("duties", scope, at), lambda: duties_over(Mandate.objects.visible_to(scope), at=at))


def seen_together(key: tuple, compute: Callable[[], tuple]) -> tuple:
    """Return rows remembered until somebody writes in the register or in the training."""
    return remembered(current_generation(), key, compute, size=200_000)


def duty_of(person: Person, *, at: date) -> Duty | None:
    """Return the duty of one person on `at` as they see it, None when nothing binds them."""
    return own_duties([person.pk], at=at).get(person.pk)


def own_duties(people: Collection[int], *, at: date) -> dict[int, Duty]:
    """Return the duty of each of these people as they see it: a mandate already given counts before its first day."""
    given = Mandate.objects.filter(person__in=people).filter(Q(period__endswith__gt=at) | Q(period__upper_inf=True))
    return {duty.person: duty for duty in _read(given, at=at)}


def duties_over(mandates: QuerySet[Mandate], *, at: date) -> tuple[Duty, ...]:
    """Return the same over any mandates, read now. The first mandate of somebody is looked for among all of theirs."""
    return _read(mandates.active_at(at), at=at)


def _read(mandates: QuerySet[Mandate], *, at: date) -> tuple[Duty, ...]:
    try:
        running = compiled(mandates.order_by())
    except EmptyResultSet:
        return ()
    statement = _statement(running, at)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        return tuple(Duty(*row[:-1], DutyState(row[-1])) for row in cursor)


def _statement(running: Fragment, at: date) -> Fragment:
    never = [reason.value for reason in NEVER_WAS]
    states = (EnrolmentState.ATTENDED, EquivalenceState.GRANTED, at, EnrolmentState.REGISTERED)
    return Fragment(DUTIES.format(running=running.sql), (*running.params, never, *states, never, OBLIGATION, DELAY, at))
