"""What an association writes of a candidacy: begin, save each step, send, answer, withdraw; so does an agent for a paper file."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.numbering import next_number
from portevoix.base.files import actions as files
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Association
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import telling
from portevoix.work.candidacies.actions.examination import close_piece_requests, withdraw_wishes
from portevoix.work.candidacies.actions.passages import departments_of, record_entry, take_step
from portevoix.work.candidacies.enums import CallState, CandidacyState, Channel
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.candidacies.selectors.completeness import missing_answers
from portevoix.work.candidacies.selectors.taking_back import why_kept

# What each step of the form writes.
PERSON_FIELDS = (
    "civility",
    "last_name",
    "first_name",
    "email",
    "phone",
    "home",
    "occupation",
    "member_since",
    "course_done_on",
    "motivation",
)
OTHER_SEAT_FIELDS = ("accepts_other_seat", "max_distance_km")
DECLARATION_FIELDS = (
    *("no_tie_declared", "course_promised", "charter_accepted", "person_informed", "name_publishable", "email_publishable"),
    *("signed_by_name", "signed_by_function", "association_email"),
)
CONSENT_FIELDS = ("name_publishable", "email_publishable")
EDITABLE = frozenset({CandidacyState.DRAFT, CandidacyState.INCOMPLETE})
CLOSED = "Cet appel ne reçoit plus de candidatures\u00a0: il est clos depuis le {day}. Vos réponses restent enregistrées."
NOT_OPEN = "Cet appel ne reçoit pas de candidatures en ce moment."
LOCKED = "Ce dossier est maintenant «\u00a0{state}\u00a0»\u00a0: il ne peut plus être modifié ici."
ACKNOWLEDGED = "Ce dossier a déjà été envoyé sous le numéro {number}\u00a0: il ne s’efface pas. Retirez la candidature."
NEWER = "Ces réponses ont été modifiées depuis que vous avez ouvert cette page. Rien n’a été remplacé\u00a0: comparez, puis enregistrez."


class Stale(ValidationError):
    """The step was saved elsewhere since the page was opened; nothing was overwritten. `stored`: what is kept now, by field."""

    def __init__(self, stored: Mapping[str, Any]):
        super().__init__(NEWER, code="stale")
        self.stored = dict(stored)


def step_mark(candidacy: Candidacy, fields: tuple[str, ...]) -> str:
    """Return a mark of what is kept for the fields of one step: it changes when one of them does, and only then."""
    values = repr([str(getattr(candidacy, Candidacy._meta.get_field(name).attname)) for name in fields])
    return hashlib.sha256(values.encode()).hexdigest()[:16]


@transaction.atomic
def start(*, call: Call, association: Association, by: Any, at: datetime, channel: Channel = Channel.ONLINE, **answers: Any) -> Candidacy:
    """Begin a draft in the name of `association`, its contact already filled in; `answers` are columns of the candidacy.

    Raises `ValidationError` when the call takes nothing at `at`, `PermissionDenied` when `by` does not speak for the association
    (paper: does not examine the candidacies of the call).
    """
    paper = channel == Channel.PAPER
    permission, about = (Permission.CANDIDACY_EXAMINE, call) if paper else (Permission.CANDIDACY_FILE, association)
    if not can(by, permission, about):
        raise PermissionDenied
    if not (call.receives(at) or (paper and call.state == CallState.CLOSED)):
        raise ValidationError(NOT_OPEN)
    answers.setdefault("association_email", association.email or association.accredited.email or ("" if paper else by.email))
    if not paper:
        answers.setdefault("signed_by_name", by.get_full_name())
    candidacy = Candidacy(call=call, association=association, channel=channel, created_by=account(by), **answers)
    candidacy.full_clean()
    candidacy.save()
    record_entry(candidacy, by=by)
    journal.record("candidacy.start", target=candidacy, by=by, call=call.pk, channel=str(channel))
    return candidacy


@contextmanager
def editing(candidacy: Candidacy, *, by: Any, states: frozenset[str] = EDITABLE) -> Iterator[Candidacy]:
    """Hold the row of a candidacy that may still be written; raise `StepRefused` when it was sent, `PermissionDenied` without the right."""
    with transaction.atomic():
        locked = Candidacy.objects.select_for_update(of=("self",), no_key=True).get(pk=candidacy.pk)
        if not _may_write(by, locked):
            raise PermissionDenied
        if locked.state not in states:
            raise StepRefused(LOCKED.format(state=locked.get_state_display()))
        yield locked


def _may_write(by: Any, candidacy: Candidacy) -> bool:
    """The association writes its own file; an agent types a paper file in; what is asked of it, the association may give online."""
    ours = can(by, Permission.CANDIDACY_FILE, candidacy)
    if candidacy.channel != Channel.PAPER:
        return ours
    return can(by, Permission.CANDIDACY_EXAMINE, candidacy) or (ours and candidacy.state == CandidacyState.INCOMPLETE)


def save_step(*, candidacy: Candidacy, fields: tuple[str, ...], answers: Mapping[str, Any], mark: str, by: Any) -> Candidacy:
    """Keep `answers` (some of `fields`, the fields of the step) and return the row.

    mark: `step_mark` when the page was opened. Raises `Stale` when the step was saved since with other values, `StepRefused`,
    `ValidationError`.
    """
    with editing(candidacy, by=by) as locked:
        changed = [name for name in fields if name in answers and getattr(locked, name) != answers[name]]
        if not changed:
            return locked
        if step_mark(locked, fields) != mark:
            raise Stale({name: getattr(locked, name) for name in changed})
        for name in changed:
            setattr(locked, name, answers[name])
        locked.departments = departments_of(locked)
        locked.clean_fields(exclude={"home"} - set(changed))
        locked.save(update_fields=[*changed, "departments"])
        journal.record("candidacy.edit", target=locked, by=by, fields=changed)
    return locked


def hold_call(candidacy: Candidacy, *, at: datetime) -> Call:
    """Keep the call as it is until the end of the transaction, and check that it takes what is sent at `at`.

    Those who send share the lock: they do not wait for each other; whoever closes the call waits for them, and they for the closing.
    Taken before the row of the candidacy, as the closing does. Raises `ValidationError` after the closing.
    """
    call = share_call(candidacy)
    if not call.receives(at):
        closed = call.closes_at is not None and call.closes_at <= at
        day = date_fr(timezone.localdate(call.closes_at)) if closed else ""
        raise ValidationError(CLOSED.format(day=day) if closed else NOT_OPEN, code="closed")
    return call


def share_call(candidacy: Candidacy) -> Call:
    """Return the call, which nobody closes before the end of the transaction; taken before the row of the candidacy."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {Call._meta.db_table} WHERE id = %s FOR SHARE", [candidacy.call_id])  # noqa: S608 (the table's own name)
    return Call.objects.get(pk=candidacy.call_id)


@transaction.atomic
def submit(*, candidacy: Candidacy, by: Any, at: datetime) -> Candidacy:
    """Send a whole draft at `at`: it takes its number (one that was taken back keeps its own) and its passage; it is acknowledged.

    Raises `ValidationError` after the closing of the call or when an answer is missing, `StepRefused`, `PermissionDenied`.
    """
    hold_call(candidacy, at=at)
    sent = _send(candidacy, "submit", by=by, at=at)
    telling.acknowledged(sent, by=by, today=timezone.localdate(at))
    return sent


@transaction.atomic
def record(*, candidacy: Candidacy, received_at: datetime, by: Any, at: datetime) -> Candidacy:
    """Send at `at` a paper file in the name of the association; it counts from `received_at`, when the agency got it.

    Raises as `submit`.
    """
    call = Call.objects.get(pk=candidacy.call_id)
    if received_at < call.opens_at or (call.closes_at is not None and received_at >= call.closes_at):
        raise ValidationError("Ce dossier est arrivé en dehors des dates de l’appel. Vérifiez la date de réception.", code="closed")
    sent = _send(candidacy, "record", by=by, at=received_at)
    telling.acknowledged(sent, by=by, today=timezone.localdate(at))
    return sent


def _send(candidacy: Candidacy, step: str, *, by: Any, at: datetime) -> Candidacy:
    with take_step(candidacy, step, by=by) as locked:
        lacking = missing_answers(locked)
        if lacking:
            raise ValidationError([line.sentence for line in lacking])
        locked.submitted_at, locked.submitted_by = at, account(by)
        if not locked.number:
            year = timezone.localtime(at).year
            locked.number = f"C-{year}-{next_number('candidacy', year):04}"
    candidacy.refresh_from_db()
    return candidacy


@transaction.atomic
def take_back(*, candidacy: Candidacy, by: Any, at: datetime) -> Candidacy:
    """Make a draft again of a file that was sent and that nobody has begun to examine; it keeps its number.

    The agency no longer sees it until it is sent again. Raises `StepRefused` (once the examination began, after the closing of the
    call, for a file that was not sent online), `PermissionDenied`.
    """
    call = share_call(candidacy)
    refusal = why_kept(candidacy, call=call, at=at)
    if refusal:
        raise StepRefused(refusal)
    with take_step(candidacy, "take_back", by=by) as locked:
        refusal = why_kept(locked, call=call, at=at)
        if refusal:  # the examination began in the meantime
            raise StepRefused(refusal)
        locked.submitted_at = locked.submitted_by = None
    candidacy.refresh_from_db()
    telling.taken_back(candidacy, by=by)
    return candidacy


@transaction.atomic
def answer(*, candidacy: Candidacy, by: Any) -> None:
    """Send back a file that was completed: what the agency asked for is marked as given. Raises `StepRefused`, `PermissionDenied`."""
    with take_step(candidacy, "answer", by=by) as locked:
        close_piece_requests(candidacy=locked, by=by)


@transaction.atomic
def withdraw(*, candidacy: Candidacy, by: Any, oneself: bool = False) -> None:
    """Withdraw a candidacy and those of its wishes that still count. `oneself`: by the person, not by the association.

    Raises `StepRefused` when it is designated or withdrawn already, `PermissionDenied`.
    """
    step = "withdraw_oneself" if oneself else "withdraw"
    with take_step(candidacy, step, by=by) as locked:
        withdraw_wishes(candidacy=locked, step=step, by=by)
    telling.withdrawn(locked, by=by)


def discard(*, candidacy: Candidacy, by: Any) -> None:
    """Erase a draft that was never sent: its answers, its wishes and its pieces. Raises `StepRefused`, `PermissionDenied`.

    One that was taken back has been acknowledged: it is withdrawn, not erased.
    """
    with editing(candidacy, by=by, states=frozenset({CandidacyState.DRAFT})) as locked:
        if locked.number:
            raise StepRefused(ACKNOWLEDGED.format(number=locked.number))
        journal.record("candidacy.discard", target=locked, by=by)
        stored = [piece.file for piece in locked.attachments.select_related("file")]
        locked.delete()
        for file in stored:
            files.remove(stored=file)


@transaction.atomic
def consent(*, candidacy: Candidacy, answers: Mapping[str, bool], by: Any) -> None:
    """Keep what the person accepts to see published: it is theirs to say, at any time. Raises `PermissionDenied`."""
    locked = Candidacy.objects.select_for_update(of=("self",), no_key=True).get(pk=candidacy.pk)
    if not can(by, Permission.CANDIDACY_OWN, locked):
        raise PermissionDenied
    changed = [name for name in CONSENT_FIELDS if name in answers and getattr(locked, name) != answers[name]]
    for name in changed:
        setattr(locked, name, answers[name])
    if changed:
        locked.save(update_fields=changed)
        journal.record("candidacy.consent", target=locked, by=by, fields=changed)
