"""The pairs as a linear program: rows that limit, columns that pay. Plain arrays; `program.py` gives them to HiGHS."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from portevoix.work.candidacies.assignment.pairs import Pairs

FINE = 2**20
"""Prices are counted in this fraction of a point, in whole numbers, so that the proof of the bound is exact."""
ENOUGH_PAIRS = 4_000
"""Small independent parts are solved together until they hold so many pairs."""


class Problem:
    """Some of the pairs, which have nothing to do with the others: a part of the call that is solved by itself.

    rows: for each pair its row of each kind (−1: none); tops: what each row allows at most. An extra column lets a row go over its
    top for a price: a second seat for one person, a second representative of one association in a group.
    """

    KINDS = ("pool", "person", "wish", "body", "delegation")

    def __init__(self, pairs: Pairs, members: np.ndarray) -> None:
        self.pairs, self.members, self.points = pairs, members, pairs.points[members]
        self.several = pairs.instance.new_mandates > 1
        pool, person, wish, body = (numbers[members] for numbers in (pairs.pool, pairs.person, pairs.wish, pairs.body))
        self.person = person
        self.keys, self.sizes = [], [0]
        rows = [self._row(pool), self._row(person)]
        rows += [self._row_if_shared(wish), self._row_if_shared(person * len(pairs.bodies) + body)]
        rows.append(self._row_of_delegation(pairs.delegation[members]))
        self.rows = np.stack(rows, axis=1)
        self.tops = np.ones(self.sizes[-1], dtype=np.int64)
        self.tops[: self.sizes[1]] = [len(pairs.pools[number].seats) for number in self.keys[0].tolist()]
        self._extras()

    def _row(self, keys: np.ndarray, kept: np.ndarray | None = None) -> np.ndarray:
        """Make a row for each different key that is kept; return the row of each pair."""
        found, place = np.unique(keys, return_inverse=True)
        kept = np.ones(len(found), dtype=bool) if kept is None else kept
        row = np.where(kept, self.sizes[-1] + np.cumsum(kept) - 1, -1)
        self.keys.append(found[kept])
        self.sizes.append(self.sizes[-1] + int(kept.sum()))
        return row[place]

    def _row_if_shared(self, keys: np.ndarray) -> np.ndarray:
        """As `_row`, for keys that several pairs share; with one new seat a person, the person's row says it all."""
        counts = np.unique(keys, return_counts=True)[1]
        return self._row(keys, (counts > 1) & self.several)

    def _row_of_delegation(self, keys: np.ndarray) -> np.ndarray:
        """As `_row`, for each association that may send two new people into a group where it has nobody yet."""
        found, place = np.unique(keys, return_inverse=True)
        people = np.unique(place * len(self.pairs.persons) + self.person) // max(1, len(self.pairs.persons))
        kept = np.bincount(people, minlength=len(found)) > 1
        for number in np.flatnonzero(kept).tolist():
            kept[number] = self._may_be_plural(found[number])
        return self._row(keys, kept)

    def _may_be_plural(self, delegation: int) -> bool:
        mine = self.pairs.delegations[delegation]
        return mine not in self.pairs.sitting and len(self.pairs.groups[mine[1:]]) > 1

    def _extras(self) -> None:
        """Fill the extra columns: the row that each loosens, by how much at most, and its price."""
        steps = np.arange(1, self.pairs.instance.new_mandates, dtype=np.int64)
        groups = [self.pairs.delegations[number][1:] for number in self.keys[4].tolist()]
        room = np.array([len(self.pairs.groups[group]) for group in groups], dtype=np.int64)
        price = np.array([self.pairs.plurality(quality) for _, quality in groups], dtype=np.int64)
        persons = np.arange(self.sizes[1], self.sizes[2])
        self.extra_row = np.concatenate([np.repeat(persons, len(steps)), np.arange(self.sizes[4], self.sizes[5])])
        self.extra_top = np.concatenate([np.ones(len(persons) * len(steps), dtype=np.int64), room])
        self.extra_price = np.concatenate([np.tile(steps * self.pairs.weights.load, len(persons)), price])

    def reduced(self, prices: np.ndarray, points: np.ndarray) -> np.ndarray:
        """Return what each pair brings beyond the prices of the rows that it uses."""
        return points - np.append(prices, 0)[self.rows].sum(axis=1)

    def bound(self, prices: np.ndarray) -> int:
        """Return what no solution can exceed: the prices prove it (weak duality), in whole numbers only, whatever they are.

        prices: of the rows, in points; the better they are, the tighter the bound.
        """
        fine = np.maximum(np.rint(prices * FINE).astype(np.int64), 0)
        over = np.maximum(self.reduced(fine, self.points * FINE), 0).sum()
        loose = (np.maximum(fine[self.extra_row] - self.extra_price * FINE, 0) * self.extra_top).sum()
        return int(self.tops @ fine + over + loose) // FINE

    def trivial_prices(self) -> np.ndarray:
        """Return prices that are always right: each seat costs the most that anybody brings there."""
        prices = np.zeros(len(self.tops))
        np.maximum.at(prices, self.rows[:, 0], self.points)
        return prices

    @cached_property
    def labels(self) -> list[str]:
        """Return a name for each row, the same each time that the same instance is read."""
        return [f"{kind} {key}" for kind, keys in zip(self.KINDS, self.keys, strict=True) for key in keys.tolist()]


def parts(pairs: Pairs) -> Iterator[np.ndarray]:
    """Yield the pairs in parts that share neither a seat nor a person nor a delegation, small parts put together."""
    if not len(pairs.pool):
        return
    part = _connected(pairs)
    order = np.argsort(part, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(part[order])) + 1, len(order))
    first = 0
    for end in ends.tolist():
        if end - first >= ENOUGH_PAIRS or end == len(order):
            yield np.sort(order[first:end])
            first = end


def _connected(pairs: Pairs) -> np.ndarray:
    """Return for each pair the smallest person of its connected part."""
    label = np.arange(len(pairs.persons))
    numbers = {group: number for number, group in enumerate(pairs.groups)}
    groups = np.array([numbers[pool.group] for pool in pairs.pools], dtype=np.int64)[pairs.pool]
    while True:
        lowest = np.full(groups.max() + 1, len(label))
        np.minimum.at(lowest, groups, label[pairs.person])
        lower = label.copy()
        np.minimum.at(lower, pairs.person, lowest[groups])
        lower = lower[lower]
        if (lower == label).all():
            return label[pairs.person]
        label = lower
