"""From pairs to named seats, and what each line is worth once the others are known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from portevoix.work.candidacies.assignment.pairs import Pairs


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pair comes among those taken: the number of seats of its person before it, and of its delegation before it."""

    seats_before: int
    delegates_before: int


def standings(pairs: Pairs, taken: Iterable[int]) -> dict[int, Standing]:
    """Return the standing of each taken pair, the earliest file first."""
    seats, delegates = Counter(), Counter()
    found = {}
    for pair in sorted(taken):
        person, delegation = int(pairs.person[pair]), int(pairs.delegation[pair])
        found[pair] = Standing(seats[person], delegates[delegation])
        seats[person] += 1
        delegates[delegation] += 1
    return found


def points_of(pairs: Pairs, pair: int, standing: Standing) -> int:
    """Return what a line brings: the pair by itself, less what the lines before it cost."""
    mine = pairs.delegations[pairs.delegation[pair]]
    plural = pairs.plurality(mine[2]) if standing.delegates_before and mine not in pairs.sitting else 0
    return int(pairs.points[pair]) - pairs.weights.load * standing.seats_before - plural


def objective(pairs: Pairs, taken: Iterable[int]) -> int:
    """Return what these pairs bring together, in points: the sum of `points_of` over them, whatever their order."""
    numbers = np.fromiter(taken, dtype=np.int64)
    _, seats = np.unique(pairs.person[numbers], return_counts=True)
    delegations, delegates = np.unique(pairs.delegation[numbers], return_counts=True)
    lost = pairs.weights.load * int((seats * (seats - 1) // 2).sum())
    for number in np.flatnonzero(delegates > 1).tolist():
        mine = pairs.delegations[delegations[number]]
        if mine not in pairs.sitting:
            lost += pairs.plurality(mine[2]) * (int(delegates[number]) - 1)
    return int(pairs.points[numbers].sum()) - lost


def seat_everybody(pairs: Pairs, taken: Iterable[int], before: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return the pair of each seat that is given.

    In a pool it makes no difference to the points who has which seat: whoever had a seat keeps it (before: seat → file), whoever
    renews a seat keeps it, the others take what is left, earliest file first.
    """
    of_pool: dict[int, list[int]] = {}
    for pair in sorted(taken):
        of_pool.setdefault(int(pairs.pool[pair]), []).append(pair)
    return {
        seat: pair for pool, waiting in sorted(of_pool.items()) for seat, pair in _seat_pool(pairs, pool, waiting, before or {}).items()
    }


def _seat_pool(pairs: Pairs, pool: int, waiting: list[int], before: Mapping[str, str]) -> dict[str, int]:
    given: dict[str, int] = {}
    for mine in (lambda seat, file: before.get(seat) == file.id, lambda seat, file: seat in file.renews, lambda seat, file: True):
        for pair in waiting:
            if pair not in given.values():
                file = pairs.file_of(pair)
                seat = next((seat for seat in pairs.pools[pool].seats if seat not in given and mine(seat, file)), None)
                if seat:
                    given[seat] = pair
    return given
