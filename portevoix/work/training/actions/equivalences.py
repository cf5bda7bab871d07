"""The basic training followed elsewhere: somebody says so, France Assos Santé decides, the person is told."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.screening import ensure_screened
from portevoix.base.files import actions as files
from portevoix.base.files.enums import FileKind
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.outbox import Recipient
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Person
from portevoix.work.training import duty_texts as texts
from portevoix.work.training.enums import EquivalenceState
from portevoix.work.training.models import Equivalence
from portevoix.work.training.workflow import EQUIVALENCE

ACCEPTED = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
MY_PAGE = "/espace/ma-formation/equivalence/"


@transaction.atomic
def ask(*, person: Person, done_on: date, organiser: str, proof: File, by: Any, today: date) -> Equivalence:
    """Record what somebody says of themselves, with its proof: PDF, JPEG or PNG by content.

    Raises `FileRefused` (a `ValidationError`), `ValidationError` (a French sentence), `PermissionDenied`.
    """
    if not can(by, Permission.TRAINING_OWN, person):
        raise PermissionDenied
    if done_on > today:
        raise ValidationError({"done_on": "Cette date n’est pas encore passée. Indiquez le dernier jour de la formation suivie."})
    if Equivalence.objects.filter(person=person, state=EquivalenceState.GRANTED).exists():
        raise ValidationError("Une équivalence vous est déjà accordée. Il n’y a rien d’autre à faire.", code="granted")
    stored = files.store(upload=proof, by=by, kinds=ACCEPTED)
    row = Equivalence(person=person, done_on=done_on, organiser=organiser.strip(), proof=stored, origin="demande de la personne")
    row.asked_by = account(by)
    row.full_clean()
    row.save()
    journal.record("equivalence.ask", target=row, by=by)
    return row


@transaction.atomic
def declare(*, person: Person, done_on: date, origin: str, by: Any) -> Equivalence | None:
    """Ask for a decision on what a file declared; None when one is already asked for, granted, or was refused for the same day."""
    known = Equivalence.objects.filter(person=person)
    pending = known.filter(state__in=[EquivalenceState.ASKED, EquivalenceState.GRANTED])
    if pending.exists() or known.filter(state=EquivalenceState.REFUSED, done_on=done_on).exists():
        return None
    row = Equivalence.objects.create(person=person, done_on=done_on, origin=origin, asked_by=account(by))
    journal.record("equivalence.declare", target=row, by=by)
    return row


def grant(*, equivalence: Equivalence, by: Any) -> None:
    """Accept the training followed elsewhere: the duty is fulfilled. Raises `StepRefused`, `PermissionDenied`."""
    with EQUIVALENCE.step(equivalence, "grant", by=by) as locked:
        _decided(locked, by)
        _tell(texts.GRANTED, locked, by=by)


def refuse(*, equivalence: Equivalence, reason: str, by: Any, confirmed: bool = False) -> None:
    """Refuse it, for a reason that the person reads. Raises `ValidationError` (screened text), `StepRefused`, `PermissionDenied`."""
    if not reason.strip():
        raise ValidationError({"reason": "Indiquez pourquoi l’équivalence est refusée."}, code="reason")
    ensure_screened(reason, confirmed=confirmed)
    with EQUIVALENCE.step(equivalence, "refuse", by=by) as locked:
        locked.reason = reason.strip()
        _decided(locked, by)
        _tell(texts.REFUSED, locked, by=by, motif=locked.reason)


def undo(*, equivalence: Equivalence, by: Any) -> None:
    """Take the decision back: it is to be made again, and the person is told. Raises `StepRefused`, `PermissionDenied`."""
    with EQUIVALENCE.step(equivalence, "undo", by=by) as locked:
        locked.reason, locked.decided_at, locked.decided_by = "", None, None
        _tell(texts.TAKEN_BACK, locked, by=by)


def _decided(row: Equivalence, by: Any) -> None:
    row.decided_at, row.decided_by = timezone.now(), account(by)


def _tell(code: str, row: Equivalence, *, by: Any, **values: str) -> None:
    said = {"suivie_le": date_fr(row.done_on), "organisme": row.organiser, "lien": absolute_url(MY_PAGE), **values}
    queue(code, to=[Recipient(row.person.email, str(row.person))], values=said, about=row, by=by)
