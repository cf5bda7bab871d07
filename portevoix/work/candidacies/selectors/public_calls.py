"""Calls as anybody may read them: no name, no file, no draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Case, Count, F, QuerySet, Value, When

from portevoix.base.core.distance import distance_km
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Commune
from portevoix.work.candidacies.enums import CallState
from portevoix.work.candidacies.models import Call, CallDocument, CallSeat
from portevoix.work.candidacies.models.calls import PUBLIC_STATES
from portevoix.work.candidacies.selectors.calls import CallSeatRow, days_left, last_day


def public_calls() -> QuerySet[Call]:
    """Return the calls that anybody may read, the open ones first, then the most recent, each with `seat_count`."""
    open_first = Case(When(state=CallState.OPEN, then=Value(0)), default=Value(1))
    calls = Call.objects.public().select_related("region").annotate(seat_count=Count("call_seats"), rank=open_first)
    return calls.order_by("rank", "-opens_at", "-pk")


def public_document(number: int) -> CallDocument | None:
    """Return the document `number` of a call that is public, None when there is none."""
    return CallDocument.objects.filter(pk=number, call__state__in=PUBLIC_STATES).select_related("file").first()


def countdown(call: Call, *, at: datetime) -> str:
    """Return where the window of `call` stands at `at`, in words."""
    today, last = day_of(at), last_day(call)
    if call.state == CallState.OPEN and call.opens_at > at:
        return f"Ouvre le {date_fr(day_of(call.opens_at))}."
    if call.receives(at):
        if last is None:
            return "Ouvert en permanence, sans date de clôture."
        left = days_left(call, today=today)
        if left == 1:
            return "Dernier jour aujourd’hui pour proposer une personne."
        return f"Il reste {left}\u00a0jours, jusqu’au {date_fr(last)} inclus."
    return f"Clos depuis le {date_fr(last)}." if last else "Clos."


@dataclass(frozen=True, kw_only=True)
class BodyOfCall:
    """A body of a call with its seats; km: from the commune that was asked for, None without one or without a known place."""

    body_id: int
    name: str
    town: str
    type_name: str
    department: str
    department_code: str
    seats: tuple[CallSeatRow, ...]
    km: float | None

    @property
    def remaining(self) -> list[CallSeatRow]:
        return [seat for seat in self.seats if seat.remaining]

    @property
    def words(self) -> str:
        """« 1 siège de titulaire, 2 sièges de suppléant »: those that remain; empty when none does."""
        parts = []
        for quality in SeatQuality:
            count = sum(seat.quality == quality for seat in self.remaining)
            if count:
                parts.append(f"{count}\u00a0siège{'s' if count > 1 else ''} de {quality.label}")
        return ", ".join(parts)

    @property
    def falling(self) -> date | None:
        """The day from which a seat that is still held will be free; None when all are free today."""
        return min((seat.vacant_from for seat in self.remaining if seat.origin == "falling" and seat.vacant_from), default=None)


def bodies_of(rows: Iterable[CallSeatRow], *, around: Commune | None = None) -> list[BodyOfCall]:
    """Return the bodies of `rows` (in the order of `seats_of_call`): by department and name, or by distance from `around`."""
    found = [_body(tuple(group), around) for _, group in groupby(rows, key=lambda row: row.body_id)]
    return sorted(found, key=lambda body: (body.km is None, body.km or 0)) if around else found


def _body(seats: tuple[CallSeatRow, ...], around: Commune | None) -> BodyOfCall:
    first = seats[0]
    placed = around is not None and first.latitude is not None and around.latitude is not None
    return BodyOfCall(
        body_id=first.body_id,
        name=first.body_name,
        town=first.town,
        type_name=first.body_type_name,
        department=first.department_name,
        department_code=first.department_code,
        seats=seats,
        km=distance_km(around.latitude, around.longitude, first.latitude, first.longitude) if placed else None,
    )


@dataclass(frozen=True, kw_only=True)
class OpenCall:
    """What a page about a body says of the call that offers its seats. last_on: included; None without a closing."""

    number: str
    title: str
    last_on: date | None


def open_calls_of(bodies: Iterable[int], *, at: datetime) -> dict[int, OpenCall]:
    """Return, by body, the call that receives candidacies for one of its seats at `at`; the one that closes first when several do."""
    rows = CallSeat.objects.filter(call__in=Call.objects.receiving(at), seat__body__in=list(bodies)).select_related("call", "seat")
    found: dict[int, OpenCall] = {}
    for row in rows.order_by(F("call__closes_at").asc(nulls_last=True), "call_id", "pk"):
        found.setdefault(row.seat.body_id, OpenCall(number=row.call.number, title=row.call.title, last_on=last_day(row.call)))
    return found


def open_calls_of_seats(seats: Iterable[int], *, at: datetime) -> dict[int, Call]:
    """Return, by seat, the call that receives candidacies for it at `at`; with its region. One statement, none without a seat."""
    numbers = list(seats)
    if not numbers:
        return {}
    rows = CallSeat.objects.filter(seat__in=numbers, call__in=Call.objects.receiving(at)).select_related("call__region")
    return {row.seat_id: row.call for row in rows.order_by("-call_id")}
