"""Calls for candidacies made from a seed: the geography of Grand Est, two titulars and two substitutes a body, contention."""

import csv
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from portevoix.work.candidacies.assignment.instance import SUBSTITUTE, TITULAR, Body, Candidate, Instance, Seat, Wish

COMMUNES = Path(__file__).resolve().parents[1] / "portevoix" / "register" / "directory" / "data" / "communes_44.csv"
ASSOCIATIONS = 60
SEATS_OF_A_REGION = 1_400
NEARBY = 40  # bodies among which a candidate chooses, the nearest first


@cache
def towns() -> list[tuple[str, float, float, int]]:
    """Return department, latitude, longitude and population of each commune."""
    with COMMUNES.open(encoding="utf-8", newline="") as file:
        return [
            (row["department"], float(row["latitude"]), float(row["longitude"]), int(row["population"] or 0))
            for row in csv.DictReader(file)
        ]


def call(*, seats: int, candidates: int, wishes: int = 3, seed: int = 1, **options) -> Instance:
    """Return a call: so many seats and candidates, each with so many wishes; the options go to the instance.

    Above 1 400 seats the region is laid several times side by side: a nation, not one crowded region. One wish in eight is « any
    seat within 30 km », two candidates in five sit already and ask to stay, one body in three has seats that somebody goes on holding.
    """
    random = Random(seed)
    regions = max(1, round(seats / SEATS_OF_A_REGION))
    bodies, rows = _bodies(random, seats, regions)
    body_seats: dict[str, list[Seat]] = {}
    for seat in rows:
        body_seats.setdefault(seat.body, []).append(seat)
    files, asked = [], []
    for number in range(candidates):
        file, own = _candidate(random, number, regions)
        near = _nearest(random, bodies[own::regions], file.place)
        if random.random() < 0.4 and (kept := random.choice(body_seats[near[0].id])):
            file = Candidate(**_values(file) | {"renews": frozenset({kept.id}), "trained_active": random.random() < 0.7})
        files.append(file)
        asked += _wishes(random, file, near, body_seats, wishes)
    fields = {(f"A{name:02d}", body.id): random.choice([40, 70, 100]) for body in bodies for name in random.sample(range(ASSOCIATIONS), 6)}
    return Instance(bodies=tuple(bodies), seats=tuple(rows), candidates=tuple(files), wishes=tuple(asked), adequacy=fields, **options)


def _values(file: Candidate) -> dict:
    return {name: getattr(file, name) for name in file.__dataclass_fields__}


def _bodies(random: Random, seats: int, regions: int) -> tuple[list[Body], list[Seat]]:
    """Return bodies of two titulars and two substitutes, the last one smaller; every seventh has members only."""
    bodies, rows = [], []
    while len(rows) < seats:
        number = len(bodies)
        department, latitude, longitude = _town(random, number % regions)
        sitting = tuple((_association(random), TITULAR) for _ in range(random.randint(1, 2))) if random.random() < 0.33 else ()
        bodies.append(Body(id=f"B{number:05d}", place=(latitude, longitude), department=department, sitting=sitting))
        qualities = [TITULAR, TITULAR, SUBSTITUTE, SUBSTITUTE][: seats - len(rows)]
        rows += [Seat(id=f"S{number:05d}{mark}", body=bodies[-1].id, quality=quality) for mark, quality in enumerate(qualities)]
    return bodies, rows


def _candidate(random: Random, number: int, regions: int) -> tuple[Candidate, int]:
    own = random.randrange(regions)
    _, latitude, longitude = _town(random, own)
    minute = random.randrange(60 * 24 * 30)
    day, hour = divmod(minute, 60 * 24)
    return Candidate(
        id=f"C{number:05d}",
        association=_association(random),
        submitted=f"2026-09-{day + 1:02d}T{hour // 60:02d}:{hour % 60:02d}",
        place=(latitude, longitude) if random.random() < 0.95 else None,
        mandates_held=random.choices([0, 1, 2, 3, 4], [50, 25, 15, 7, 3])[0],
    ), own


def _wishes(random: Random, file: Candidate, near: list[Body], body_seats: dict[str, list[Seat]], count: int) -> list[Wish]:
    found, rank = [], 1
    order = iter(near)
    while rank <= count and (body := next(order, None)):
        wish = {"id": f"{file.id}-{rank}", "candidate": file.id, "rank": rank}
        if file.place and rank > 1 and random.random() < 0.19:
            found.append(Wish(**wish, within_km=30, quality=random.choice(["", TITULAR])))
        elif random.random() < 0.3:
            found.append(Wish(**wish, seats=tuple(seat.id for seat in random.sample(body_seats[body.id], 1))))
        else:
            wished = TITULAR if random.random() < 0.7 else body_seats[body.id][-1].quality
            found.append(Wish(**wish, body=body.id, quality=wished))
        rank += 1
    return found


@cache
def _cumulated() -> list[float]:
    return list(accumulate(population**0.7 for *_, population in towns()))


def _town(random: Random, region: int) -> tuple[str, float, float]:
    """Return a place, towns more often than villages; each region lies 12 degrees east of the one before."""
    department, latitude, longitude, _ = random.choices(towns(), cum_weights=_cumulated())[0]
    return f"{region}-{department}", latitude + random.uniform(-0.02, 0.02), longitude + 12 * region + random.uniform(-0.02, 0.02)


def _association(random: Random) -> str:
    """Return one of sixty associations: a few propose much, most propose little."""
    return f"A{min(int(random.paretovariate(0.7)) - 1, ASSOCIATIONS - 1):02d}"


def _nearest(random: Random, bodies: list[Body], home: tuple[float, float] | None) -> list[Body]:
    """Return the bodies near the home, shuffled a little: the nearest is not always the dearest."""
    if home is None:
        return random.sample(bodies, min(NEARBY, len(bodies)))
    (latitude, longitude) = home
    squares = sorted(bodies, key=lambda body: (body.place[0] - latitude) ** 2 + (0.66 * (body.place[1] - longitude)) ** 2)[:NEARBY]
    return sorted(squares, key=lambda body: (squares.index(body) + 1) * random.expovariate(1))
