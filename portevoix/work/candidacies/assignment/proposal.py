"""The proposal: the assignment with the greatest sum of points, and the proof that none is greater."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from portevoix.work.candidacies.assignment import sentences
from portevoix.work.candidacies.assignment.instance import Instance
from portevoix.work.candidacies.assignment.pairs import Pairs
from portevoix.work.candidacies.assignment.problem import Problem, parts
from portevoix.work.candidacies.assignment.program import Answer, Clock, OutOfTime, Program
from portevoix.work.candidacies.assignment.seating import objective, points_of, seat_everybody, standings

DEFAULT_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One seat and who is proposed for it."""

    seat: str
    body: str
    quality: str
    candidate: str
    association: str
    wish: str
    rank: int
    points: int


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What is proposed to the person who decides.

    objective: points in all; bound: what no assignment can exceed (equal: the proposal is proven optimal); seconds: time spent;
    prices: dual prices in points, which make explanations fast; without them they are only slower.
    """

    lines: tuple[Line, ...]
    objective: int
    bound: int
    seconds: float = 0.0
    prices: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def proven(self) -> bool:
        """Tell whether it is proven that nothing better exists."""
        return self.objective == self.bound

    @property
    def gap(self) -> int:
        """Return the points that a better assignment could bring at most."""
        return self.bound - self.objective

    @property
    def sentence(self) -> str:
        """Say whether something better can exist."""
        return sentences.status(proven=self.proven, gap=self.gap)

    @cached_property
    def by_seat(self) -> dict[str, Line]:
        return {line.seat: line for line in self.lines}

    def as_json(self) -> dict[str, Any]:
        """Return the proposal as plain lists, dicts, numbers and strings."""
        return asdict(self) | {"lines": [asdict(line) for line in self.lines], "prices": dict(self.prices)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Proposal":
        """Return the proposal that `as_json` gave."""
        return cls(**{**stored, "lines": tuple(Line(**line) for line in stored["lines"])})


def solve(instance: Instance, *, seconds: float = DEFAULT_SECONDS) -> Proposal:
    """Return the best assignment; when the time is over, a good one with the gap that is left (`proven` is then false).

    seconds: time that the search may take; reading the wishes comes on top. The same instance gives the same proposal, in
    whatever order its rows come; among equals, the earliest submissions are preferred, then the smallest identifiers.
    """
    began, pairs = time.monotonic(), Pairs(instance)
    clock = Clock.lasting(seconds)
    taken: list[int] = []
    bound, prices = 0, {}
    for members in parts(pairs):
        part = Part(Problem(pairs, members), clock)
        taken += members[part.taken].tolist()
        bound += part.bound
        prices |= part.labelled_prices()
    lines = lines_of(pairs, taken)
    return Proposal(lines=lines, objective=objective(pairs, taken), bound=bound, seconds=time.monotonic() - began, prices=prices)


def lines_of(pairs: Pairs, taken: list[int]) -> tuple[Line, ...]:
    """Return the lines of the taken pairs, by body, quality and seat."""
    standing = standings(pairs, taken)
    lines = []
    for seat, pair in seat_everybody(pairs, taken).items():
        wish, file, pool = pairs.wishes[pairs.wish[pair]], pairs.file_of(pair), pairs.pool_of(pair)
        who = {"candidate": file.id, "association": file.association, "wish": wish.id, "rank": wish.rank}
        lines.append(Line(seat=seat, body=pool.body, quality=pool.quality, **who, points=points_of(pairs, pair, standing[pair])))
    return tuple(sorted(lines, key=lambda line: (line.body, line.quality, line.seat)))


class Part:
    """The answer for one independent part of the call: the pairs taken, the bound, the prices."""

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self.problem, self.prices = problem, problem.trivial_prices()
        self.bound = problem.bound(self.prices)
        program, answer = Program(problem), None
        try:
            answer = program.solve(clock)
            self._prove(answer.prices)
            self._finish(program, answer, clock)
        except OutOfTime:
            if program.prices is not None:
                self._prove(program.prices)
            self.taken = greedy(problem, None if answer is None else answer.shares)

    def _finish(self, program: Program, answer: Answer, clock: Clock) -> None:
        """Take the whole answer; when the linear one was not whole, the search that ended is the proof."""
        earliest = len(self.problem.pairs.wishes) - self.problem.pairs.wish[self.problem.members]
        if answer.whole:
            self.taken = program.settle(answer, earliest, clock).taken
        else:
            best = program.branch(answer, clock, earliest)
            self.taken, self.bound = best.taken, best.value

    def _prove(self, prices: np.ndarray) -> None:
        bound = self.problem.bound(prices)
        if bound <= self.bound:
            self.bound, self.prices = bound, prices

    def labelled_prices(self) -> dict[str, int]:
        """Return the prices that are not zero, in whole points, under the names of their rows."""
        whole = np.rint(self.prices).astype(int)
        return {self.problem.labels[row]: int(whole[row]) for row in np.flatnonzero(whole > 0)}


def greedy(problem: Problem, shares: np.ndarray | None = None) -> np.ndarray:
    """Return pairs that break no rule, taken one after the other, those that the linear answer holds first, then the best."""
    order = np.lexsort((-problem.points, np.zeros(len(problem.points)) if shares is None else -np.round(shares, 6)))
    used = np.zeros(len(problem.tops), dtype=np.int64)
    loosened: dict[int, list[int]] = {}
    for row, price, top in zip(problem.extra_row.tolist(), problem.extra_price.tolist(), problem.extra_top.tolist(), strict=True):
        loosened.setdefault(row, []).extend([price] * top)
    taken = []
    for pair in order.tolist():
        rows = [row for row in problem.rows[pair].tolist() if row >= 0]
        over = [(row, used[row] - problem.tops[row]) for row in rows if used[row] >= problem.tops[row]]
        if any(excess >= len(loosened.get(row, ())) for row, excess in over):
            continue
        if problem.points[pair] > sum(loosened[row][excess] for row, excess in over):
            used[rows] += 1
            taken.append(pair)
    return np.array(taken, dtype=np.int64)
