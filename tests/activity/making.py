"""Rows of the activity for the tests."""

from datetime import date, time
from typing import Any

from django.utils import timezone

from portevoix.register.directory.models import Body, Person
from portevoix.work.activity.enums import ActivityKind, ClaimChannel, ClaimState, Means, PayerKind
from portevoix.work.activity.models import ExpenseClaim, ExpenseLine, JournalEntry, Receipt
from tests import factories as make

DAY = date(2026, 11, 18)


def entry(person: Person, **facts: Any) -> JournalEntry:
    """Write one line of a journal: a meeting of two hours."""
    return JournalEntry.objects.create(**{"person": person, "kind": ActivityKind.MEETING, "day": DAY, "minutes": 120, **facts})


def claim(person: Person, body: Body, *, sent: bool = False, day: date = DAY) -> tuple[ExpenseClaim, ExpenseLine, Receipt]:
    """Write a claim of one train ticket of 10 euros with its receipt; sent online to the facility, or still being prepared."""
    facts = {"person": person, "body": body, "payer": PayerKind.FACILITY}
    if sent:
        facts |= {"state": ClaimState.SENT, "channel": ClaimChannel.ONLINE, "number": f"F-{person.pk}", "total": 10}
        facts["sent_at"] = timezone.now()
    claim = ExpenseClaim.objects.create(**facts)
    town = make.CommuneFactory()
    line = ExpenseLine.objects.create(
        claim=claim,
        entry=entry(person, body=body, day=day),
        person=person,
        day=day,
        origin=town,
        destination=make.CommuneFactory(),
        leaves=time(8),
        returns=time(12),
        means=Means.PUBLIC,
        tickets=10,
        **(dict.fromkeys(("kilometre_amount", "meal_amount", "night_amount"), 0) if sent else {}),
    )
    return claim, line, Receipt.objects.create(claim=claim, file=make.StoredFileFactory())
