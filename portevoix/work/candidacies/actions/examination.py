"""Examination of a file: pieces asked, file complete, opinion, record of the person, checks set aside, withdrawal."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.core.screening import ensure_screened
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.actions.people import record_person
from portevoix.register.directory.models import Person
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import telling
from portevoix.work.candidacies.actions.lines import release_line
from portevoix.work.candidacies.actions.marks import locked_candidacy
from portevoix.work.candidacies.actions.passages import take_step
from portevoix.work.candidacies.checks.reading import checks_of
from portevoix.work.candidacies.checks.results import CheckResult
from portevoix.work.candidacies.enums import AssessmentValue, CandidacyState, WishState
from portevoix.work.candidacies.models import Assessment, Candidacy, CheckWaiver, PieceRequest
from portevoix.work.candidacies.workflow import SENT, UNDECIDED, WISH

PIECES_DELAY = "delai-pieces"
DEFAULT_DAYS = 15


@transaction.atomic
def ask_pieces(
    *, candidacy: Candidacy, items: str, by: Any, today: date, due_on: date | None = None, confirmed: bool = False, seen: str | None = None
) -> PieceRequest:
    """Ask the association for what is missing: `items` in words, until `due_on` (by default the dated setting `delai-pieces`).

    confirmed: the writer keeps a text that seems to name somebody. seen: mark of the file when it was read. The file is the
    association's until it answers. Raises `ValidationError`, `StepRefused` (French) and `PermissionDenied`.
    """
    due_on = due_on or today + timedelta(days=parameter_at(PIECES_DELAY, today, default=DEFAULT_DAYS))
    if not items.strip():
        raise ValidationError({"items": "Écrivez ce qui manque, par exemple «\u00a0lettre de l’association\u00a0»."})
    if due_on < today:
        raise ValidationError({"due_on": "Indiquez une date à venir."})
    ensure_screened(items, confirmed=confirmed, known=[candidacy.full_name])
    locked_candidacy(candidacy, seen=seen)
    with take_step(candidacy, "ask_pieces", by=by, due_on=due_on.isoformat()) as locked:
        asked = PieceRequest(candidacy=locked, items=items.strip(), due_on=due_on, asked_at=timezone.now(), asked_by=account(by))
        asked.full_clean()
        asked.save()
    telling.pieces_asked(asked, by=by)
    return asked


@transaction.atomic
def record_answer(*, candidacy: Candidacy, by: Any, seen: str | None = None) -> None:
    """Record that the pieces came on paper or by post: the file is the agency's again."""
    locked_candidacy(candidacy, seen=seen)
    with take_step(candidacy, "record_answer", by=by) as locked:
        close_piece_requests(candidacy=locked, by=by)


def close_piece_requests(*, candidacy: Candidacy, by: Any) -> int:
    """Date the answer to the pieces that were asked and not yet given; return how many requests it closed. The caller gates."""
    open_requests = PieceRequest.objects.filter(candidacy=candidacy, answered_at__isnull=True)
    return open_requests.update(answered_at=timezone.now(), answered_by=account(by))


@transaction.atomic
def accept(*, candidacy: Candidacy, by: Any, today: date, seen: str | None = None) -> None:
    """Declare the file complete and ask the delegation for its opinion.

    Raises `ValidationError` with what is missing; other checks do not stop here: the delegation and the decision see them.
    """
    locked_candidacy(candidacy, seen=seen)
    missing = [result for result in checks_of(candidacy, day=today) if result.check.code == "complete" and result.blocking]
    if missing:
        raise ValidationError(f"{missing[0].sentence} Demandez les pièces, ou écartez cette vérification avec un motif.", code="incomplete")
    with take_step(candidacy, "accept", by=by) as locked:
        pass
    telling.opinion_asked(locked, by=by, today=today)


@transaction.atomic
def assess(
    *, candidacy: Candidacy, value: AssessmentValue, by: Any, comment: str = "", confirmed: bool = False, seen: str | None = None
) -> Assessment:
    """Give the opinion of the delegation, or correct it until the decision; one per file. An opinion that is not favourable says why.

    An opinion that comes after the agency went on without it is kept too. Raises `ValidationError`, `StepRefused`, `PermissionDenied`.
    """
    if value not in AssessmentValue.values:
        raise ValidationError({"value": "Choisissez un avis."})
    if value != AssessmentValue.FAVOURABLE and not comment.strip():
        raise ValidationError({"comment": "Dites pourquoi l’avis n’est pas favorable."})
    ensure_screened(comment, confirmed=confirmed, known=[candidacy.full_name])
    locked = locked_candidacy(candidacy, seen=seen)
    given = Assessment.objects.filter(candidacy=locked).first() or Assessment(candidacy=locked)
    given.value, given.comment, given.given_at, given.given_by = value, comment.strip(), timezone.now(), account(by)
    given.full_clean(exclude={"candidacy"})
    if locked.state == CandidacyState.UNDER_REVIEW:
        with take_step(candidacy, "assess", by=by, value=str(value)):
            given.save()
        return given
    _gate(by, Permission.CANDIDACY_ASSESS, locked)
    if locked.state != CandidacyState.TO_DECIDE:
        raise StepRefused(f"Donner l’avis\u00a0: impossible, l’état est maintenant «\u00a0{locked.get_state_display()}\u00a0».")
    given.save()
    journal.record("candidacy.correct_assessment", target=locked, by=by, value=str(value))
    return given


@transaction.atomic
def go_on(*, candidacy: Candidacy, by: Any, seen: str | None = None) -> None:
    """Go on to the decision without waiting for the opinion."""
    locked_candidacy(candidacy, seen=seen)
    with take_step(candidacy, "go_on", by=by):
        pass


@transaction.atomic
def link_person(*, candidacy: Candidacy, person: Person | None, by: Any, today: date, seen: str | None = None) -> Person:
    """Say which record of the register the person of the file is; None creates it from the file. Never guessed: an agent chose.

    Raises `ValidationError` when the record was merged into another, `StepRefused` before the file is sent or once it is decided.
    """
    locked = locked_candidacy(candidacy, seen=seen)
    _gate(by, Permission.CANDIDACY_EXAMINE, locked)
    if locked.state not in SENT:
        raise StepRefused(f"Choisir la fiche\u00a0: impossible, l’état est maintenant «\u00a0{locked.get_state_display()}\u00a0».")
    if person is not None and person.merged_into_id:
        raise ValidationError("Cette fiche a été réunie avec une autre\u00a0: choisissez l’autre fiche.", code="person_merged")
    created = person is None
    locked.person = person or _new_record(locked, by=by, today=today)
    locked.save(update_fields=["person"])
    journal.record("candidacy.link_person", target=locked, by=by, person=locked.person_id, created=created)
    candidacy.person = locked.person
    return locked.person


def _new_record(candidacy: Candidacy, *, by: Any, today: date) -> Person:
    person = record_person(
        last_name=candidacy.last_name, first_name=candidacy.first_name, source=f"candidature {candidacy.number}", source_date=today, by=by
    )
    person.civility, person.email, person.phone = candidacy.civility, candidacy.email, candidacy.phone
    person.full_clean()
    person.save(update_fields=["civility", "email", "phone"])
    return person


@transaction.atomic
def waive_check(*, candidacy: Candidacy, key: str, reason: str, by: Any, today: date, confirmed: bool = False) -> CheckWaiver:
    """Set aside a check that stops the file, with a reason. `key`: that of the `CheckResult`."""
    locked = locked_candidacy(candidacy)
    _gate(by, Permission.CANDIDACY_EXAMINE, locked)
    if not reason.strip():
        raise ValidationError({"reason": "Expliquez en une phrase pourquoi cette vérification est écartée."})
    ensure_screened(reason, confirmed=confirmed, known=[locked.full_name])
    found = _result(locked, key, today)
    if found is None or not found.blocking:
        raise ValidationError("Cette vérification n’arrête pas le dossier\u00a0: il n’y a rien à écarter.", code="not_blocking")
    if not found.check.waivable:
        raise ValidationError("Cette vérification ne peut pas être écartée\u00a0: réglez-la.", code="not_waivable")
    waiver = CheckWaiver(candidacy=locked, code=key, reason=reason.strip(), given_at=timezone.now(), given_by=account(by))
    waiver.full_clean()
    waiver.save()
    journal.record("candidacy.waive_check", target=locked, by=by, check=key)
    return waiver


@transaction.atomic
def restore_check(*, waiver: CheckWaiver, by: Any) -> None:
    """Take back a check that was set aside: it stops the file again."""
    locked = locked_candidacy(waiver.candidacy)
    _gate(by, Permission.CANDIDACY_EXAMINE, locked)
    journal.record("candidacy.restore_check", target=locked, by=by, check=waiver.code)
    waiver.delete()


@transaction.atomic
def record_withdrawal(*, candidacy: Candidacy, by: Any, seen: str | None = None) -> None:
    """Record that the association or the person withdraws, told by post or by telephone; no reason is asked."""
    locked_candidacy(candidacy, seen=seen)
    with take_step(candidacy, "record_withdrawal", by=by) as locked:
        withdraw_wishes(candidacy=locked, step="record_withdrawal", by=by)
    telling.withdrawn(locked, by=by)


def withdraw_wishes(*, candidacy: Candidacy, step: str, by: Any) -> None:
    """Take the step of withdrawal (`withdraw`, `withdraw_oneself`, `record_withdrawal`) on every wish that still counts.

    A line in an order that is not signed goes with it. Inside the step of the candidacy.
    """
    for wish in candidacy.wishes.filter(state__in=UNDECIDED | {WishState.RETAINED}).select_related("order_line__order").order_by("pk"):
        with WISH.step(wish, step, by=by) as row:
            release_line(row)


def _result(candidacy: Candidacy, key: str, today: date) -> CheckResult | None:
    return next((result for result in checks_of(candidacy, day=today) if result.key == key), None)


def _gate(by: Any, permission: Permission, candidacy: Candidacy) -> None:
    if not can(by, permission, candidacy):
        raise PermissionDenied
