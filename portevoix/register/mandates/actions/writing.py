"""What every writing of a mandate shares: the lock, the checks of the model, the French sentence when the database refuses."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import ONE_DAY, first_day, last_day, period
from portevoix.register.directory.models import Seat
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate

CHECKED_BY_CALLER = {"seat", "body", "person", "association", "parent", "ended_by"}  # rows in hand: no query to see that they exist


def locked_seat(seat: Seat) -> Seat:
    """Lock the row of `seat` until the end of the transaction and return it with its body and the places of its body."""
    rows = Seat.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("body__department", "body__region").get(pk=seat.pk)


def locked_mandate(mandate: Mandate) -> Mandate:
    """Lock the row of `mandate` until the end of the transaction and return it as it is now, with its seat and body."""
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("seat", "body__department", "body__region", "association__parent").get(pk=mandate.pk)
    found.seat.body = found.body
    return found


def store(mandate: Mandate) -> Mandate:
    """Validate and save; raise `ValidationError` with the sentence of the rule that is broken.

    The overlaps are left to the exclusion constraints, which also see what another transaction has just written. The caller is in a
    transaction of its own, which the refusal takes back.
    """
    check_alone(mandate)
    try:
        mandate.save()
    except IntegrityError as error:
        raise refusal(error) from error
    return mandate


def check_alone(mandate: Mandate) -> None:
    """Raise `ValidationError` when the mandate breaks a rule by itself, whatever the others are."""
    mandate.full_clean(exclude=CHECKED_BY_CALLER, validate_constraints=False)
    _check_rules(mandate)


def store_many(mandates: list[Mandate]) -> None:
    """Save new mandates, each already through `check_alone`; the overlaps are left to the exclusion constraints, as in `store`."""
    try:
        Mandate.objects.bulk_create(mandates, batch_size=500)
    except IntegrityError as error:
        raise refusal(error) from error


def _check_rules(mandate):
    """Say in French what the check constraints refuse; they hold whatever the code does."""
    first, last = first_day(mandate.period), last_day(mandate.period)
    if first is None:
        raise ValidationError("Indiquez le premier jour du mandat.", code="first_day_missing")
    if mandate.term_end and (last is None or last > mandate.term_end):
        raise ValidationError("Un mandat ne dure pas au-delà de sa fin prévue : prolongez-le d’abord.", code="past_term")


TAKEN = {
    "mandate_one_per_seat": "Ce siège est déjà occupé {}.",
    "mandate_one_seat_per_body": "Cette personne occupe déjà un siège de cette instance {}.",
}
SPAN_OF_DETAIL = re.compile(r"\[(\d{4}-\d\d-\d\d),(\d{4}-\d\d-\d\d)?\)")


def refusal(error: IntegrityError) -> ValidationError:
    """Return the French sentence of the constraint that refused; raise `error` again when it is not one of ours.

    PostgreSQL's detail ends with the key of the row in the way: its period is told, without another question to the database.
    """
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    spans = SPAN_OF_DETAIL.findall(getattr(diagnosis, "message_detail", None) or "")
    if name in TAKEN and spans:
        first, end = (date.fromisoformat(day) if day else None for day in spans[-1])
        return ValidationError(TAKEN[name].format(period_fr(first, end and end - ONE_DAY)), code=name)
    for constraint in Mandate._meta.constraints:
        if constraint.name == name:
            return ValidationError(constraint.violation_error_message, code=name)
    raise error


def check_open(seat: Seat, first, last) -> None:
    """Raise `ValidationError` unless `seat` and its body are open during the whole mandate (a mandate without end: on its first day)."""
    for opened, closed in ((seat.opened_on, seat.closed_on), (seat.body.opened_on, seat.body.closed_on)):
        if opened and first < opened:
            raise ValidationError(f"Ce siège n’existe que depuis le {date_fr(opened)}.", code="seat_not_open")
        if closed and (last is None or last >= closed):
            raise ValidationError(f"Ce siège n’existe plus à partir du {date_fr(closed)}.", code="seat_closed")


def span(mandate: Mandate) -> str:
    """Return the period of a mandate in French."""
    return period_fr(first_day(mandate.period), last_day(mandate.period))


def record_end(mandate: Mandate, *, reason: EndReason, on, by: Any) -> None:
    """Set the end on `mandate`: `on` is the last day. Not saved."""
    mandate.period = period(first_day(mandate.period), on)
    mandate.end_reason, mandate.ended_at, mandate.ended_by_id = reason, timezone.now(), by.pk
    mandate.departure_on, mandate.departure_reason = None, ""


def erase_end(mandate: Mandate, *, last=None) -> None:
    """Take the recorded end away: the mandate runs to its term again, or to `last` when that comes before. Not saved."""
    mandate.term_end = min((day for day in (mandate.term_end, last) if day), default=None)
    mandate.period = period(first_day(mandate.period), mandate.term_end)
    mandate.end_reason, mandate.ended_at, mandate.ended_by_id = "", None, None


def derived_after(mandate: Mandate, day) -> Iterable[Mandate]:
    """Return, locked, the mandates that derive from `mandate` and that still run after `day`."""
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True).select_related("seat", "body").filter(parent=mandate)
    return [row for row in rows.order_by("pk") if row.period.upper is None or last_day(row.period) > day]
