"""Sessions: prepared, corrected, opened, confirmed, cancelled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import contains
from portevoix.register.directory.models import Territory
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training import notifications as texts
from portevoix.work.training.actions.holding import enrolments_of, ensure_manages, hold_session
from portevoix.work.training.actions.places import offer_free_places, taken
from portevoix.work.training.actions.telling import tell, tell_with_other_dates
from portevoix.work.training.enums import CancellationReason, SessionState
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.models import AccessNeed, Course, HalfDay, Mark, Session
from portevoix.work.training.workflow import ACTIVE, ENROLMENT, SESSION

EDITABLE = frozenset(
    {"format", "place", "street", "commune", "access_words", "remote_link", "seats", "minimum", "closes_on", "trainers"}
    | {"questions_email", "questions_phone"}
)
TOLD = frozenset({"format", "place", "street", "commune", "access_words", "remote_link"})
FIXED = frozenset({SessionState.DONE, SessionState.CANCELLED})


@dataclass(frozen=True, kw_only=True, order=True)
class Slot:
    """A half-day that is asked for; times of the clock in Paris."""

    day: date
    starts: time
    ends: time


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """What a cancellation did: how many people are told."""

    session: Session
    told: int


@transaction.atomic
def create_session(*, course: Course, region: Territory, half_days: Collection[Slot], by: Any, **fields: Any) -> Session:
    """Prepare a session (`fields`: those of `EDITABLE`). Raises `ValidationError` by field, `PermissionDenied` without the right."""
    session = Session(course=course, region=region, created_by=account(by), calendar_slots=len(set(half_days)), **fields)
    ensure_manages(by, session)
    _check_days(session, half_days)
    session.full_clean()
    session.save()
    _write_half_days(session, half_days)
    journal.record("session.create", target=session, by=by, course=course.pk, half_days=len(half_days))
    return session


@transaction.atomic
def edit_session(*, session: Session, half_days: Collection[Slot], by: Any, at: datetime, **fields: Any) -> Session:
    """Correct a session; people who are enrolled are told when its days or its place change, new places go to the waiting list.

    Raises `StepRefused` once it is done or cancelled, `ValidationError` by field (fewer seats than people, attendance already noted).
    """
    held = hold_session(session)
    ensure_manages(by, held)
    if held.state in FIXED:
        raise StepRefused(f"Modifier la session\u00a0: impossible, elle est maintenant «\u00a0{held.get_state_display()}\u00a0».")
    changed = {name for name, value in fields.items() if getattr(held, name) != value}
    for name, value in fields.items():
        if name not in EDITABLE:
            raise KeyError(name)
        setattr(held, name, value)
    people = taken(held)
    if held.seats < people:
        raise ValidationError({"seats": f"{people} places sont déjà prises\u00a0: indiquez au moins {people} places."})
    _check_days(held, half_days)
    held.full_clean()
    held.calendar_slots = max(held.calendar_slots, held.half_days.count(), len(set(half_days)))
    held.save()
    moved = _write_half_days(held, half_days)
    if moved or changed & TOLD:
        held.calendar_sequence += 1
        held.save(update_fields=["calendar_sequence"])
    journal.record("session.edit", target=held, by=by, fields=sorted(changed), half_days=moved)
    if moved or changed & TOLD:
        tell(texts.SESSION_CHANGED, list(enrolments_of(held, *ACTIVE)), session=held, by=by, at=at)
    offer_free_places(held, at=at)
    return held


@transaction.atomic
def open_session(*, session: Session, by: Any, at: datetime) -> Session:
    """Open the registrations: the session is public. Raises `StepRefused` without a half-day, or when its registrations are over."""
    today = timezone.localdate(at)
    with SESSION.step(session, "open", by=by) as locked:
        if not locked.half_days.exists():
            raise StepRefused("Ouvrir les inscriptions\u00a0: impossible, la session n’a aucune demi-journée. Ajoutez ses dates.")
        if locked.closes_on < today:
            day = date_fr(locked.closes_on)
            raise StepRefused(f"Ouvrir les inscriptions\u00a0: impossible, elles sont closes depuis le {day}. Changez cette date.")
    return locked


@transaction.atomic
def confirm_session(*, session: Session, by: Any, at: datetime) -> int:
    """Say that the session takes place; those who have a place are told. Return how many."""
    held = hold_session(session)
    with SESSION.step(held, "confirm", by=by, people=taken(held)):
        pass
    people = list(enrolments_of(held, E.REGISTERED))
    tell(texts.SESSION_CONFIRMED, people, session=held, by=by, at=at)
    return len(people)


@transaction.atomic
def cancel_session(*, session: Session, reason: CancellationReason, by: Any, at: datetime) -> Cancelled:
    """Cancel a session: every enrolment is cancelled, each person is told and offered the nearest other dates of the course.

    Raises `StepRefused` when attendance was already noted, or when it is done.
    """
    held = hold_session(session)
    with SESSION.step(held, "cancel", by=by, reason=str(reason)) as locked:
        if Mark.objects.filter(half_day__session=locked).exists():
            raise StepRefused("Annuler la session\u00a0: impossible, des présences sont déjà notées. Notez plutôt les absences.")
        locked.cancelled_for = reason
        locked.calendar_sequence += 1
    people = ENROLMENT.step_many(enrolments_of(held, *ACTIVE), "cancel_by_delegation", by=by, session=held.pk)
    AccessNeed.objects.filter(enrolment__session=held).delete()
    motive = CancellationReason(reason).label
    tell_with_other_dates(texts.SESSION_CANCELLED, people, session=held, by=by, at=at, motif=motive)
    return Cancelled(session=held, told=len(people))


def _check_days(session: Session, half_days: Collection[Slot]) -> None:
    """Refuse registrations that close after the session begins, and a course that is not in the catalogue that day."""
    if not half_days:
        raise ValidationError("Indiquez au moins une demi-journée\u00a0: son jour, son début et sa fin.")
    first = min(half_days).day
    if session.closes_on > first:
        raise ValidationError(
            {"closes_on": f"La session commence le {date_fr(first)}\u00a0: les inscriptions se terminent ce jour-là au plus tard."}
        )
    if not contains(session.course.offered, first):
        raise ValidationError(f"Cette formation n’est pas au catalogue le {date_fr(first)}. Changez les dates, ou la formation.")


def _write_half_days(session: Session, half_days: Collection[Slot]) -> bool:
    """Bring the half-days of a session to what is asked; tell whether anything changed. Those that are kept keep their marks."""
    known = {Slot(day=one.day, starts=one.starts, ends=one.ends): one for one in session.half_days.all()}
    wanted = sorted(set(half_days))
    gone = [row.pk for slot, row in known.items() if slot not in wanted]
    if Mark.objects.filter(half_day__in=gone).exists():
        raise ValidationError("Une demi-journée dont les présences sont notées ne change plus. Rétablissez-la.")
    HalfDay.objects.filter(pk__in=gone).delete()
    new = [slot for slot in wanted if slot not in known]
    for slot in new:
        row = HalfDay(session=session, day=slot.day, starts=slot.starts, ends=slot.ends)
        row.full_clean()
        row.save()
    return bool(gone or new)


@transaction.atomic
def record_export(*, session: Session, count: int, by: Any) -> None:
    """Write in the journal that the list of the people of a session was taken out. Raises `PermissionDenied` without the right."""
    ensure_manages(by, session)
    journal.record("session.export", target=session, by=by, count=count)
