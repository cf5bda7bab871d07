"""Consents as people gave them, requests about data, and what some wish after their mandate."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.register.directory.enums import ConsentChannel, ConsentPurpose, DataRequestKind, DataRequestOutcome
from portevoix.register.directory.models import Consent, DataRequest, Person
from portevoix.register.mandates.models import Mandate, RenewalWish

EMAILS, PHONES = 0.4, 0.5  # share of the people who sit and who gave their address to their peers, their telephone to France Assos Santé
WISHES, CONTINUES = 12, 0.75
REQUESTS = (  # (kind, words, days ago, outcome, answer)
    (DataRequestKind.CORRECTION, "Mon nom de famille s’écrit avec un seul « n ».", 3, "", ""),
    (DataRequestKind.OBJECTION, "Je ne veux plus être invité aux colloques.", 24, "", ""),
    (DataRequestKind.ERASURE, "Je ne siège plus depuis deux ans.", 36, "", ""),
    (
        DataRequestKind.CORRECTION,
        "L’arrêté écrit mal mon nom.",
        70,
        DataRequestOutcome.DONE,
        "Un arrêté modificatif a été pris, vous en recevrez la copie.",
    ),
)


def build(today: date, rng: Random, users: dict[str, User]) -> None:
    """Write everything; `users` are the demonstration accounts by the first part of the address."""
    agreed = Person.objects.filter(consent_recorded_on__isnull=False).order_by("pk")
    rows = [
        Consent(person=person, purpose=purpose, granted=True, channel=ConsentChannel.PAPER, given_at=_noon(person.consent_recorded_on))
        for person in agreed
        for purpose, given in (
            (ConsentPurpose.NAME, person.name_published),
            (ConsentPurpose.ASSOCIATION, person.association_published),
        )
        if given
    ]
    sitting = Person.objects.filter(mandates__period__contains=today).distinct().order_by("pk")
    for person in sitting:
        for purpose, share in ((ConsentPurpose.EMAIL_PEERS, EMAILS), (ConsentPurpose.PHONE_FAS, PHONES)):
            if rng.random() < share:
                day = today - timedelta(days=rng.randint(10, 300))
                rows.append(Consent(person=person, purpose=purpose, granted=True, channel=ConsentChannel.PAPER, given_at=_noon(day)))
    Consent.objects.bulk_create(rows, batch_size=500)
    _requests(today, rng, users["claire.muller"])
    _wishes(today, rng)


def _requests(today: date, rng: Random, agent: User) -> None:
    people = rng.sample(
        list(Person.objects.filter(mandates__period__contains=today, user__isnull=True).distinct().order_by("pk")), len(REQUESTS)
    )
    for person, (kind, words, ago, outcome, answer) in zip(people, REQUESTS, strict=True):
        asked = today - timedelta(days=ago)
        DataRequest.objects.create(
            person=person,
            kind=kind,
            words=words,
            asked_at=_noon(asked),
            answer_before=asked + timedelta(days=30),
            outcome=outcome,
            answer=answer,
            answered_at=_noon(asked + timedelta(days=18)) if outcome else None,
            answered_by=agent if outcome else None,
        )


def _wishes(today: date, rng: Random) -> None:
    soon = Mandate.objects.filter(
        period__contains=today,
        term_end__lte=today + timedelta(days=270),
        end_reason="",
        departure_on__isnull=True,
        person__user__isnull=True,
    )
    chosen = list(soon.order_by("pk"))
    RenewalWish.objects.bulk_create(
        RenewalWish(mandate=mandate, continues=rng.random() < CONTINUES) for mandate in rng.sample(chosen, min(WISHES, len(chosen)))
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
