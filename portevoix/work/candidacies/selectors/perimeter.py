"""The perimeter of a call: a query on the register, kept in codes, that says on a day which seats are offered and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from portevoix.register.directory.models import Seat, Territory
from portevoix.register.directory.scope import Scope
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.listing import seat_ids
from portevoix.register.mandates.selectors.occupancy import Occupancy, occupancy
from portevoix.work.candidacies.enums import CallState, SeatOrigin
from portevoix.work.candidacies.models import Call, CallSeat

RUNNING = (CallState.OPEN, CallState.CLOSED, CallState.DECIDED)
WITHOUT_MANDATE = frozenset({SeatState.VACANT, SeatState.PAST_TERM})
LISTS = ("departments", "body_types", "qualities", "left_out", "joined")


@dataclass(frozen=True, kw_only=True)
class Perimeter:
    """Which seats a call offers; an empty field limits nothing.

    text, departments (COG codes), body_types (codes), qualities, body, federation: as in `SeatCriteria`.
    vacant: the seats without an active mandate; past_term_only: of those, the ones whose holder still sits past the term;
    vacant_over_months: of those, the ones vacant for longer. falling_before: the seats whose mandate ends, or whose holder leaves,
    on or before this day. mid_cycle: every filled seat is offered again.
    left_out, joined: numbers of seats that a person took out, or put in, whatever the query says.
    """

    text: str = ""
    departments: frozenset[str] = frozenset()
    body_types: frozenset[str] = frozenset()
    qualities: frozenset[str] = frozenset()
    body: int | None = None
    federation: int | None = None
    vacant: bool = True
    past_term_only: bool = False
    vacant_over_months: int | None = None
    falling_before: date | None = None
    mid_cycle: bool = False
    left_out: frozenset[int] = field(default_factory=frozenset)
    joined: frozenset[int] = field(default_factory=frozenset)

    def as_data(self) -> dict[str, Any]:
        """Return what is kept in `Call.perimeter`."""
        data = {name: sorted(getattr(self, name)) for name in LISTS if getattr(self, name)}
        data |= {name: value for name in ("text", "body", "federation", "vacant_over_months") if (value := getattr(self, name))}
        data |= {name: True for name in ("past_term_only", "mid_cycle") if getattr(self, name)}
        if self.falling_before:
            data["falling_before"] = self.falling_before.isoformat()
        return data | {"vacant": self.vacant}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Perimeter":
        """Read back what `as_data` returned."""
        kept = dict(data)
        if kept.get("falling_before"):
            kept["falling_before"] = date.fromisoformat(kept["falling_before"])
        return cls(**kept | {name: frozenset(kept[name]) for name in LISTS if name in kept})

    def without(self, seat: int) -> "Perimeter":
        """Return the same perimeter, where a person took `seat` out."""
        return replace(self, left_out=self.left_out | {seat}, joined=self.joined - {seat})

    def with_seat(self, seat: int) -> "Perimeter":
        """Return the same perimeter, where a person put `seat` in."""
        return replace(self, left_out=self.left_out - {seat}, joined=self.joined | {seat})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One seat that a call offers. vacant_from: since when, or from when, nobody has it; None: unknown, or the order will say."""

    seat_id: int
    body_id: int
    origin: SeatOrigin
    vacant_from: date | None


def offered_seats(perimeter: Perimeter, *, region: Territory, scope: Scope, at: date) -> list[Offered]:
    """Return the seats that `perimeter` gives on `at` among those of `scope`, by body, quality and rank.

    Only the bodies for which associations propose. A seat that already has a mandate to come is not offered.
    """
    states = occupancy(Seat.objects.filter(pk__in=_asked(perimeter, region=region, scope=scope, at=at)), at=at)
    ahead = _decided_ahead([state.seat_id for state in states], at)
    joined = perimeter.joined
    found = [state for state in states if state.seat_id not in perimeter.left_out and state.seat_id not in ahead]
    return [offered for state in found if (offered := _offered(perimeter, state, put_in=state.seat_id in joined))]


def in_other_running_calls(seats: Iterable[int], *, call: Call | None = None) -> dict[int, Call]:
    """Return, for each of `seats` that another running call offers, that call: a seat is given by one call at a time."""
    rows = CallSeat.objects.filter(seat__in=list(seats), call__state__in=RUNNING).select_related("call")
    return {row.seat_id: row.call for row in (rows.exclude(call=call) if call else rows).order_by("call_id")}


def _asked(perimeter, *, region, scope, at) -> list[int]:
    """Return the numbers of the seats that the query keeps, whatever their occupancy says of the origin, and of those put in."""
    base = SeatCriteria(
        text=perimeter.text,
        region=region.code,
        departments=perimeter.departments,
        body_types=perimeter.body_types,
        qualities=perimeter.qualities,
        body=perimeter.body,
        federation=perimeter.federation,
    )
    wanted = []
    if perimeter.vacant:
        states = frozenset({SeatState.PAST_TERM}) if perimeter.past_term_only else WITHOUT_MANDATE
        wanted.append(replace(base, states=states, vacant_over_months=perimeter.vacant_over_months))
    if perimeter.mid_cycle:
        wanted.append(replace(base, states=frozenset({SeatState.FILLED})))
    elif perimeter.falling_before:
        wanted.append(replace(base, states=frozenset({SeatState.FILLED}), ending_before=perimeter.falling_before))
    numbers = {seat for criteria in wanted for seat in seat_ids(scope, at=at, criteria=criteria)} | perimeter.joined
    circuit = Seat.objects.visible_to(scope).filter(
        body__region=region, body__body_type__in_designation_circuit=True, body__body_type__parent__isnull=True
    )
    return list(circuit.filter(pk__in=numbers).values_list("pk", flat=True))


def _decided_ahead(seats: list[int], at: date) -> set[int]:
    return set(Mandate.objects.filter(seat__in=seats, period__startswith__gt=at).values_list("seat_id", flat=True))


def _offered(perimeter: Perimeter, state: Occupancy, *, put_in: bool) -> Offered | None:
    """Return why the seat is offered; None for a seat that changed between the query and its reading."""
    if not state.filled:
        kept, origin, since = perimeter.vacant or put_in, SeatOrigin.VACANT, state.vacant_since
    elif perimeter.falling_before and state.ends_on and state.ends_on <= perimeter.falling_before:
        kept, origin, since = True, SeatOrigin.FALLING_VACANT, state.ends_on + timedelta(days=1)
    else:
        kept, origin, since = perimeter.mid_cycle or put_in, SeatOrigin.MID_CYCLE, None
    return Offered(seat_id=state.seat_id, body_id=state.body_id, origin=origin, vacant_from=since) if kept else None
