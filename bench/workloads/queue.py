"""« Ce qui m’attend » of a regional agent: 2 000 files of one region in every state, by filters, order and pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from random import Random

from django.utils import timezone

from bench.database import settle
from bench.measure import Result, timed
from bench.nation import REGION, build
from portevoix.base.accounts.models import User
from portevoix.base.core.periods import period
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Association, Body, Commune, Territory
from portevoix.work.candidacies.enums import CallMode, CallState, CandidacyState
from portevoix.work.candidacies.models import Call, Candidacy, Wish
from portevoix.work.candidacies.selectors.queue import Criteria, waiting_files

FILES, WISHES, ROUNDS = 2_000, 3, 60
STATES = (CandidacyState.SUBMITTED, CandidacyState.TO_DECIDE, CandidacyState.UNDER_REVIEW, CandidacyState.INCOMPLETE)


def run(names: set[str]) -> Iterator[Result]:
    """Yield the result of the queue."""
    build()
    region = Territory.objects.get(kind="region", code=REGION)
    call = fill(region, Random(2026))
    settle()
    agent = User.objects.create_user("agent-des-candidatures@exemple.fr")
    RoleAssignment.objects.create(user=agent, role="ars_region", territory=region, period=period(None))
    today, views = timezone.localdate(), cycle(criteria(call))

    def ask(number: int) -> None:
        user = User.objects.get(pk=agent.pk)
        limits, page = next(views)
        found = waiting_files(user, today=today, criteria=limits, page=page)
        if page == 1 and not found.files:
            raise RuntimeError(f"{limits}: nothing found")

    yield timed("queue_2000", ask, rounds=ROUNDS, warm_up=8)


def criteria(call: Call) -> list[tuple[Criteria, int]]:
    """Return what an agent asks for, one after the other."""
    return [
        (Criteria(), 1),
        (Criteria(), 9),
        (Criteria(state=CandidacyState.TO_DECIDE), 1),
        (Criteria(department="67"), 1),
        (Criteria(text="nom 12"), 1),
        (Criteria(late=True), 1),
        (Criteria(call=call.pk, late=True, department="57"), 2),
    ]


def fill(region: Territory, random: Random) -> Call:
    """Create one call with its files and their wishes; return it."""
    now, today = timezone.now(), timezone.localdate()
    call = Call.objects.create(
        state=CallState.CLOSED,
        number="BENCH-1",
        title="Sièges vacants de la région",
        mode=CallMode.CAMPAIGN,
        region=region,
        opens_at=now - timedelta(days=90),
        closes_at=now - timedelta(days=30),
    )
    bodies = list(Body.objects.filter(region=region, department__isnull=False).select_related("department"))
    associations = list(Association.objects.all()[:60])
    homes = list(Commune.objects.filter(department__parent=region)[:200])
    wishes_of = [random.sample(bodies, WISHES) for _ in range(FILES)]
    files = [one_file(number, call, random, associations, homes, wishes_of[number], now, today) for number in range(FILES)]
    Candidacy.objects.bulk_create(files, batch_size=500)
    Wish.objects.bulk_create(
        [
            Wish(candidacy=file, rank=rank, body=body)
            for file, bodies in zip(files, wishes_of, strict=True)
            for rank, body in enumerate(bodies, start=1)
        ],
        batch_size=1_000,
    )
    return call


def one_file(number, call, random, associations, homes, bodies, now, today: date) -> Candidacy:
    moment = now - timedelta(days=random.randrange(60), minutes=number)
    home = random.choice(homes) if homes else None
    return Candidacy(
        call=call,
        association=random.choice(associations),
        state=STATES[number % len(STATES)],
        state_changed_at=moment,
        number=f"B-{number:05}",
        last_name=f"Nom {number % 700}",
        first_name=f"Prénom {number % 40}",
        email=f"personne{number}@exemple.fr",
        home=home,
        member_since=today,
        submitted_at=moment,
        departments=sorted({body.department.code for body in bodies} | ({home.department.code} if home else set())),
    )
