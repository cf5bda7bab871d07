"""Builds the whole demonstration in one transaction."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

import pghistory
from django.apps import apps
from django.db import connection, transaction

from portevoix.base.audit import journal
from portevoix.base.audit.models import Entry
from portevoix.front.workspace.seeds import (
    accounts,
    activity,
    associations,
    bodies,
    calls,
    history,
    mandates,
    orders,
    outreach,
    people,
    proofs,
    space,
    story,
    training,
    workbooks,
)
from portevoix.front.workspace.seeds.casting import Casting, Held
from portevoix.front.workspace.seeds.names import NameBook
from portevoix.front.workspace.seeds.timelines import Occupation, Slot, promotion, timeline, wanted_states
from portevoix.register.directory.enums import SeatQuality, TerritoryKind
from portevoix.register.directory.models import Body, Facility, Person, Seat, Territory
from portevoix.register.mandates.enums import SeatState
from portevoix.register.mandates.models import Mandate

LOADED = "demo.load"  # entry of the journal that says that the demonstration is there
REGION = "44"
PROMOTIONS, DECIDED_AHEAD = 8, 6
CARES = {"UNAFAM": ("292", "161", "430", "156"), "REIN": ("141", "146"), "LIGUE": ("131",), "ALZ": ("362",)}


@dataclass(frozen=True)
class Loaded:
    """What the database holds after the load, in numbers."""

    facilities: int
    bodies: int
    seats: int
    people: int
    mandates: int


def is_loaded() -> bool:
    """Tell whether the demonstration is in the database."""
    return Entry.objects.filter(action=LOADED).exists()


@transaction.atomic
def load(*, today: date, by: Any) -> Loaded:
    """Fill a database that holds the reference data and the establishments of the region, and nothing else, with the story of `today`."""
    with pghistory.context(source="démonstration"):
        region = Territory.objects.get(kind=TerritoryKind.REGION, code=REGION)
        users = accounts.create_users(today)
        associations.join_federations(today, region)
        with history.held_back():
            accredited = associations.build(today, _random("accreditations"), region)
            seated = bodies.build(today, _random("bodies"), region)
            _people_and_mandates(today, seated, accredited, users["claire.muller"])
        history.remember(today)
        _tell_planner()
        accounts.give_roles(users, today)
        workbooks.build(today, users["claire.muller"])
        orders.name_signatories(region, users["paul.weber"])
        calls.build_past(today, _random("past call"), region, users)
        orders.build(today, users, region)
        calls.build(today, _random("calls"), region, users)
        _tell_planner()
        activity.build(today, _random("activity"), region, users)
        training.build(today, _random("training"), region, users["helene.burger"])
        proofs.build(today, _random("proofs"), region, users["helene.burger"])
        outreach.build(today, _random("outreach"), region, users)
        space.build(today, _random("space"), users)
        journal.record(LOADED, target=region, by=by, today=today.isoformat())
    _tell_planner()
    return count(region)


def _tell_planner() -> None:
    """Count the tables again: until PostgreSQL does it by itself, it believes them empty, and reads the register row by row."""
    with connection.cursor() as cursor:
        for config in apps.get_app_configs():
            for model in config.get_models() if config.name.startswith("portevoix.") else ():
                if model._meta.managed:
                    cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def count(region: Territory) -> Loaded:
    """Count what is there."""
    return Loaded(
        facilities=Facility.objects.filter(department__parent=region).count(),
        bodies=Body.objects.count(),
        seats=Seat.objects.count(),
        people=Person.objects.count(),
        mandates=Mandate.objects.count(),
    )


def _random(stage: str) -> Random:
    """One sequence a stage: a change in one does not move the others."""
    return Random(f"porte-voix {stage}")  # noqa: S311 (fiction, not a secret)


def _people_and_mandates(today, seated, accredited, agent):
    slots = [slot for slot in seated.slots if slot.body_type not in bodies.COMMISSIONS]
    figures = people.crowd(
        _random("people"),
        NameBook(_random("names"), story.names()),
        today,
        _places(slots),
        associations.weights(),
        (associations.LOST, associations.lost_on(today)),
    )
    casting = Casting(figures, _random("casting"), today, _likes(seated.bodies))
    told = story.cast(today, {seated.place(slot): slot for slot in slots if slot.body_type == "CDU"})
    for occupation, figure in told:
        casting.assign(occupation, figure)
    _cast(casting, [slot for slot in slots if not _reserved(seated, slot)], today)

    writer = mandates.Writer(today, _random("writing"), accredited, agent)
    writer.write_people([*figures, *{id(figure): figure for _, figure in told}.values()])
    _write_mandates(writer, casting.held, seated, today)


def _write_mandates(writer: mandates.Writer, held: list[Held], seated: bodies.Seated, today: date) -> None:
    """Write the mandates, those that derive from them, and what is already known of the months to come."""
    types = {seat.pk: seated.bodies[seat.body_id].body_type.code for seat in seated.seats.values()}
    written = writer.write(held)
    conference = [mandate for mandate in written if types[mandate.seat_id] == "CRSA"]
    commissions = [body for body in seated.bodies.values() if body.body_type.code in bodies.COMMISSIONS]
    mandates.derive(conference, commissions, list(seated.seats.values()), today, _random("commissions"))
    users_commissions = [mandate for mandate in written if types[mandate.seat_id] == "CDU"]
    mandates.announce_departures(users_commissions, today, _random("departures"))
    mandates.decide_ahead(users_commissions, today, _random("decisions"), DECIDED_AHEAD)


def _cast(casting: Casting, slots: list[Slot], today: date) -> None:
    """Give every seat its history and every occupation its person."""
    states = wanted_states(slots, _random("states"))
    rng = _random("timelines")
    pairs = _promotions(slots, states)
    promoted = {slot for pair in pairs for slot in pair}
    occupations: list[Occupation] = []
    for slot in slots:
        if slot not in promoted:
            occupations += timeline(slot, states[slot], rng, today)
    for titular, substitute in pairs:
        now, was = promotion(titular, substitute, rng, today)
        casting.assign_together([now.pop(0), was.pop(0)])
        occupations += now + was
    casting.end_with_people(occupations)
    casting.fill(occupations)


def _promotions(slots: list[Slot], states: dict[Slot, SeatState]) -> list[tuple[Slot, Slot]]:
    """Choose commissions whose first titular sits and whose first substitute's seat is empty: the substitute became titular."""
    seats = {(slot.body, slot.quality): slot for slot in slots if slot.body_type == "CDU" and slot.rank == 1}
    pairs = [
        (titular, substitute)
        for (body, quality), titular in seats.items()
        if quality == SeatQuality.TITULAR
        and (substitute := seats.get((body, SeatQuality.SUBSTITUTE)))
        and (states[titular], states[substitute]) == (SeatState.FILLED, SeatState.VACANT)
    ]
    return _random("promotions").sample(pairs, min(PROMOTIONS, len(pairs)))


def _reserved(seated: bodies.Seated, slot: Slot) -> bool:
    return slot.body_type == "CDU" and seated.place(slot) in story.reserved()


def _places(slots: list[Slot]) -> dict[str, int]:
    """Count the seats by department: people live where seats are."""
    places: dict[str, int] = {}
    for slot in slots:
        if slot.department:
            places[slot.department] = places.get(slot.department, 0) + 1
    return places


def _likes(found: dict[int, Body]) -> dict[int, str]:
    """Say which association cares most for which place."""
    return {
        body.pk: code
        for body in found.values()
        for code, categories in CARES.items()
        if body.facility and body.facility.category and body.facility.category.code in categories
    }
