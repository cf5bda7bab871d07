"""Careers drawn at random, and the rule of the basic training written a second time, apart, in plain SQL."""

from datetime import date, time, timedelta
from random import Random

from django.db import connection
from django.utils import timezone

from portevoix.base.core.periods import ONE_DAY, period
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Body, Parameter, Person, Seat
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import EnrolmentState, EquivalenceState, SessionFormat
from portevoix.work.training.models import Enrolment, Equivalence, HalfDay, Session
from portevoix.work.training.selectors.duty import DELAY, OBLIGATION
from tests import factories as make
from tests.training import making

SOURCE = {"source": "jeu d’essai", "source_date": date(2026, 1, 1)}
ENDS = [EndReason.RESIGNATION, EndReason.TERM, EndReason.DATA_ERROR, EndReason.REVOKED, EndReason.SEAT_SWITCH]
BODIES_EACH, SLOTS = 40, 2

# The rule, sentence by sentence. Somebody is bound when they sit on the day, and when no mandate that counts of theirs began before the
# obligation. They followed the training when a basic session that they attended in whole was over, or an equivalence was dated, by then.
RULE = """
SELECT p.id,
  CASE WHEN whole.day IS NOT NULL THEN 'done'
    WHEN p.id IN (SELECT e.person_id FROM training_enrolment e, training_session s, training_course c
                  WHERE e.session_id = s.id AND s.course_id = c.id AND c.is_basic AND e.state = 'registered') THEN 'registered'
    WHEN %(day)s > due.day THEN 'overdue' ELSE 'to_plan' END,
  due.day, whole.day
FROM directory_person p,
LATERAL (SELECT min(lower(m.period)) AS day FROM mandates_mandate m
         WHERE m.person_id = p.id AND m.end_reason NOT IN ('DATA_ERROR', 'REVOKED')) first,
LATERAL (SELECT CASE WHEN first.day < %(change)s THEN first.day + interval '6 months' ELSE first.day + interval '4 months' END) due0(day),
LATERAL (SELECT due0.day::date AS day) due,
LATERAL (SELECT least(
  (SELECT min(q.done_on) FROM training_equivalence q WHERE q.person_id = p.id AND q.state = 'granted' AND q.done_on <= %(day)s),
  (SELECT min(last.day) FROM (
     SELECT (SELECT h.day FROM training_halfday h WHERE h.session_id = e.session_id ORDER BY h.day DESC LIMIT 1) AS day
     FROM training_enrolment e JOIN training_session s ON s.id = e.session_id
     WHERE e.person_id = p.id AND e.state = 'attended' AND s.course_id IN (SELECT id FROM training_course WHERE is_basic)
   ) last WHERE last.day <= %(day)s)
) AS day) whole
WHERE first.day >= '2016-07-01'
  AND EXISTS (SELECT 1 FROM mandates_mandate m WHERE m.person_id = p.id AND m.end_reason NOT IN ('DATA_ERROR', 'REVOKED')
              AND lower(m.period) <= %(day)s AND (upper(m.period) IS NULL OR %(day)s < upper(m.period)))
"""


def settings(*, change: date) -> None:
    """Write the obligation since 1 July 2016, the delay of 6 months, and of 4 for the first mandates from `change` on."""
    Parameter.objects.create(code=OBLIGATION, label="obligation", value=1, period=period(date(2016, 7, 1)), **SOURCE)
    Parameter.objects.create(code=DELAY, label="délai", value=6, period=period(date(2016, 7, 1), change - ONE_DAY), **SOURCE)
    Parameter.objects.create(code=DELAY, label="délai", value=4, period=period(change), **SOURCE)


def by_the_rule(day: date, *, change: date) -> set[tuple]:
    """Return (person, state, due, followed on) of whoever is bound on `day`, by the second statement."""
    with connection.cursor() as cursor:
        cursor.execute(RULE, {"day": day, "change": change})
        return set(cursor.fetchall())


def draw(count: int, *, seed: int) -> None:
    """Write `count` people with their mandates, attendance and equivalences."""
    random, now = Random(seed), timezone.now()
    template = make.BodyFactory()
    fields = {"body_type": template.body_type, "region": template.region, "department": template.department, "opened_on": date(2010, 1, 1)}
    bodies = Body.objects.bulk_create(
        Body(name=f"Instance {n}", territory=template.department, **fields, **SOURCE) for n in range(BODIES_EACH * SLOTS)
    )
    people = Person.objects.bulk_create(Person(last_name=f"Nom{n}", email="a@exemple.fr" if n % 3 else "", **SOURCE) for n in range(count))
    seats = Seat.objects.bulk_create(
        Seat(body=bodies[slot * BODIES_EACH + n % BODIES_EACH], quality=SeatQuality.TITULAR, rank=n // BODIES_EACH + 1)
        for n in range(count)
        for slot in range(SLOTS)
    )
    rows = [row for n, person in enumerate(people) for row in _career(random, person, seats[n * SLOTS : (n + 1) * SLOTS], now)]
    Mandate.objects.bulk_create(rows, batch_size=4000)
    sessions = _sessions(random, template.region, now)
    Enrolment.objects.bulk_create(row for person in people for row in _enrolments(random, person, sessions))
    Equivalence.objects.bulk_create(row for person in people for row in _equivalences(random, person, now))


def _career(random, person, seats, now):
    """None to two mandates on each seat, one after the other: before and after the obligation, ended early, withdrawn, to come."""
    for seat in seats:
        day = date(2015, 1, 1) + timedelta(days=random.randrange(4500))
        if random.random() < 0.15:
            day = date(2016, 6, 29) + timedelta(days=random.randrange(5))
        for _ in range(random.choice((0, 1, 1, 2))):
            last = term = day + timedelta(days=random.randrange(20, 1500))
            reason = random.choice(ENDS) if random.random() < 0.35 else ""
            if reason and random.random() < 0.6:
                last = day + timedelta(days=random.randrange((term - day).days))
            open_ended = not reason and random.random() < 0.1
            yield Mandate(
                seat=seat,
                body_id=seat.body_id,
                person=person,
                period=period(day, None if open_ended else last),
                term_end=None if open_ended else term,
                end_reason=reason,
                ended_at=now if reason else None,
                **SOURCE,
            )
            if open_ended:
                break
            day = last + timedelta(days=random.randrange(1, 700))


def _sessions(random, region, now):
    """Sessions of two basic courses and of one that is not, some with their days far apart, one without any."""
    courses = [making.CourseFactory(basic=True), making.CourseFactory(is_basic=True), making.CourseFactory()]
    sessions = Session.objects.bulk_create(
        Session(course=random.choice(courses), region=region, format=SessionFormat.REMOTE, closes_on=date(2026, 1, 1)) for _ in range(60)
    )
    half_days = []
    for session in sessions[1:]:
        day = date(2014, 1, 1) + timedelta(days=random.randrange(5000))
        for _ in range(random.randrange(1, 4)):
            half_days.append(HalfDay(session=session, day=day, starts=time(9), ends=time(12)))
            day += timedelta(days=random.choice((1, 1, 30)))
    HalfDay.objects.bulk_create(half_days)
    return sessions


def _enrolments(random, person, sessions):
    for session in random.sample(sessions, random.choice((0, 0, 1, 1, 2))):
        state = random.choice([s for s in EnrolmentState if s != EnrolmentState.OFFERED])
        yield Enrolment(session=session, person=person, state=state)


def _equivalences(random, person, now):
    for _ in range(random.choice((0, 0, 0, 0, 1, 2))):
        state = random.choice([EquivalenceState.GRANTED, EquivalenceState.REFUSED])
        day = date(2014, 1, 1) + timedelta(days=random.randrange(5000))
        yield Equivalence(person=person, state=state, done_on=day, reason="motif", decided_at=now)
