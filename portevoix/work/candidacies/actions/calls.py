"""A call before it opens, and its list of seats: drafted from a query on the register, frozen, made again, corrected by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.numbering import next_number
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Seat, Territory
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.enums import CallMode, CallState, SeatOrigin
from portevoix.work.candidacies.models import Call, CallReminder, CallSeat
from portevoix.work.candidacies.permissions import ensure_manages, holds_whole, managed_by
from portevoix.work.candidacies.selectors.perimeter import Offered, Perimeter, in_other_running_calls, offered_seats

SERIES = "call"
REMINDERS = (("call-reminder-first", 15), ("call-reminder-second", 5))  # dated settings, and what is usual without them
NO_SEAT = "Aucun siège ne répond à ce périmètre. Élargissez-le\u00a0: un autre département, une autre instance, une date plus lointaine."
ALWAYS = frozenset({"introduction", "help_email", "decision_expected_on"})
IN_DRAFT = ALWAYS | {"title", "opens_at", "closes_at"}


@dataclass(frozen=True, kw_only=True)
class ListChange:
    """What making the list again changed: numbers of the seats that came in and that left."""

    joined: frozenset[int]
    left: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.joined or self.left)


@transaction.atomic
def draft_call(
    *,
    title: str,
    mode: CallMode,
    region: Territory,
    perimeter: Perimeter,
    opens_at: datetime,
    closes_at: datetime | None,
    by: Any,
    today: date,
    introduction: str = "",
    help_email: str = "",
    decision_expected_on: date | None = None,
) -> Call:
    """Write a call in preparation, with its number, its frozen list of seats and its reminders.

    perimeter: what is offered, read on `today` within the right of `by`; seats that another running call offers are left out.
    closes_at: the first moment at which nothing is received any more; None for a permanent call only.
    Raises `ValidationError` without any seat or with a window that does not hold, `PermissionDenied` outside the right of `by`.
    """
    scope = managed_by(by)
    found = _available(offered_seats(perimeter, region=region, scope=scope, at=today), call=None)
    if not found:
        raise ValidationError(NO_SEAT, code="empty")
    if not holds_whole(scope, Seat.objects.filter(pk__in=[offered.seat_id for offered in found]), region=region.code):
        raise PermissionDenied(Permission.CALL_MANAGE.value)
    call = Call(
        title=title.strip(),
        mode=mode,
        region=region,
        perimeter=perimeter.as_data(),
        opens_at=opens_at,
        closes_at=closes_at,
        introduction=introduction,
        help_email=help_email,
        decision_expected_on=decision_expected_on,
        drafted_by_id=by.pk,
        number=f"AC-{today.year}-{next_number(SERIES, today.year):03}",
    )
    call.full_clean()
    call.save()
    _freeze(call, found)
    CallReminder.objects.bulk_create(CallReminder(call=call, days_before=days) for days in reminder_days(today))
    journal.record("call.draft", target=call, by=by, seats=len(found), perimeter=call.perimeter)
    return call


def reminder_days(day: date) -> list[int]:
    """Return how many days before the closing a reminder leaves, by the settings of `day`, the furthest first: 15 and 5 as shipped."""
    return sorted({parameter_at(code, day, default=usual) for code, usual in REMINDERS}, reverse=True)


@transaction.atomic
def edit_call(*, call: Call, by: Any, **fields: Any) -> Call:
    """Change what a call says of itself: everything in preparation, then the presentation, the address and the expected date.

    Raises `StepRefused` for a field that is fixed since the opening, `ValidationError`, `PermissionDenied`.
    """
    locked = _locked(call, by)
    free = IN_DRAFT if locked.state == CallState.DRAFT else ALWAYS
    if set(fields) - free or locked.state in (CallState.PUBLISHED, CallState.CANCELLED):
        raise StepRefused(f"Modifier l’appel\u00a0: impossible, il est maintenant «\u00a0{locked.get_state_display()}\u00a0».")
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    journal.record("call.edit", target=locked, by=by, fields=sorted(fields))
    return locked


@transaction.atomic
def refresh_seats(*, call: Call, by: Any, today: date) -> ListChange:
    """Make the list of seats again from the perimeter: filled seats leave, newly vacant ones join; what a person put in or out stays so.

    For a call in preparation, and for a permanent call that is open. Raises `StepRefused` for another, `PermissionDenied`.
    """
    locked = _locked(call, by)
    if locked.state != CallState.DRAFT and not (locked.state == CallState.OPEN and locked.mode == CallMode.PERMANENT):
        raise StepRefused("Actualiser la liste\u00a0: impossible, la liste d’un appel est fixée à son ouverture.")
    found = {offered.seat_id: offered for offered in _current(locked, by, today)}
    before = {row.seat_id: row for row in locked.call_seats.all()}
    change = ListChange(joined=frozenset(found.keys() - before.keys()), left=frozenset(before.keys() - found.keys()))
    locked.call_seats.filter(seat__in=change.left).delete()
    _freeze(locked, [offered for seat, offered in found.items() if seat in change.joined])
    for seat in found.keys() & before.keys():
        _correct(before[seat], found[seat])
    _place(locked)
    if change:
        journal.record("call.refresh_seats", target=locked, by=by, joined=len(change.joined), left=len(change.left))
    return change


@transaction.atomic
def add_seat(*, call: Call, seat: Seat, reason: str, by: Any, today: date) -> CallSeat:
    """Put one seat in the list, with the reason; making the list again keeps it.

    Raises `ValidationError` when it is already there, not open to associations, or offered by another running call;
    `StepRefused` once the call is closed, `PermissionDenied`.
    """
    locked = _locked_list(call, by, "Ajouter un siège")
    if locked.call_seats.filter(seat=seat).exists():
        raise ValidationError("Ce siège est déjà dans l’appel.")
    if not can(by, Permission.CALL_MANAGE, seat):
        raise PermissionDenied(Permission.CALL_MANAGE.value)
    other = in_other_running_calls([seat.pk], call=locked).get(seat.pk)
    if other:
        raise ValidationError(f"Ce siège est déjà dans l’appel {other.number}. Retirez-le d’abord de celui-là.")
    kept = Perimeter.from_data(locked.perimeter).with_seat(seat.pk)
    offered = [one for one in offered_seats(kept, region=locked.region, scope=managed_by(by), at=today) if one.seat_id == seat.pk]
    if not offered:
        raise ValidationError("Ce siège ne peut pas être offert\u00a0: il est fermé, déjà attribué, ou les associations n’y proposent pas.")
    row = _freeze(locked, offered)[0]
    locked.perimeter = kept.as_data()
    _place(locked)
    journal.record("call.add_seat", target=locked, by=by, seat=seat.pk, explanation=reason.strip())
    return row


@transaction.atomic
def remove_seat(*, call: Call, row: CallSeat, reason: str, by: Any) -> None:
    """Take one seat out of the list, with the reason; making the list again does not bring it back.

    Raises `StepRefused` once the call is closed, or when it is the last seat of an open call; `PermissionDenied`.
    """
    locked = _locked_list(call, by, "Retirer un siège")
    if locked.state == CallState.OPEN and locked.call_seats.count() == 1:
        raise StepRefused("Retirer un siège\u00a0: impossible, c’est le dernier de l’appel. Clôturez plutôt l’appel.")
    journal.record("call.remove_seat", target=locked, by=by, seat=row.seat_id, explanation=reason.strip())
    locked.perimeter = Perimeter.from_data(locked.perimeter).without(row.seat_id).as_data()
    row.delete()
    _place(locked)


def _locked(call: Call, by: Any) -> Call:
    """Return the call, locked until the end of the transaction, when `by` manages it."""
    locked = Call.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=call.pk)
    ensure_manages(by, locked)
    return locked


def _locked_list(call: Call, by: Any, what: str) -> Call:
    locked = _locked(call, by)
    if locked.state not in (CallState.DRAFT, CallState.OPEN):
        raise StepRefused(f"{what}\u00a0: impossible, l’appel est maintenant «\u00a0{locked.get_state_display()}\u00a0».")
    return locked


def _current(call: Call, by: Any, today: date) -> list[Offered]:
    found = offered_seats(Perimeter.from_data(call.perimeter), region=call.region, scope=managed_by(by), at=today)
    return _available(found, call=call)


def _available(found: Iterable[Offered], *, call: Call | None) -> list[Offered]:
    found = list(found)
    taken = in_other_running_calls([offered.seat_id for offered in found], call=call)
    return [offered for offered in found if offered.seat_id not in taken]


def _freeze(call: Call, found: list[Offered]) -> list[CallSeat]:
    rows = [CallSeat(call=call, seat_id=one.seat_id, origin=one.origin, vacant_from=one.vacant_from) for one in found]
    CallSeat.objects.bulk_create(rows, batch_size=1000)
    _place(call)
    return rows


def _correct(row: CallSeat, now: Offered) -> None:
    """Follow a seat whose reason changed: it was to fall vacant, it is vacant."""
    if (row.origin, row.vacant_from) != (SeatOrigin(now.origin), now.vacant_from):
        row.origin, row.vacant_from = now.origin, now.vacant_from
        row.save(update_fields=["origin", "vacant_from"])


def _place(call: Call) -> None:
    """Write where the call lies: the departments of its seats, by which it is seen."""
    codes = call.call_seats.filter(seat__body__department__isnull=False).values_list("seat__body__department__code", flat=True)
    call.departments = sorted(set(codes))
    call.save(update_fields=["departments", "perimeter"])
