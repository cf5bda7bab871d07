"""Begin, lengthen, move or take away a mandate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import ONE_DAY, first_day, last_day, period
from portevoix.register.access.permissions import Permission
from portevoix.register.directory.models import Association, Person, Seat
from portevoix.register.mandates.actions.endings import end_locked
from portevoix.register.mandates.actions.writing import check_alone, check_open, locked_mandate, locked_seat, store, store_many
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.permissions import check
from portevoix.register.mandates.selectors.terms import term_end_for


class LastDay(Enum):
    """How the last day of a new mandate is found when it is not given."""

    BY_RULE = "by_rule"


BY_RULE = LastDay.BY_RULE


@dataclass(frozen=True, kw_only=True)
class Designation:
    """Somebody to designate on a seat; last: the last day, None without known end."""

    seat: Seat
    person: Person
    association: Association | None = None
    last: date | None = None


@transaction.atomic
def create_mandate(
    *,
    seat: Seat,
    person: Person,
    first: date,
    by: Any,
    last: date | LastDay | None = BY_RULE,
    association: Association | None = None,
    order_reference: str = "",
    source: str = "",
    source_date: date | None = None,
) -> Mandate:
    """Designate `person` on `seat` from `first` to `last`, both included.

    last: BY_RULE asks the rule of the type and the practice of the region (`term_end_for`); None: no known end.
    source, source_date: where the fact comes from; by default the order, else the register itself, today.
    On a derived body (CRSA commission) the mandate derives from the one that the person holds in the parent body and does not
    outlive it. Raises `ValidationError` (French sentence) and `PermissionDenied`.
    """
    seat = locked_seat(seat)
    check(by, Permission.MANDATE_MANAGE, seat)
    wanted = Designation(seat=seat, person=person, association=association, last=term_end_for(seat, first) if last is BY_RULE else last)
    mandate = store(_mandate(wanted, first, order_reference, source, source_date))
    last = mandate.term_end
    journal.record("mandate.create", target=mandate, by=by, seat=seat.pk, first=first.isoformat(), last=last and last.isoformat())
    return mandate


@transaction.atomic
def create_mandates(*, designations: Sequence[Designation], first: date, by: Any, order_reference: str, source_date: date) -> list[Mandate]:
    """Designate many people from the same day, by one order: as `create_mandate` for each, in a fixed number of statements.

    Returns the mandates in the order of `designations`. Raises `ValidationError` that names who is concerned, and `PermissionDenied`.
    """
    rows = Seat.objects.select_for_update(of=("self",), no_key=True).select_related("body__department", "body__region")
    seats = {seat.pk: seat for seat in rows.filter(pk__in={one.seat.pk for one in designations}).order_by("pk")}
    mandates = []
    for one in designations:
        wanted = replace(one, seat=seats[one.seat.pk])
        check(by, Permission.MANDATE_MANAGE, wanted.seat)
        try:
            mandate = _mandate(wanted, first, order_reference, "", source_date)
            check_alone(mandate)
        except ValidationError as refusal:
            who = f"{one.person.sorted_name}, {wanted.seat.body.readable_name}"
            raise ValidationError([f"{who}\u00a0: {sentence}" for sentence in refusal.messages]) from refusal
        mandates.append(mandate)
    store_many(mandates)
    journal.record_many("mandate.create", targets=mandates, by=by, first=first.isoformat(), order_reference=order_reference)
    return mandates


def _mandate(wanted: Designation, first: date, order_reference: str, source: str, source_date: date | None) -> Mandate:
    """Build the mandate on a locked seat, its rules checked; not saved."""
    seat, person, last = wanted.seat, wanted.person, wanted.last
    if person.merged_into_id:
        raise ValidationError("Cette fiche a été réunie avec une autre : choisissez l’autre fiche.", code="person_merged")
    parent = parent_mandate(seat, person, first)
    if parent:
        last = _within_parent(parent, last)
    check_order(first, last)
    check_open(seat, first, last)
    return Mandate(
        seat=seat,
        body=seat.body,
        person=person,
        association=wanted.association,
        period=period(first, last),
        term_end=last,
        order_reference=order_reference,
        parent=parent,
        source=source or (f"arrêté {order_reference}" if order_reference else "saisie dans le registre"),
        source_date=source_date or timezone.localdate(),
    )


def check_order(first: date, last: date | None) -> None:
    """Raise `ValidationError` when a mandate would end before it begins."""
    if last and last < first:
        raise ValidationError(
            f"La fin du mandat ({date_fr(last)}) précède son premier jour ({date_fr(first)}) : vérifiez les deux dates.",
            code="end_before_start",
        )


def parent_mandate(seat: Seat, person: Person, day: date) -> Mandate | None:
    """Return the mandate of `person` in the body from which the seat's body derives, on `day`; None when there is none."""
    if seat.body.parent_id is None:
        return None
    return Mandate.objects.filter(body=seat.body.parent_id, person=person, period__contains=day).first()


def _within_parent(parent: Mandate, last: date | None) -> date | None:
    end = last_day(parent.period)
    return end if last is None or (end is not None and end < last) else last


@transaction.atomic
def extend_mandate(*, mandate: Mandate, until: date, by: Any, order_reference: str = "") -> Mandate:
    """Move the end of the term of `mandate` to `until` (last day), also when the term is already past.

    order_reference: the act that extends; it goes to the journal, the mandate keeps its own. Derived mandates keep their end.
    """
    mandate = locked_mandate(mandate)
    check(by, Permission.MANDATE_MANAGE, mandate)
    if mandate.end_reason:
        raise ValidationError("La fin de ce mandat est enregistrée : corrigez-la avant de le prolonger.", code="already_ended")
    before = mandate.term_end
    if before is None or until <= before:
        known = f"le {date_fr(before)}" if before else "sans fin prévue"
        raise ValidationError(f"Indiquez un jour après la fin prévue ({known}).", code="not_later")
    if mandate.parent_id:
        end = last_day(mandate.parent.period)
        if end and until > end:
            raise ValidationError(
                f"Le mandat dont celui-ci dérive se termine le {date_fr(end)} : prolongez-le d’abord.", code="past_parent"
            )
    check_open(mandate.seat, first_day(mandate.period), until)
    mandate.term_end, mandate.period = until, period(first_day(mandate.period), until)
    store(mandate)
    journal.record(
        "mandate.extend", target=mandate, by=by, before=before.isoformat(), after=until.isoformat(), order_reference=order_reference
    )
    return mandate


@transaction.atomic
def switch_seat(
    *, mandate: Mandate, seat: Seat, on: date, by: Any, last: date | LastDay | None = BY_RULE, order_reference: str = ""
) -> Mandate:
    """Move the holder of `mandate` to another `seat` of the same body from the day `on`; return the new mandate.

    The substitute who becomes titular: the first mandate ends the day before with SEAT_SWITCH, the other begins on `on`, for the
    same association. `last` as in `create_mandate`.
    """
    mandate = locked_mandate(mandate)
    check(by, Permission.MANDATE_MANAGE, mandate)
    if seat.body_id != mandate.body_id or seat.pk == mandate.seat_id:
        raise ValidationError("Choisissez un autre siège de la même instance.", code="other_body")
    if on <= first_day(mandate.period):
        raise ValidationError(
            f"Le changement de siège vient après le premier jour du mandat ({date_fr(first_day(mandate.period))}).", code="too_early"
        )
    if mandate.end_reason:
        raise ValidationError("Ce mandat est déjà terminé : désignez la personne sur l’autre siège.", code="already_ended")
    end = last_day(mandate.period)
    end_locked(mandate, reason=EndReason.SEAT_SWITCH, on=min(on - ONE_DAY, end) if end else on - ONE_DAY, by=by)
    return create_mandate(
        seat=seat,
        person=mandate.person,
        first=on,
        last=last,
        association=mandate.association,
        order_reference=order_reference,
        by=by,
    )


@transaction.atomic
def remove_mandate(*, mandate: Mandate, explanation: str, by: Any) -> None:
    """Take away a mandate recorded by mistake: it never was. The row history keeps it; derived mandates forbid it.

    explanation: why, written by a person; it goes to the journal.
    """
    mandate = locked_mandate(mandate)
    check(by, Permission.MANDATE_MANAGE, mandate)
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi ce mandat est retiré.", code="explanation_missing")
    if mandate.derived_mandates.exists():
        raise ValidationError("D’autres mandats dérivent de celui-ci : retirez-les d’abord.", code="has_derived")
    journal.record("mandate.remove", target=mandate, by=by, seat=mandate.seat_id, explanation=explanation.strip())
    try:
        mandate.delete()
    except ProtectedError as error:
        raise ValidationError(
            "Ce mandat vient d’un arrêté signé : il se corrige par un arrêté modificatif ou d’abrogation.", code="by_order"
        ) from error
