"""Enrolments: asked by the person, their association or France Assos Santé; a place, or the waiting list; confirmed; cancelled."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program, account
from portevoix.base.core.french_dates import date_fr
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Association, Person
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training import notifications as texts
from portevoix.work.training.actions.holding import enrolments_of, hold_session
from portevoix.work.training.actions.places import PLACES, offer_free_places, taken
from portevoix.work.training.actions.telling import tell_registered, tell_waiting, tell_with_other_dates
from portevoix.work.training.enums import EnrolmentChannel, SessionFormat
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.models import AccessNeed, Enrolment, HalfDay, Session
from portevoix.work.training.selectors.enrolments import association_of, waiting_rank
from portevoix.work.training.selectors.sessions import RUNNING, first_day_of
from portevoix.work.training.workflow import ACTIVE, ENROLMENT, HOLDING

BY_PROGRAM = ""
VARIANTS = ("", "_by_association", "_by_delegation")
CHANNELS = {
    EnrolmentChannel.PERSON: (Permission.TRAINING_OWN, ""),
    EnrolmentChannel.ASSOCIATION: (Permission.TRAINING_ENROL, "_by_association"),
    EnrolmentChannel.DELEGATION: (Permission.TRAINING_MANAGE, "_by_delegation"),
}
NOT_OPEN = "Cette session ne prend pas d’inscriptions en ce moment. Choisissez une autre date."
CLOSED = "Les inscriptions à cette session sont closes depuis le {day}. Choisissez une autre date."
BEGUN = "Cette session a commencé le {day}. Prévenez France Assos Santé, qui notera votre absence."
ALREADY = "Cette personne a déjà une place à une autre session de cette formation, qui commence le {day}. Annulez-la d’abord."
OVERLAPS = "Cette personne a déjà une place à une autre session le {day}. Choisissez une autre date, ou annulez l’autre place."
TOO_LATE = "La place était gardée jusqu’au {day}\u00a0: elle est proposée à la personne suivante. Choisissez une autre date."


@transaction.atomic
def enrol(*, session: Session, person: Person, channel: EnrolmentChannel, by: Any, at: datetime, remote: bool = False) -> Enrolment:
    """Enrol somebody in a session: a place when one is free and nobody waits, else the end of the waiting list. Return the row.

    The row of the session is held: two people never take the same place, and the waiting list is in the order of the requests.
    remote: follow a hybrid session remotely. Until the last day of registrations; France Assos Santé until the sheet is closed.
    Raises `ValidationError` (already enrolled, a place elsewhere), `StepRefused` (not open, closed), `PermissionDenied`.
    """
    held = hold_session(session)
    association = _ensure_may_ask(person, held, channel=channel, by=by, today=timezone.localdate(at))
    _ensure_open(held, channel=channel, today=timezone.localdate(at))
    _ensure_free(person, held)
    row = Enrolment(
        session=held,
        person=person,
        association=association,
        channel=channel,
        remote=held.format == SessionFormat.REMOTE or (remote and held.format == SessionFormat.HYBRID),
        created_by=account(by),
    )
    row.full_clean()
    waits = taken(held) >= held.seats or enrolments_of(held, E.WAITING).exists()
    row.save()
    journal.record("enrolment.ask", target=row, by=by, session=held.pk, channel=str(channel))
    if waits:
        tell_waiting(row, rank=waiting_rank(row), by=by, at=at)
        return row
    with ENROLMENT.step(row, f"register{CHANNELS[channel][1]}", by=by):
        pass
    _leave_other_lists(row)
    tell_registered(row, by=by, at=at)
    return row


@transaction.atomic
def enrol_many(*, session: Session, people: Collection[Person], channel: EnrolmentChannel, by: Any, at: datetime, remote: bool = False):
    """Enrol each of `people`, in this order: all of them, or none. Return their enrolments. Raises as `enrol`, saying who."""
    rows = []
    for person in people:
        try:
            rows.append(enrol(session=session, person=person, channel=channel, by=by, at=at, remote=remote))
        except ValidationError as refusal:
            raise ValidationError(f"{person}\u00a0: {' '.join(refusal.messages)}") from refusal
    return rows


@transaction.atomic
def accept_place(*, enrolment: Enrolment, by: Any, at: datetime) -> Enrolment:
    """Confirm an offered place in time. Raises `StepRefused` when the offer is over, `ValidationError` with a place elsewhere."""
    held = hold_session(enrolment.session)
    row = enrolments_of(held, *E.values).get(pk=enrolment.pk)
    if row.state == E.OFFERED and row.offer_expires_at <= at:
        raise StepRefused(TOO_LATE.format(day=date_fr(timezone.localdate(row.offer_expires_at))))
    step = f"accept{_variant('accept', row, by)}"
    ENROLMENT.ensure(row, step, by=by)
    _ensure_free(row.person, held)
    with ENROLMENT.step(row, step, by=by):
        pass
    _leave_other_lists(row)
    tell_registered(row, by=by, at=at)
    return row


@transaction.atomic
def cancel_enrolment(*, enrolment: Enrolment, by: Any, at: datetime) -> Enrolment:
    """Give up a place or a rank; the place is offered to the first of the waiting list. What was needed on the spot is deleted.

    Raises `StepRefused` when it is over, or, but for France Assos Santé, once the session has begun; `PermissionDenied`.
    """
    held = hold_session(enrolment.session)
    row = enrolments_of(held, *E.values).get(pk=enrolment.pk)
    variant, first = _variant("cancel", row, by), first_day_of(held)
    if variant != "_by_delegation" and first is not None and first <= timezone.localdate(at) and row.state in ACTIVE:
        raise StepRefused(BEGUN.format(day=date_fr(first)))
    with ENROLMENT.step(row, f"cancel{variant}", by=by):
        pass
    AccessNeed.objects.filter(enrolment=row).delete()
    tell_with_other_dates(texts.ENROLMENT_CANCELLED, [row], session=held, by=by, at=at)
    offer_free_places(held, at=at)
    return row


def _ensure_may_ask(person: Person, session: Session, *, channel: EnrolmentChannel, by: Any, today: date) -> Association | None:
    """Check that `by` may enrol `person` by this channel; return the association for which the person sits."""
    permission = CHANNELS[channel][0]
    if not can(by, permission, session if channel == EnrolmentChannel.DELEGATION else person):
        raise PermissionDenied(permission.value)
    return association_of(person, day=today, viewer=by if channel == EnrolmentChannel.ASSOCIATION else None)


def _ensure_open(session: Session, *, channel: EnrolmentChannel, today: date) -> None:
    if session.state not in RUNNING or first_day_of(session) is None:
        raise StepRefused(NOT_OPEN)
    if channel != EnrolmentChannel.DELEGATION and session.closes_on < today:
        raise StepRefused(CLOSED.format(day=date_fr(session.closes_on)))


def _ensure_free(person: Person, session: Session) -> None:
    """Refuse a second place at the same course, or at the same hours."""
    elsewhere = Enrolment.objects.filter(person=person, state__in=list(HOLDING)).exclude(session=session)
    same = elsewhere.filter(session__course=session.course).order_by("pk").first()
    if same:
        raise ValidationError(ALREADY.format(day=date_fr(first_day_of(same.session))), code="already")
    mine = session.half_days.values_list("day", "starts", "ends")
    for day, starts, ends in mine:
        if HalfDay.objects.filter(session__enrolments__in=elsewhere, day=day, starts__lt=ends, ends__gt=starts).exists():
            raise ValidationError(OVERLAPS.format(day=date_fr(day)), code="overlaps")


def _leave_other_lists(row: Enrolment) -> None:
    """Take somebody who has a place off the other waiting lists of the same course."""
    others = Enrolment.objects.filter(person=row.person, state=E.WAITING, session__course=F("session__course"))
    others = others.filter(session__course=row.session.course).exclude(pk=row.pk).select_related("session__region", "association")
    ENROLMENT.step_many(others, "cancel_by_delegation", by=PLACES, placed=row.pk)


def _variant(name: str, row: Enrolment, by: Any) -> str:
    """Return which of the three steps `name` is taken by `by`: as the person, the association, France Assos Santé."""
    if isinstance(by, Program):
        return BY_PROGRAM  # the signed link: the person
    for variant in VARIANTS:
        if can(by, ENROLMENT.find(f"{name}{variant}").permission, row):
            return variant
    raise PermissionDenied(name)
