"""From the wishes to the pairs (wish, pool of seats) that are possible, and what each pair is worth by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from portevoix.work.candidacies.assignment.instance import QUALITIES, SUBSTITUTE, TITULAR, Body, Candidate, Instance, Wish

EARTH_KM = 6371.0088
KM_BY_DEGREE = EARTH_KM * np.radians(1.0)
Group = tuple[str, str]
"""Body and quality: the seats of one group are worth the same to everybody."""
Delegation = tuple[str, str, str]
"""Association, body and quality: whoever one association has in one group."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Seats of one group that the same wishes reach: it does not matter which of them somebody is given."""

    body: str
    quality: str
    seats: tuple[str, ...]

    @property
    def group(self) -> Group:
        return self.body, self.quality


class Pairs:
    """An instance in one order, whatever the order it was given in: every pair as one place in parallel arrays.

    wish, pool, file, person, body, delegation: numbers into `wishes`, `pools`, `file_ids`, `persons`, `bodies`, `delegations`;
    kilometres: the distance that counts; points: what the pair brings by itself, before the plurality between people of this call
    and the load of a second seat for one person.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance, self.weights = instance, instance.weights
        self.bodies = {body.id: body for body in sorted(instance.bodies, key=lambda body: body.id)}
        self.files = {file.id: file for file in sorted(instance.candidates, key=lambda file: (file.submitted, file.id))}
        self.seats = {seat.id: seat for seat in sorted(instance.seats, key=lambda seat: seat.id)}
        self.groups: dict[Group, list[str]] = {}
        for seat in self.seats.values():
            self.groups.setdefault((seat.body, seat.quality), []).append(seat.id)
        self.file_ids = list(self.files)
        order = {file: number for number, file in enumerate(self.file_ids)}
        self.wishes = sorted(instance.wishes, key=lambda wish: (order[wish.candidate], wish.rank, wish.id))
        self.persons = list(dict.fromkeys(file.who for file in self.files.values()))
        self._expand()
        self._measure()

    def _expand(self) -> None:
        """Fill `pools`, `wish`, `pool`, `file`, `person` and `body`."""
        reached = [_reached(self, wish) for wish in self.wishes]
        self.pools, pools_of = _pools(self, reached)
        wish, pool = [], []
        for number, groups in enumerate(reached):
            before = len(pool)
            for group, seats in groups.items():
                pool += pools_of[group] if seats is None else [p for p in pools_of[group] if self.pools[p].seats[0] in seats]
            wish += [number] * (len(pool) - before)
        self.wish, self.pool = np.array(wish, dtype=np.int64), np.array(pool, dtype=np.int64)
        files = {file: number for number, file in enumerate(self.file_ids)}
        people = {person: number for number, person in enumerate(self.persons)}
        self.file = np.array([files[wish.candidate] for wish in self.wishes], dtype=np.int64)[self.wish]
        self.person = np.array([people[file.who] for file in self.files.values()], dtype=np.int64)[self.file]
        bodies = {body: number for number, body in enumerate(self.bodies)}
        self.body = np.array([bodies[pool.body] for pool in self.pools], dtype=np.int64)[self.pool]

    def _measure(self) -> None:
        """Fill `kilometres` and `points`; `criteria.py` says the same in words, one criterion after the other."""
        weights, files = self.weights, [self.files[wish.candidate] for wish in self.wishes]
        self.kilometres = self._distances(files)
        worth = {TITULAR: weights.titular, SUBSTITUTE: weights.substitute}
        of_pool = np.array([worth.get(pool.quality, weights.member) for pool in self.pools], dtype=np.int64)
        lost = [weights.rank * (wish.rank - 1) + weights.load * file.mandates_held for wish, file in zip(self.wishes, files, strict=True)]
        points = of_pool[self.pool] - np.array(lost, dtype=np.int64)[self.wish] - weights.distance * self.kilometres
        score, sitting, renewed = self.instance.adequacy, self.sitting, self.renewed
        delegations: dict[Delegation, int] = {}
        delegation = []
        for number, (wish, pool) in enumerate(zip(self.wish.tolist(), self.pool.tolist(), strict=True)):
            file, place = files[wish], self.pools[pool]
            mine = (file.association, place.body, place.quality)
            delegation.append(delegations.setdefault(mine, len(delegations)))
            more = weights.adequacy * score.get((file.association, place.body), 0) // 100
            if file.trained_active and (file.who, place.body) in renewed:
                more += weights.renewal
            if mine in sitting:
                more -= self.plurality(place.quality)
            if more:
                points[number] += more
        self.points, self.delegations, self.delegation = points, list(delegations), np.array(delegation, dtype=np.int64)

    def _distances(self, files: list[Candidate]) -> np.ndarray:
        """Return the whole kilometres that count for each pair: given, or straight, or the number for what is not known."""
        weights, places = self.weights, [self.bodies[pool.body].place for pool in self.pools]
        nowhere = (np.nan, np.nan)
        homes = np.array([file.place or nowhere for file in files], dtype=float).reshape(-1, 2)[self.wish]
        found = straight_km(homes, np.array([place or nowhere for place in places], dtype=float).reshape(-1, 2)[self.pool])
        if self.instance.distances:
            keys = ((files[wish].id, self.pools[pool].body) for wish, pool in zip(self.wish.tolist(), self.pool.tolist(), strict=True))
            given = np.array([self.instance.distances.get(key, np.nan) for key in keys], dtype=float)
            found = np.where(np.isnan(given), found, given)
        found = np.where(np.isnan(found), weights.distance_unknown, np.rint(found))
        return np.minimum(found, weights.distance_max).astype(np.int64)

    @cached_property
    def renewed(self) -> set[tuple[str, str]]:
        """(person, body) of everybody who asks to stay."""
        return {(file.who, self.seats[seat].body) for file in self.files.values() for seat in file.renews}

    @cached_property
    def sitting(self) -> set[Delegation]:
        """Those who go on sitting, whatever the call decides."""
        return {(association, body.id, quality) for body in self.bodies.values() for association, quality in body.sitting}

    @cached_property
    def groups_of_body(self) -> dict[str, list[Group]]:
        found: dict[str, list[Group]] = {}
        for group in sorted(self.groups, key=lambda group: (group[0], QUALITIES.index(group[1]))):
            found.setdefault(group[0], []).append(group)
        return found

    @cached_property
    def placed(self) -> tuple[np.ndarray, list[Body]]:
        """The places of the bodies that have one, from south to north, and these bodies."""
        bodies = sorted((body for body in self.bodies.values() if body.place), key=lambda body: (body.place[0], body.id))
        return np.array([body.place for body in bodies], dtype=float).reshape(-1, 2), bodies

    @cached_property
    def wishes_of(self) -> dict[str, list[int]]:
        """The numbers of the wishes of each candidate, the dearest first."""
        found: dict[str, list[int]] = {}
        for number, wish in enumerate(self.wishes):
            found.setdefault(wish.candidate, []).append(number)
        return found

    def near(self, file: Candidate, within_km: float) -> Iterator[str]:
        """Yield the bodies at most so many kilometres from the home, as the crow flies."""
        if file.place is None:
            return
        places, bodies = self.placed
        reach = within_km / KM_BY_DEGREE
        first = np.searchsorted(places[:, 0], file.place[0] - reach, side="left")
        last = np.searchsorted(places[:, 0], file.place[0] + reach, side="right")
        close = straight_km(np.array(file.place), places[first:last]) <= within_km
        for number in np.flatnonzero(close).tolist():
            yield bodies[first + number].id

    def plurality(self, quality: str) -> int:
        """Return what one more representative of the same association loses in a group."""
        return self.weights.plurality_substitute if quality == SUBSTITUTE else self.weights.plurality_titular

    def distance_is_known(self, pair: int) -> bool:
        """Tell whether the kilometres of a pair were measured or given."""
        file, body = self.file_of(pair), self.pool_of(pair).body
        return (file.id, body) in self.instance.distances or None not in (file.place, self.bodies[body].place)

    def file_of(self, pair: int) -> Candidate:
        return self.files[self.wishes[self.wish[pair]].candidate]

    def pool_of(self, pair: int) -> Pool:
        return self.pools[self.pool[pair]]


def straight_km(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return the great-circle distances in kilometres between places given as (latitude, longitude) in degrees (haversine)."""
    lat1, lon1, lat2, lon2 = (np.radians(part) for part in (here[..., 0], here[..., 1], there[..., 0], there[..., 1]))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half)))


Reach = dict[Group, frozenset[str] | None]
"""The groups that a wish reaches, with the seats when it does not reach all of them."""


def _reached(pairs: Pairs, wish: Wish) -> Reach:
    if wish.seats:
        named: dict[Group, set[str]] = {}
        for seat in sorted(wish.seats):
            named.setdefault((pairs.seats[seat].body, pairs.seats[seat].quality), set()).add(seat)
        return {group: None if len(seats) == len(pairs.groups[group]) else frozenset(seats) for group, seats in named.items()}
    bodies = [wish.body] if wish.body else pairs.near(pairs.files[wish.candidate], wish.within_km)
    groups = (group for body in bodies for group in pairs.groups_of_body.get(body, ()) if wish.quality in ("", group[1]))
    if not wish.excluded:
        return dict.fromkeys(groups)
    left = {group: frozenset(pairs.groups[group]) - wish.excluded for group in groups}
    return {group: None if len(seats) == len(pairs.groups[group]) else seats for group, seats in left.items() if seats}


def _pools(pairs: Pairs, reached: list[Reach]) -> tuple[list[Pool], dict[Group, list[int]]]:
    """Cut each group into seats that the same wishes reach; return the pools, and their numbers by group."""
    marks: dict[str, list[int]] = {}
    for number, groups in enumerate(reached):
        for seats in groups.values():
            for seat in seats or ():
                marks.setdefault(seat, []).append(number)
    pools, pools_of = [], {}
    for body, quality in (group for groups in pairs.groups_of_body.values() for group in groups):
        alike: dict[tuple[int, ...], list[str]] = {}
        for seat in pairs.groups[body, quality]:
            alike.setdefault(tuple(marks.get(seat, ())), []).append(seat)
        pools_of[body, quality] = list(range(len(pools), len(pools) + len(alike)))
        pools += [Pool(body, quality, tuple(part)) for part in alike.values()]
    return pools, pools_of
