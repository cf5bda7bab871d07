"""Rows of the activity for the tests."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from portevoix.base.documents.models import IssuedDocument
from portevoix.register.directory.models import Body, Person
from portevoix.work.activity.enums import ActivityKind, ClaimChannel, ClaimState, Means, PayerKind, PresenceState
from portevoix.work.activity.models import ExpenseClaim, ExpenseLine, JournalEntry, PresenceCertificate, Receipt, RepresentationLeave
from portevoix.work.activity.selectors.claims import Way
from tests import factories as make
from tests.documents.factories import IssuedDocumentFactory

DAY = date(2026, 11, 18)
BY_CAR = Way(means=Means.CAR, fiscal_power=6, leaves=time(13), returns=time(18))


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


def leave(person: Person, body: Body, *, day: date = DAY) -> RepresentationLeave:
    """Write a day of leave."""
    return RepresentationLeave.objects.create(person=person, body=body, day=day, asked_on=day)


def presence(person: Person, body: Body, *, document: IssuedDocument | None = None, day: date = DAY) -> PresenceCertificate:
    """Write a certificate of presence: asked, or issued when its document is given."""
    facts = {"leave": leave(person, body, day=day), "starts": time(14), "ends": time(16), "document": document}
    return PresenceCertificate.objects.create(state=PresenceState.ISSUED if document else PresenceState.ASKED, **facts)


def issued_presence(person: Person, body: Body) -> PresenceCertificate:
    """Write a certificate of presence that was issued, with its document."""
    return presence(person, body, document=IssuedDocumentFactory(), day=DAY - timedelta(days=7))
