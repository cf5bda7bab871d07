"""What the checks look at, read in a number of statements that does not depend on the number of files."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q

from portevoix.base.core.distance import distance_km
from portevoix.base.core.periods import contains
from portevoix.register.directory.models import Accreditation, Body, BodyTypeRule, Parameter, Seat
from portevoix.register.directory.selectors.accreditations import TOLERANCE, Standing, standing
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.occupancy import Occupancy, occupancy
from portevoix.work.candidacies.checks.likeness import LikelyFile, LikelyPerson, likely_files_many, likely_people_many
from portevoix.work.candidacies.enums import SeatOrigin, WishState
from portevoix.work.candidacies.models import Attachment, Call, CallSeat, Candidacy, CheckWaiver, Wish


@dataclass(frozen=True, kw_only=True)
class OfferedSeat:
    """A seat of the call, with who sits on it on the planned day. given_to: the wish that already has it."""

    call_seat: CallSeat
    occupancy: Occupancy | None
    given_to: Wish | None

    @property
    def seat(self) -> Seat:
        return self.call_seat.seat

    @property
    def free(self) -> bool:
        """Open on the planned day, and without holder then, or offered although it is held."""
        if self.occupancy is None:
            return False
        if not self.occupancy.filled or self.call_seat.origin == SeatOrigin.MID_CYCLE:
            return True
        ends, begins = self.occupancy.ends_on, self.call_seat.vacant_from
        return ends is not None and begins is not None and ends < begins

    def open_to(self, wish: Wish | None) -> bool:
        """Tell whether it may still be given, or is already given, to `wish`."""
        return self.free and (self.given_to is None or (wish is not None and self.given_to.pk == wish.pk))


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """A call on the planned day: its seats, and the rules of their types."""

    call: Call
    planned: date
    seats: tuple[OfferedSeat, ...]

    @cached_property
    def by_body(self) -> dict[int, list[OfferedSeat]]:
        found = defaultdict(list)
        for offered in self.seats:
            found[offered.seat.body_id].append(offered)
        return found

    @cached_property
    def by_seat(self) -> dict[int, OfferedSeat]:
        return {offered.seat.pk: offered for offered in self.seats}


@dataclass(kw_only=True)
class Dossier:
    """One candidacy with everything that its checks need."""

    candidacy: Candidacy
    day: date
    call: CallFacts
    parameters: dict[str, int]
    rules: dict[int, BodyTypeRule]
    accreditation: Standing | None
    wishes: list[Wish] = field(default_factory=list)
    pieces: set[str] = field(default_factory=set)
    waivers: dict[str, CheckWaiver] = field(default_factory=dict)
    mandates: list[Mandate] = field(default_factory=list)
    likely_people: list[LikelyPerson] = field(default_factory=list)
    likely_files: list[LikelyFile] = field(default_factory=list)

    def setting(self, code: str, default: int = 0) -> int:
        """Return a dated setting, as it stands on the day of the check."""
        return self.parameters.get(code, default)

    def rule_of(self, body: Body) -> BodyTypeRule | None:
        return self.rules.get(body.body_type_id)

    def wished_seats(self, wish: Wish) -> list[OfferedSeat]:
        """Return the seats of the call that the wish may reach, given or not."""
        if wish.body_id:
            offered = self.call.by_body.get(wish.body_id, [])
        else:
            offered = [one for one in self.call.seats if self.within(one.seat.body, wish.within_km)]
        return [one for one in offered if not wish.quality or one.seat.quality == wish.quality]

    def wished_bodies(self, wish: Wish) -> list[Body]:
        """Return the bodies that the wish may reach."""
        if wish.body_id:
            return [wish.body]
        return list({one.seat.body_id: one.seat.body for one in self.wished_seats(wish)}.values())

    def kilometres(self, body: Body) -> float | None:
        """Return the distance from the home, None when one of both places is not known."""
        home, facility = self.candidacy.home, body.facility
        if home is None or facility is None or home.latitude is None or facility.latitude is None:
            return None
        return distance_km(home.latitude, home.longitude, facility.latitude, facility.longitude)

    def within(self, body: Body, kilometres: int) -> bool:
        away = self.kilometres(body)
        return away is not None and away <= kilometres

    def running(self, day: date) -> list[Mandate]:
        """Return the mandates of the person that run on `day`."""
        return [mandate for mandate in self.mandates if contains(mandate.period, day)]


def dossiers(candidacies: Iterable[Candidacy], *, day: date, likeness: bool = True, whole_call: bool = True) -> list[Dossier]:
    """Return the dossiers of `candidacies`, in the same order. likeness False: records and files that look alike are not sought.

    whole_call False: of the calls, only the seats that the wishes reach are read.
    """
    order = [candidacy.pk for candidacy in candidacies]
    rows = Candidacy.objects.filter(pk__in=order).select_related("call__region", "association__parent", "person", "home__department")
    found = {row.pk: row for row in rows}
    parameters = dict(Parameter.objects.filter(period__contains=day).values_list("code", "value"))
    wishes = _grouped(
        Wish.objects.filter(candidacy__in=order)
        .exclude(state=WishState.WITHDRAWN)
        .select_related("body__body_type", "body__facility", "body__department", "seat")
        .order_by("rank"),
        "candidacy_id",
    )
    bodies = None if whole_call else _bodies(wishes.values())
    calls = call_facts({row.call_id: row.call for row in found.values()}.values(), day=day, bodies=bodies)
    pieces, waivers = _grouped(Attachment.objects.filter(candidacy__in=order), "candidacy_id"), _waivers(order)
    standings = _standings(found.values(), day, tolerated=parameters.get(TOLERANCE, 0) == 1)
    mandates = _mandates({row.person_id for row in found.values() if row.person_id})
    people = likely_people_many(found.values()) if likeness else {}
    files = likely_files_many(found.values()) if likeness else {}
    rules = {rule.body_type_id: rule for rule in BodyTypeRule.objects.filter(period__contains=day)}
    return [
        Dossier(
            candidacy=found[pk],
            day=day,
            call=calls[found[pk].call_id],
            parameters=parameters,
            rules=rules,
            accreditation=standings[pk],
            wishes=wishes.get(pk, []),
            pieces={piece.kind for piece in pieces.get(pk, [])},
            waivers=waivers.get(pk, {}),
            mandates=mandates.get(found[pk].person_id, []),
            likely_people=people.get(pk, []),
            likely_files=files.get(pk, []),
        )
        for pk in order
    ]


def planned_day(call: Call, day: date) -> date:
    """Return the day on which those chosen would begin: the one announced for the decision, or `day` once it is past."""
    return max(call.decision_expected_on or day, day)


def _bodies(wishes: Iterable[list[Wish]]) -> set[int] | None:
    """Return the bodies that the wishes name; None when one of them is by distance, which may reach any."""
    named = {wish.body_id for group in wishes for wish in group}
    return None if None in named else named


def call_facts(calls: Collection[Call], *, day: date, bodies: Collection[int] | None = None) -> dict[int, CallFacts]:
    """Return the seats of each of `calls` (those of `bodies` when they are given), with who sits on them on the planned day and who was
    already given one."""
    calls = list(calls)
    chosen = CallSeat.objects.filter(call__in=calls) if bodies is None else CallSeat.objects.filter(call__in=calls, seat__body__in=bodies)
    rows = chosen.select_related("seat__body__body_type", "seat__body__facility", "seat__body__department")
    seats = _grouped(rows.order_by("pk"), "call_id")
    given_to = _given(calls)
    states: dict[date, dict[int, Occupancy]] = {}
    for planned in {planned_day(call, day) for call in calls}:
        here = [call.pk for call in calls if planned_day(call, day) == planned]
        offered = Seat.objects.filter(pk__in=chosen.filter(call__in=here).values("seat"))
        states[planned] = {row.seat_id: row for row in occupancy(offered, at=planned)}
    return {
        call.pk: CallFacts(
            call=call,
            planned=(planned := planned_day(call, day)),
            seats=tuple(
                OfferedSeat(
                    call_seat=row,
                    occupancy=states[planned].get(row.seat_id),
                    given_to=given_to.get((None, row.seat_id)) or given_to.get((call.pk, row.seat_id)),
                )
                for row in seats.get(call.pk, [])
            ),
        )
        for call in calls
    }


def _given(calls: Collection[Call]) -> dict[tuple[int | None, int], Wish]:
    """Return the wishes that have a seat of `calls`: retained in any call (under None), designated in its own call."""
    rows = Wish.objects.filter(seat__in=CallSeat.objects.filter(call__in=calls).values("seat")).select_related("candidacy")
    rows = rows.filter(Q(state=WishState.RETAINED) | Q(state=WishState.DESIGNATED, candidacy__call__in=calls))
    return {(None if wish.state == WishState.RETAINED else wish.candidacy.call_id, wish.seat_id): wish for wish in rows}


def _waivers(order: list[int]) -> dict[int, dict[str, CheckWaiver]]:
    rows = CheckWaiver.objects.filter(candidacy__in=order).select_related("given_by")
    return {pk: {row.code: row for row in found} for pk, found in _grouped(rows, "candidacy_id").items()}


def _standings(candidacies: Iterable[Candidacy], day: date, *, tolerated: bool) -> dict[int, Standing | None]:
    """Return what the accreditation that each file rests on is worth on `day`: that of the federation for a section."""
    accredited = {row.association.accredited.pk for row in candidacies}
    rows = _grouped(Accreditation.objects.filter(association__in=accredited), "association_id")
    standings: dict[tuple[int, int], Standing | None] = {}
    for candidacy in candidacies:
        key = (candidacy.association.accredited.pk, candidacy.call.region_id)
        if key not in standings:
            here = [row for row in rows.get(key[0], []) if row.region_id in (None, key[1])]
            standings[key] = standing(here, day, tolerated=tolerated)
    return {row.pk: standings[row.association.accredited.pk, row.call.region_id] for row in candidacies}


def _mandates(people: Collection[int]) -> dict[int, list[Mandate]]:
    rows = Mandate.objects.filter(person__in=people).select_related("seat", "body__body_type", "body__facility")
    return _grouped(rows.order_by("period", "pk"), "person_id")


def _grouped(rows: Iterable, key: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
