"""The radar of the basic training: the whole page, as the browser asks for it, for a region and for a nation.

`radar_*` goes through pages, orders and filters on a register at rest; `*_after_write` asks for the first page when somebody has just
enrolled, so that nothing is remembered.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import cycle
from random import Random

from django.core.management import call_command
from django.db.models import F
from django.db.models.functions import Lower
from django.test import Client
from django.urls import reverse

from bench.database import settle
from bench.measure import Result, timed
from bench.nation import REGION, Nation, build
from bench.workloads.seats import agent
from portevoix.base.core.periods import period
from portevoix.register.directory.models import Territory
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import EnrolmentState, EquivalenceState, SessionFormat, SessionState
from portevoix.work.training.models import Course, CourseFamily, Enrolment, Equivalence, HalfDay, Session

ROUNDS, SEATS = 60, 15
VIEWS = ("", "?page=2", "?e=tous", "?e=overdue", "?e=done&tri=personne", "?j=on", "?q=mari", "?e=tous&tri=-debut", "?e=registered")


def run(names: set[str]) -> Iterator[Result]:
    """Yield the results of the two perimeters."""
    nation = build()
    fill(nation, Random(2026))
    region = agent("fas_region", Territory.objects.get(kind="region", code=REGION))
    for who, client in (("region", region), ("nation", agent("fas_region", None))):
        if f"radar_{who}" in names:
            yield from pages(who, client)


def pages(who: str, client: Client) -> Iterator[Result]:
    views = cycle(VIEWS)
    yield timed(f"radar_{who}", lambda number: ask(client, next(views)), rounds=ROUNDS, warm_up=len(VIEWS))
    touched = cycle(Enrolment.objects.order_by("pk")[:50])
    yield timed(f"radar_{who}_after_write", lambda number: ask(client, ""), rounds=15, before=lambda number: touch(next(touched)))


def ask(client: Client, query: str) -> int:
    """Ask for the page and return its size; anything else than the page is an error."""
    response = client.get(reverse("training:radar") + query, secure=True)
    if response.status_code != 200:
        raise RuntimeError(f"{query}: {response.status_code} {response.get('Location', '')}")
    return len(response.content)


def touch(enrolment: Enrolment) -> None:
    """Write something in the training, outside any measure."""
    enrolment.remote = not enrolment.remote
    enrolment.save()


def fill(nation: Nation, random: Random) -> None:
    """Write ten years of basic training: seven people in ten came, some partly, some have a place; some followed it elsewhere."""
    if Enrolment.objects.exists():
        return
    call_command("load_reference", verbosity=0)
    family, _ = CourseFamily.objects.get_or_create(code="parcours", defaults={"name": "Parcours"})
    source = {"source": "données d’essai de vitesse", "source_date": date(2026, 1, 1)}
    facts = {"family": family, "hours": 14, "offered": period(date(2016, 7, 1)), **source}
    course = Course.objects.create(code="bench-ruea", title="Formation de base", is_basic=True, **facts)
    other = Course.objects.create(code="bench-autre", title="Autre formation", **facts)
    firsts = dict(Mandate.objects.order_by("-period").annotate(first=Lower(F("period"))).values_list("person", "first"))
    regions = list(Territory.objects.filter(kind="region"))
    states = [EnrolmentState.ATTENDED] * 7 + [EnrolmentState.PARTIAL, EnrolmentState.ABSENT, EnrolmentState.REGISTERED, None, None]
    coming = sorted((first + timedelta(days=random.randrange(20, 400)), person) for person, first in firsts.items())
    groups = [coming[start : start + SEATS] for start in range(0, len(coming), SEATS)]
    sessions = Session.objects.bulk_create(
        Session(
            course=course if number % 8 else other,
            region=random.choice(regions),
            format=SessionFormat.REMOTE,
            state=SessionState.CONFIRMED,
            closes_on=group[0][0],
        )
        for number, group in enumerate(groups)
    )
    HalfDay.objects.bulk_create(
        HalfDay(session=session, day=group[-1][0] + timedelta(days=day), starts=time(9), ends=time(12))
        for session, group in zip(sessions, groups, strict=True)
        for day in range(2)
    )
    chosen = [(session, person, random.choice(states)) for session, group in zip(sessions, groups, strict=True) for _, person in group]
    Enrolment.objects.bulk_create(
        (Enrolment(session=session, person_id=person, state=state) for session, person, state in chosen if state), batch_size=5_000
    )
    Equivalence.objects.bulk_create(
        Equivalence(person_id=person, state=EquivalenceState.GRANTED, done_on=firsts[person])
        for person in random.sample(sorted(firsts), len(firsts) // 30)
    )
    settle()
