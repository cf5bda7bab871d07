"""The attendance sheet of two hundred people, asked for by whoever runs the session: the whole page, gates and drawing included."""

import time
from collections.abc import Iterator
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from bench.database import settle
from bench.measure import Result, timed
from bench.nation import REGION, build
from portevoix.base.accounts.models import User
from portevoix.base.accounts.selectors import PROOFS
from portevoix.base.core.periods import period
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Association, Commune, Person, Territory
from portevoix.work.training.enums import EnrolmentState, Presence, SessionState
from portevoix.work.training.models import Course, CourseFamily, Enrolment, HalfDay, Mark, Session

PEOPLE, ROUNDS = 200, 60
HOURS = ((9, 12), (14, 17))


def run(names: set[str]) -> Iterator[Result]:
    """Yield the time of the page."""
    build()
    region = Territory.objects.get(kind="region", code=REGION)
    session = fill(region)
    settle()
    agent = User.objects.create_user("agent-des-formations@exemple.fr", is_demo=True)
    RoleAssignment.objects.create(user=agent, role="fas_region", territory=region, period=period(None))
    client = Client()
    client.force_login(agent)
    proven = client.session
    proven[PROOFS] = [{"method": "mfa", "at": time.time()}]
    proven.save()
    addresses = [f"/espace/formations/{session.pk}/presences/{half_day.pk}/" for half_day in session.half_days.order_by("day", "starts")]

    def ask(number: int) -> int:
        response = client.get(addresses[number % len(addresses)])
        if response.status_code != 200 or response.content.count(b'name="a-') != PEOPLE:
            raise RuntimeError(f"status {response.status_code}: not {PEOPLE} people")
        return len(response.content)

    yield timed("attendance_200", ask, rounds=ROUNDS, warm_up=8)


def fill(region: Territory) -> Session:
    """Create a session of two days, two hundred people and what was noted of the first half-day."""
    today = timezone.localdate()
    family = CourseFamily.objects.create(code="bench", name="Mesure", rank=99)
    course = Course.objects.create(
        code="bench",
        family=family,
        title="Formation mesurée",
        objectives="Mesurer",
        audience="Tous",
        hours=12,
        half_days=4,
        offered=period(None),
        source="mesure",
        source_date=today,
    )
    session = Session.objects.create(
        state=SessionState.CONFIRMED,
        course=course,
        region=region,
        commune=Commune.objects.filter(department__parent=region).order_by("pk").first(),
        seats=PEOPLE,
        minimum=1,
        closes_on=today - timedelta(days=9),
    )
    days = [today - timedelta(days=number) for number in (2, 1)]
    half_days = HalfDay.objects.bulk_create(
        HalfDay(session=session, day=day, starts=f"{start:02}:00", ends=f"{end:02}:00") for day in days for start, end in HOURS
    )
    people = Person.objects.order_by("pk")[:PEOPLE]
    associations = list(Association.objects.order_by("pk")[:20])
    rows = Enrolment.objects.bulk_create(
        Enrolment(session=session, person=person, association=associations[number % 20], state=EnrolmentState.REGISTERED)
        for number, person in enumerate(people)
    )
    Mark.objects.bulk_create(
        Mark(
            enrolment=row,
            half_day=half_days[0],
            presence=Presence.PRESENT if number % 9 else Presence.PARTIAL,
            missed=0 if number % 9 else 15,
        )
        for number, row in enumerate(rows)
    )
    return session
