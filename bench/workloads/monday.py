"""The Monday e-mails of a thousand representatives, composed and written in one transaction; nothing is sent.

`monday_mail_1000`: each has a mandate that ends soon, a journal and no basic training, in a nation of 30 000 seats.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from bench.database import settle
from bench.measure import Result, timed
from bench.nation import build
from portevoix.base.accounts.models import User
from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import period
from portevoix.base.notifications.models import Message
from portevoix.front.workspace.monday import write_monday
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Commune, Person
from portevoix.register.mandates.models import Mandate
from portevoix.work.activity.enums import ActivityKind
from portevoix.work.activity.models import JournalEntry

COUNT, ROUNDS = 1_000, 7


def run(names: set[str]) -> Iterator[Result]:
    """Yield the duration of the writing; a thousand messages must be there."""
    nation = build()
    representatives(nation.today)
    settle()
    at = timezone.make_aware(datetime.combine(nation.today, datetime.min.time())) + timedelta(hours=7)
    written: list[int] = []

    def write(number: int) -> None:
        with transaction.atomic():
            written.append(write_monday(at=at, by=Program("bench")))

    yield timed("monday_mail_1000", write, rounds=ROUNDS, warm_up=1, before=lambda number: Message.objects.all().delete())
    if set(written) != {COUNT}:
        raise RuntimeError(f"{sorted(set(written))} messages instead of {COUNT}")


def representatives(today) -> None:
    """Give an account, a home and three lines of journal to a thousand people who sit and whose mandate ends soon."""
    homes = list(Commune.objects.filter(latitude__isnull=False).order_by("pk")[:50])
    soon = Mandate.objects.active_at(today).filter(end_reason="", departure_on__isnull=True, term_end__lte=today + timedelta(days=250))
    mandates = list(soon.order_by("person", "pk").distinct("person")[:COUNT])
    people = list(Person.objects.filter(pk__in=[mandate.person_id for mandate in mandates]).order_by("pk"))
    users = User.objects.bulk_create(User(email=f"lundi{number}@exemple.fr", is_active=True) for number in range(len(people)))
    for number, person in enumerate(people):
        person.email, person.user = f"lundi{number}@exemple.fr", users[number]
        person.home = homes[number % len(homes)] if homes else None
    Person.objects.bulk_update(people, ["email", "user", "home"], batch_size=500)
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=person.user, role="representative", person=person, period=period(today - timedelta(days=30)))
        for person in people
    )
    JournalEntry.objects.bulk_create(
        JournalEntry(person=person, kind=ActivityKind.values[0], day=today - timedelta(days=days), minutes=90, kilometres=20)
        for person in people
        for days in (1, 8, 15)
    )
