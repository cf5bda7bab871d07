"""Open seats around a place, by distance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from math import cos, radians

from portevoix.base.core.distance import distance_km
from portevoix.register.directory.enums import LegalStatus, SeatQuality
from portevoix.register.directory.models import Body, BodyType, Commune, Seat
from portevoix.register.mandates.selectors.occupancy import Occupancy, occupancy
from portevoix.register.mandates.selectors.revision import current_generation, remembered

RADII = (10, 30, 60, 100)  # kilometres offered
DEFAULT_RADIUS = 30
PLACED = 16  # numbers remembered for one body, about


@dataclass(frozen=True, kw_only=True)
class OpenBody:
    """A body with at least one seat to fill on a day; `latitude` None: a body of a whole territory, without an address."""

    body: Body
    seats: tuple[Occupancy, ...]
    latitude: float | None
    longitude: float | None

    @cached_property
    def vacant(self) -> list[Occupancy]:
        return [seat for seat in self.seats if not seat.filled]

    def vacant_of(self, quality: str) -> int:
        """Return how many seats of that quality are to fill."""
        return sum(seat.quality == quality for seat in self.vacant)

    @cached_property
    def since(self) -> date | None:
        """The oldest known beginning of a vacancy."""
        return min((seat.vacant_since for seat in self.vacant if seat.vacant_since), default=None)

    @cached_property
    def ranks(self) -> list[list[bool]]:
        """For the drawing: occupied or not, titulars, then substitutes, then members."""
        groups = [[seat.filled for seat in self.seats if seat.quality == quality] for quality in SeatQuality.values]
        return [group for group in groups if group]

    @property
    def words(self) -> str:
        """« 1 siège de titulaire, 2 sièges de suppléant »."""
        parts = []
        for quality in SeatQuality:
            count = self.vacant_of(quality)
            if count:
                parts.append(f"{count}\u00a0siège{'s' if count > 1 else ''} de {quality.label}")
        return ", ".join(parts)


@dataclass(frozen=True, kw_only=True)
class Near:
    """One result: a body and how far it is, in kilometres, its number on the plan, and its place from the centre."""

    number: int
    found: OpenBody
    km: float
    east: float
    north: float


@dataclass(frozen=True, kw_only=True)
class NearbyFilter:
    """What the visitor keeps; empty: everything. qualities: `SeatQuality`; statuses: `LegalStatus`; types: codes of body types."""

    radius: int = DEFAULT_RADIUS
    qualities: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """Results around a commune: by distance, then the bodies of its territory that have no address.

    offered: codes of the types of bodies that have a seat to fill here, whatever else was asked for.
    """

    commune: Commune
    results: list[Near]
    territorial: list[OpenBody]
    offered: set[str]

    @property
    def seats(self) -> int:
        return sum(len(near.found.vacant) for near in self.results)

    @property
    def types(self) -> list[BodyType]:
        """The types of bodies among the results, by name: what each does is said once."""
        kinds = {found.body.body_type for found in (*(near.found for near in self.results), *self.territorial)}
        return sorted(kinds, key=lambda kind: kind.sort_key)


def nearby(commune: Commune, bodies: Iterable[OpenBody], *, wanted: NearbyFilter) -> Nearby:
    """Return those of `bodies` that are around `commune`, the nearest first, and those of its department or region."""
    measured, territorial, offered = [], [], set()
    for found in bodies:
        if found.latitude is None:
            km, here = 0.0, _covers(found.body, commune)
        else:
            km = distance_km(commune.latitude, commune.longitude, found.latitude, found.longitude)
            here = km <= wanted.radius
        if not here:
            continue
        offered.add(found.body.body_type.code)
        if not _kept(found, wanted):
            continue
        if found.latitude is None:
            territorial.append(found)
        else:
            measured.append((km, found))
    measured.sort(key=lambda pair: (pair[0], pair[1].body.sort_key, pair[1].body.pk))
    results = [_near(number, found, km, commune) for number, (km, found) in enumerate(measured, start=1)]
    return Nearby(commune=commune, results=results, territorial=territorial, offered=offered)


def open_bodies(at: date) -> tuple[OpenBody, ...]:
    """Return every body that associations may propose for and that has a seat to fill on `at`, remembered until the register changes.

    A derived body (commissions of the CRSA) takes its members among those of the body that it derives from: not listed.
    """
    return remembered(current_generation(), ("open bodies", at), lambda: _read(at), size=PLACED * 1000)


def _read(at):
    seats = Seat.objects.filter(body__body_type__in_designation_circuit=True, body__body_type__parent__isnull=True)
    states = {pk: tuple(group) for pk, group in groupby(occupancy(seats, at=at), key=lambda seat: seat.body_id)}
    vacant = [pk for pk, group in states.items() if not all(seat.filled for seat in group)]
    bodies = Body.objects.filter(pk__in=vacant).select_related(
        "body_type", "facility__commune", "facility__legal_entity", "department", "region", "territory"
    )
    return tuple(_placed(body, states[body.pk]) for body in bodies.order_by("sort_key", "pk"))


def _placed(body, seats):
    facility = body.facility
    latitude = longitude = None
    if facility:
        commune = facility.commune
        latitude = facility.latitude if facility.latitude is not None else commune and commune.latitude
        longitude = facility.longitude if facility.longitude is not None else commune and commune.longitude
    return OpenBody(body=body, seats=seats, latitude=latitude, longitude=longitude)


def _kept(found, wanted):
    if wanted.types and found.body.body_type.code not in wanted.types:
        return False
    if wanted.qualities and not any(found.vacant_of(quality) for quality in wanted.qualities):
        return False
    facility = found.body.facility
    return not (wanted.statuses and facility and facility.legal_status not in wanted.statuses)


def _covers(body, commune):
    if body.department_id:
        return body.department_id == commune.department_id
    return body.region_id == commune.department.parent_id


def _near(number, found, km, commune):
    north = (found.latitude - commune.latitude) * 111.2
    east = (found.longitude - commune.longitude) * 111.2 * cos(radians(commune.latitude))
    return Near(number=number, found=found, km=km, east=east, north=north)


STATUSES = {"public": {LegalStatus.PUBLIC}, "prive": {LegalStatus.NON_PROFIT, LegalStatus.FOR_PROFIT}}
