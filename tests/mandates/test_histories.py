"""10 000 random histories of mandates: the database accepts no overlap, and counts as somebody who reads each mandate would."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection

from portevoix.base.core.periods import ONE_DAY
from portevoix.register.directory.models import Body, Person, Seat
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.listing import figures
from tests.factories import BodyTypeFactory, BodyTypeRuleFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
HISTORIES, SEATS, PEOPLE = 10_000, 2, 3
START, DAYS = date(2015, 1, 1), 4_000
SOURCE = {"source": "essai", "source_date": START}

STAGING = """
CREATE TEMP TABLE attempt (
  n int PRIMARY KEY, seat_id bigint, person_id bigint, first date, last date, term date, reason text
) ON COMMIT DROP
"""
# One after the other, each refused or not by the two exclusion constraints.
TRY = """
INSERT INTO mandates_mandate
  (source, source_date, seat_id, body_id, person_id, period, term_end, order_reference, end_reason, ended_at, departure_reason)
SELECT 'essai', '2026-01-01', seat_id, 0, person_id, daterange(first, last, '[]'), term, n::text, reason,
  CASE WHEN reason <> '' THEN now() END, ''
FROM attempt ORDER BY attempt.n
ON CONFLICT DO NOTHING
"""


# In order of first day, two that overlap have two neighbours that overlap.
OVERLAPS = """
SELECT count(*) FROM (
  SELECT period && lag(period) OVER (PARTITION BY seat_id ORDER BY period) AS on_seat,
    period && lag(period) OVER (PARTITION BY body_id, person_id ORDER BY period) AS in_body
  FROM mandates_mandate
) neighbours WHERE on_seat OR in_body
"""


@dataclass(frozen=True)
class Attempt:
    """One designation that somebody tries to record."""

    seat: int
    person: int
    body: int
    first: date
    last: date | None
    term: date | None
    reason: str

    def meets(self, other) -> bool:
        """Both sit on at least one same day."""
        return self.first <= (other.last or date.max) and other.first <= (self.last or date.max)


def attempts(random, seats, people):
    """Yield designations in any order, often on top of each other."""
    for number in range(HISTORIES):
        body = number
        for _ in range(random.randrange(1, 7)):
            first = START + timedelta(days=random.randrange(DAYS))
            term = None if random.random() < 0.05 else first + timedelta(days=random.choice((30, 365, 1_095)) - 1)
            ended = random.random() < 0.4
            last = first + timedelta(days=random.randrange(0, 400)) if ended else term
            last = min(last, term) if last and term else last
            yield Attempt(
                seat=seats[number * SEATS + random.randrange(SEATS)],
                person=people[(number + random.randrange(PEOPLE)) % len(people)],
                body=body,
                first=first,
                last=last,
                term=term,
                reason="RESIGNATION" if ended else "",
            )


@pytest.fixture(scope="module")
def seed():
    return Random().randrange(10**9)


def build():
    """Build the bodies: half of a type in which people sit past their term, half of one in which they do not."""
    department = DepartmentFactory()
    types = [BodyTypeFactory(code=code, name=code, plural_name=code) for code in ("A", "B")]
    for kind, goes_on in zip(types, (True, False), strict=True):
        BodyTypeRuleFactory(body_type=kind, continuity_past_term=goes_on, period=(None, None), patterns={})
    place = {"territory": department, "department": department, "region": department.parent}
    bodies = Body.objects.bulk_create(Body(body_type=types[n % 2], name=f"Instance {n}", **place, **SOURCE) for n in range(HISTORIES))
    seats = Seat.objects.bulk_create(
        Seat(body=body, quality=("titular", "substitute")[n], rank=1, opened_on=START) for body in bodies for n in range(SEATS)
    )
    people = Person.objects.bulk_create(Person(last_name=f"Nom{n}", **SOURCE) for n in range(500))
    return [seat.pk for seat in seats], [person.pk for person in people]


def accepted_by_hand(tried):
    """Return the numbers of the attempts that meet no earlier accepted one, on the seat nor of the person in the body."""
    by_seat, by_person, accepted = defaultdict(list), defaultdict(list), set()
    for number, one in enumerate(tried):
        if any(one.meets(other) for other in by_seat[one.seat] + by_person[one.body, one.person]):
            continue
        by_seat[one.seat].append(one)
        by_person[one.body, one.person].append(one)
        accepted.add(number)
    return accepted, by_seat


def state_by_hand(mandates, day, goes_on):
    """Say the state of a seat by looking at all its mandates."""
    if any(m.first <= day <= (m.last or date.max) for m in mandates):
        return "pourvu"
    begun = [m for m in mandates if m.first <= day]
    over = [m for m in begun if not m.reason and m.term and m.term < day and all(other.first <= m.first for other in begun)]
    return "echu" if over and goes_on else "vacant"


def test_ten_thousand_histories_without_overlap_and_the_same_count_at_any_day(seed):
    random = Random(seed)
    seats, people = build()
    tried = list(attempts(random, seats, people))
    with connection.cursor() as cursor:
        cursor.execute(STAGING)
        with cursor.copy("COPY attempt (n, seat_id, person_id, first, last, term, reason) FROM STDIN") as copy:
            for number, one in enumerate(tried):
                copy.write_row((number, one.seat, one.person, one.first, one.last, one.term, one.reason))
        cursor.execute(TRY)
        cursor.execute("SELECT order_reference::int FROM mandates_mandate")
        accepted = {number for (number,) in cursor}
        cursor.execute(OVERLAPS)
        assert cursor.fetchone() == (0,), f"overlaps (seed {seed})"

        cursor.execute("ANALYZE mandates_mandate, directory_seat, directory_body")  # as an import does

    expected, by_seat = accepted_by_hand(tried)
    assert accepted == expected, f"seed {seed}"
    assert 0 < len(tried) - len(accepted) < len(tried)
    assert Mandate.objects.count() == len(accepted)

    for day in [START - ONE_DAY, *(START + timedelta(days=random.randrange(DAYS + 1_500)) for _ in range(8))]:
        recount = Counter()
        for index, seat in enumerate(seats):
            if day < START:
                continue
            goes_on = (index // SEATS) % 2 == 0
            recount[state_by_hand(by_seat[seat], day, goes_on), ("titular", "substitute")[index % SEATS]] += 1
        found = figures(EVERYTHING, at=day)
        assert found.filled == sum(n for (state, _), n in recount.items() if state == "pourvu"), (day, seed)
        assert found.past_term == sum(n for (state, _), n in recount.items() if state == "echu"), (day, seed)
        assert found.vacant_titular == sum(n for (state, q), n in recount.items() if state != "pourvu" and q == "titular"), (day, seed)
        titulars = figures(EVERYTHING, at=day, criteria=SeatCriteria(qualities=frozenset({"titular"})))
        assert (titulars.opened, titulars.vacant) == (0 if day < START else HISTORIES, found.vacant_titular)
