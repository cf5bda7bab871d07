"""End a mandate, correct the end, announce a departure; mandates that derive from it follow."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import contains, first_day, last_day
from portevoix.register.access.permissions import Permission
from portevoix.register.mandates.actions.writing import (
    check_open,
    derived_after,
    erase_end,
    locked_mandate,
    record_end,
    span,
    store,
)
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.permissions import check

# Ends that only the machinery records: an agent ends the parent, moves the person, or closes the body.
CONSEQUENCES = frozenset({EndReason.PARENT_ENDED, EndReason.SEAT_SWITCH, EndReason.BODY_CLOSED})


@transaction.atomic
def end_mandate(*, mandate: Mandate, reason: EndReason, by: Any, on: date | None = None) -> Mandate:
    """Record the end of `mandate`: `on` is its last day (by default the end of its term, for the reason TERM only).

    Mandates that derive from it end the same day (PARENT_ENDED). Raises `ValidationError` (French) and `PermissionDenied`.
    """
    mandate = locked_mandate(mandate)
    check(by, Permission.MANDATE_MANAGE, mandate)
    if reason not in EndReason.values:
        raise ValidationError("Choisissez un motif de fin.", code="unknown_reason")
    if reason in CONSEQUENCES:
        raise ValidationError("Ce motif est la conséquence d’un autre acte : choisissez un autre motif.", code="not_for_agents")
    on = mandate.term_end if on is None and reason == EndReason.TERM else on
    if on is None:
        raise ValidationError("Indiquez le dernier jour du mandat.", code="day_missing")
    if reason == EndReason.TERM and mandate.term_end and on != mandate.term_end:
        raise ValidationError(
            f"Le terme de ce mandat est le {date_fr(mandate.term_end)} : pour un autre jour, choisissez un autre motif.",
            code="not_the_term",
        )
    return end_locked(mandate, reason=reason, on=on, by=by)


def end_locked(mandate: Mandate, *, reason: EndReason, on: date, by: Any) -> Mandate:
    """Record the end of a mandate that the caller has locked and may write, and of those that derive from it."""
    if mandate.end_reason:
        raise ValidationError(f"La fin de ce mandat est déjà enregistrée ({span(mandate)}) : corrigez-la.", code="already_ended")
    if on < first_day(mandate.period):
        raise ValidationError(
            f"Le mandat commence le {date_fr(first_day(mandate.period))} : sa fin ne peut pas venir avant.", code="end_before_start"
        )
    end = last_day(mandate.period)
    if end and on > end:
        raise ValidationError(
            f"Le mandat est arrivé à son terme le {date_fr(end)} : indiquez ce jour, ou prolongez d’abord le mandat.", code="past_term"
        )
    record_end(mandate, reason=reason, on=on, by=by)
    store(mandate)
    journal.record("mandate.end", target=mandate, by=by, reason=str(reason), on=on.isoformat())
    for derived in derived_after(mandate, on):
        if first_day(derived.period) > on:
            raise ValidationError(
                f"Un mandat qui dérive de celui-ci commence plus tard ({span(derived)}) : retirez-le d’abord.", code="derived_later"
            )
        if not derived.end_reason:
            end_locked(derived, reason=EndReason.PARENT_ENDED, on=on, by=by)
    return mandate


@transaction.atomic
def correct_end(*, mandate: Mandate, explanation: str, by: Any, reason: EndReason | None = None, on: date | None = None) -> Mandate:
    """Undo the recorded end of `mandate`, or replace it by another `reason` and last day `on` when they are given.

    explanation: why, written by a person; it goes to the journal. Derived mandates that ended with this one run again with it.
    Refused when the seat, or the person in this body, has been taken since.
    """
    mandate = locked_mandate(mandate)
    check(by, Permission.MANDATE_MANAGE, mandate)
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi la fin est corrigée.", code="explanation_missing")
    if not mandate.end_reason:
        raise ValidationError("Aucune fin n’est enregistrée pour ce mandat.", code="not_ended")
    restore_locked(mandate, by=by, explanation=explanation.strip())
    if reason is not None:
        return end_mandate(mandate=mandate, reason=reason, on=on, by=by)
    return mandate


def restore_locked(mandate: Mandate, *, by: Any, explanation: str, not_after: date | None = None) -> None:
    """Make a locked mandate run to its term again (or to `not_after`), and those that ended because of it."""
    before, reason = last_day(mandate.period), mandate.end_reason
    erase_end(mandate, last=not_after)
    check_open(mandate.seat, first_day(mandate.period), last_day(mandate.period))
    store(mandate)
    journal.record("mandate.correct_end", target=mandate, by=by, reason=reason, before=before.isoformat(), explanation=explanation)
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True).select_related("seat", "body")
    for derived in rows.filter(parent=mandate, end_reason=EndReason.PARENT_ENDED).order_by("pk"):
        if last_day(derived.period) == before:
            restore_locked(derived, by=by, explanation=explanation, not_after=last_day(mandate.period))


@transaction.atomic
def announce_departure(*, mandate: Mandate, on: date, reason: EndReason, by: Any) -> Mandate:
    """Record that the holder will leave: `on` is the announced last day. The mandate runs until its end is recorded."""
    mandate = locked_mandate(mandate)
    check(by, Permission.MANDATE_MANAGE, mandate)
    if reason not in EndReason.values or reason in CONSEQUENCES or reason in (EndReason.TERM, EndReason.DATA_ERROR):
        raise ValidationError("Choisissez le motif du départ.", code="unknown_reason")
    if mandate.end_reason:
        raise ValidationError("La fin de ce mandat est déjà enregistrée.", code="already_ended")
    if not contains(mandate.period, on):
        raise ValidationError(f"Le départ a lieu pendant le mandat ({span(mandate)}) : vérifiez la date.", code="outside")
    mandate.departure_on, mandate.departure_reason = on, reason
    store(mandate)
    journal.record("mandate.announce_departure", target=mandate, by=by, reason=str(reason), on=on.isoformat())
    return mandate


@transaction.atomic
def withdraw_departure(*, mandate: Mandate, by: Any) -> Mandate:
    """Take an announced departure back."""
    mandate = locked_mandate(mandate)
    check(by, Permission.MANDATE_MANAGE, mandate)
    if mandate.departure_on is None:
        raise ValidationError("Aucun départ n’est annoncé pour ce mandat.", code="no_departure")
    before = mandate.departure_on
    mandate.departure_on, mandate.departure_reason = None, ""
    store(mandate)
    journal.record("mandate.withdraw_departure", target=mandate, by=by, before=before.isoformat())
    return mandate
