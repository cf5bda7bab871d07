"""Attendance: noted by half-day, as often as wanted, until the sheet is closed; a closed sheet says how the training ended for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.core.french_dates import date_fr, hour_fr
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.holding import enrolments_of, ensure_manages, hold_session
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.enums import Presence, SessionState
from portevoix.work.training.models import Certificate, HalfDay, Mark, Session
from portevoix.work.training.selectors.attendance import done_by, half_days_of, left_to_note, outcome_of, tolerance_minutes
from portevoix.work.training.selectors.sessions import RUNNING
from portevoix.work.training.workflow import ENROLMENT, OUTCOMES, SESSION

STEPS = {E.ATTENDED: "attend", E.PARTIAL: "attend_partly", E.ABSENT: "miss"}
FUTURE = "Cette demi-journée n’a pas encore eu lieu\u00a0: notez les présences à partir du {day}."
STRANGER = "Une personne de cette feuille n’a plus de place à la session. Rechargez la page, puis enregistrez à nouveau."


NEWER = (
    "Ces présences ont été notées ailleurs depuis que vous avez ouvert cette page\u00a0: rien n’a été remplacé. "
    "Rechargez la page, puis recommencez."
)


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What was noted of somebody for a half-day; missed: minutes, for a presence in part only."""

    presence: Presence
    missed: int = 0


@transaction.atomic
def save_marks(*, half_day: HalfDay, marks: Mapping[int, Noted], by: Any, at: datetime, seen: str | None = None) -> int:
    """Note the presences of a half-day, by primary key of enrolment; return how many changed. Sent twice, it changes nothing.

    seen: `marks_seen` when the page was opened; somebody else's marks since then are not overwritten.
    Raises `ValidationError` with one sentence a person (`errors` by primary key in `params`), `StepRefused` on a closed sheet.
    """
    session = hold_session(half_day.session)
    ensure_manages(by, session)
    if session.state not in RUNNING:
        raise StepRefused(f"Noter les présences\u00a0: impossible, la session est maintenant «\u00a0{session.get_state_display()}\u00a0».")
    if half_day.day > timezone.localdate(at):
        raise StepRefused(FUTURE.format(day=date_fr(half_day.day)))
    if set(marks) - set(enrolments_of(session, E.REGISTERED).values_list("pk", flat=True)):
        raise StepRefused(STRANGER)
    _ensure_minutes(half_day, marks)
    known = {mark.enrolment_id: mark for mark in half_day.marks.all()}
    changed = {pk: noted for pk, noted in marks.items() if _differs(known.get(pk), noted)}
    if not changed:
        return 0
    if seen is not None and seen != marks_seen(half_day):
        raise StepRefused(NEWER)
    Mark.objects.bulk_create(
        [
            Mark(enrolment_id=pk, half_day=half_day, presence=noted.presence, missed=noted.missed, marked_at=at, marked_by=account(by))
            for pk, noted in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "half_day"],
        update_fields=["presence", "missed", "marked_at", "marked_by"],
    )
    journal.record("session.mark", target=session, by=by, half_day=half_day.pk, changed=len(changed))
    return len(changed)


def marks_seen(half_day: HalfDay) -> str:
    """Return a mark of what is noted for a half-day: it changes each time that something is noted."""
    found = half_day.marks.aggregate(last=Max("marked_at"), count=Count("pk"))
    return f"{found['count']}-{found['last'].timestamp() if found['last'] else 0}"


@transaction.atomic
def close_sheet(*, session: Session, by: Any, at: datetime) -> dict[str, int]:
    """Close the sheet of a session: each person attended it whole, in part, or not; return how many of each, by state.

    Who still waits, or was offered a place, has it no more. Raises `StepRefused` before the last half-day, or when one is not noted.
    """
    held = hold_session(session)
    SESSION.ensure(held, "close_sheet", by=by)
    _ensure_whole(held, at=at)
    people = list(enrolments_of(held, E.REGISTERED))
    done, tolerance = done_by(people), tolerance_minutes(half_days_of(held)[-1].day)
    groups: dict[E, list[int]] = {}
    for row in people:
        groups.setdefault(outcome_of(done[row.pk], tolerance=tolerance), []).append(row.pk)
    for state, pks in groups.items():
        ENROLMENT.step_many(enrolments_of(held, E.REGISTERED).filter(pk__in=pks), STEPS[state], by=by)
    ENROLMENT.step_many(enrolments_of(held, E.WAITING, E.OFFERED), "cancel_by_delegation", by=by)
    counts = {state.value: len(pks) for state, pks in groups.items()}
    with SESSION.step(held, "close_sheet", by=by, tolerance=tolerance, **counts) as locked:
        locked.sheet_closed_at, locked.sheet_closed_by = at, account(by)
    return counts


@transaction.atomic
def reopen_sheet(*, session: Session, by: Any) -> int:
    """Reopen a closed sheet: the people are registered again, their marks are kept. Return how many.

    Raises `StepRefused` while a certificate of the session is in force: it would no longer say what the sheet says.
    """
    held = hold_session(session)
    if Certificate.objects.filter(enrolment__session=held, document__revoked_at__isnull=True).exists():
        raise StepRefused("Rouvrir les présences\u00a0: impossible, des attestations sont en vigueur. Annulez-les d’abord.")
    with SESSION.step(held, "reopen_sheet", by=by) as locked:
        locked.sheet_closed_at = locked.sheet_closed_by = None
    return len(ENROLMENT.step_many(enrolments_of(held, *OUTCOMES), "reopen", by=by))


def _ensure_minutes(half_day: HalfDay, marks: Mapping[int, Noted]) -> None:
    errors = {}
    for pk, noted in marks.items():
        if noted.presence == Presence.PARTIAL and not 0 < noted.missed < half_day.minutes:
            errors[pk] = f"Indiquez les minutes manquées, de 1 à {half_day.minutes - 1}, ou notez une présence ou une absence."
        elif noted.presence != Presence.PARTIAL and noted.missed:
            errors[pk] = "Des minutes manquées vont avec «\u00a0présence en partie\u00a0»\u00a0: choisissez-la, ou videz les minutes."
    if errors:
        raise ValidationError("Corrigez les lignes signalées\u00a0: rien n’a été enregistré.", code="minutes", params={"errors": errors})


def _differs(mark: Mark | None, noted: Noted) -> bool:
    return mark is None or (mark.presence, mark.missed) != (noted.presence, noted.missed)


def _ensure_whole(session: Session, *, at: datetime) -> None:
    """Refuse to close before the last half-day, or while somebody is not noted for one."""
    half_days = left_to_note(session)
    last = half_days[-1][0].day
    if last > timezone.localdate(at):
        raise StepRefused(f"Clore les présences\u00a0: impossible avant la dernière demi-journée, le {date_fr(last)}.")
    for half_day, missing in half_days:
        if missing:
            who = "1 personne n’est pas notée" if missing == 1 else f"{missing} personnes ne sont pas notées"
            moment = f"le {date_fr(half_day.day)} à {hour_fr(half_day.starts)}"
            raise StepRefused(f"Clore les présences\u00a0: {who} {moment}. Notez-les d’abord.")


def is_closed(session: Session) -> bool:
    """Tell whether the sheet is closed: certificates come from closed sheets only."""
    return session.state == SessionState.DONE
