"""Writes what people answer and ask about their data, and corrects how to reach them. The caller gates."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.core.periods import add_months, day_of
from portevoix.register.directory.enums import ConsentChannel, ConsentPurpose, DataRequestKind, DataRequestOutcome
from portevoix.register.directory.models import Commune, Consent, DataRequest, Person
from portevoix.register.directory.selectors.rules import parameter_at

DELAY = ("data-request-months", 1)
TWICE = "Une demande de cette sorte attend déjà une réponse. Attendez-la, ou écrivez à l’aide pour la compléter."


@transaction.atomic
def answer_consent(*, person: Person, purpose: str, granted: bool, by: Any, channel: str = ConsentChannel.SELF) -> Consent:
    """Record that somebody agrees, or no longer agrees, to one purpose; public pages follow at once."""
    given = Consent.objects.create(person=person, purpose=ConsentPurpose(purpose), granted=granted, channel=channel, given_by_id=by.pk)
    journal.record("consent.grant" if granted else "consent.withdraw", target=person, by=by, purpose=str(given.purpose))
    return given


@transaction.atomic
def record_answers(*, answers: Mapping[Person, Collection[tuple[str, bool]]], at: Mapping[Person, datetime], by: Any, channel: str) -> None:
    """Record the answers of many people at once, each as given at the moment `at`; one entry of the journal a person."""
    rows = [
        Consent(person=person, purpose=purpose, granted=granted, channel=channel, given_at=at[person], given_by_id=by.pk)
        for person, given in answers.items()
        for purpose, granted in given
    ]
    Consent.objects.bulk_create(rows, batch_size=500)
    journal.record_many("person.consent", targets=[person for person, given in answers.items() if given], by=by)


@transaction.atomic
def change_home(*, person: Person, home: Commune | None, by: Any) -> None:
    """Record the commune where somebody lives, or forget it: it is never published."""
    Person.objects.filter(pk=person.pk).update(home=home)
    journal.record("person.change_home", target=person, by=by)


@transaction.atomic
def change_phone(*, person: Person, phone: str, by: Any) -> None:
    """Record the telephone of somebody, or forget it when it is empty."""
    Person.objects.filter(pk=person.pk).update(phone=phone)
    journal.record("person.change_phone", target=person, by=by)


@transaction.atomic
def change_email(*, person: Person, email: str, by: Any) -> None:
    """Record an address whose reader was shown to be the person."""
    Person.objects.filter(pk=person.pk).update(email=email)
    journal.record("person.change_email", target=person, by=by)


@transaction.atomic
def ask(*, person: Person, kind: str, words: str, by: Any, at: datetime) -> DataRequest:
    """Record a request, to be answered within the dated delay. Raises `ValidationError` (French) while one of the same kind waits."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if DataRequest.objects.waiting().filter(person=person, kind=DataRequestKind(kind)).exists():
        raise ValidationError(TWICE, code="twice")
    day = day_of(at)
    asked = DataRequest.objects.create(
        person=person,
        kind=kind,
        words=words.strip(),
        answer_before=add_months(day, parameter_at(DELAY[0], day, default=DELAY[1])),
        asked_at=at,
        asked_by_id=by.pk,
    )
    journal.record("datarequest.ask", target=asked, by=by, kind=str(kind))
    return asked


@transaction.atomic
def answer_request(*, request: DataRequest, outcome: str, answer: str, by: Any) -> DataRequest:
    """Answer a request, once. Raises `ValidationError` (French) when somebody already did."""
    asked = DataRequest.objects.select_for_update(of=("self",)).select_related("person").get(pk=request.pk)
    if asked.answered_at:
        raise ValidationError("Cette demande a déjà sa réponse. Rechargez la page pour la lire.", code="answered")
    asked.outcome, asked.answer = DataRequestOutcome(outcome), answer.strip()
    asked.answered_at, asked.answered_by_id = timezone.now(), by.pk
    asked.full_clean(exclude=["asked_by", "answered_by", "person"])
    asked.save()
    journal.record("datarequest.answer", target=asked, by=by, outcome=str(outcome))
    return asked
