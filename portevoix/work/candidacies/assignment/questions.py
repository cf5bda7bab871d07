"""Asks the program what would happen if a person decided otherwise; the answers are exact, not estimates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from portevoix.work.candidacies.assignment.instance import Instance
from portevoix.work.candidacies.assignment.pairs import Pairs
from portevoix.work.candidacies.assignment.problem import Problem, parts
from portevoix.work.candidacies.assignment.program import NEARLY, Clock, Program, best_of_each
from portevoix.work.candidacies.assignment.proposal import Proposal
from portevoix.work.candidacies.assignment.seating import objective, seat_everybody, standings


@dataclass(frozen=True, kw_only=True)
class Move:
    """Who would change seats; None: no seat."""

    candidate: str
    from_seat: str | None
    to_seat: str | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """loss: points that the best assignment loses under what is imposed; moves: who changes, the fewest possible."""

    loss: int
    moves: tuple[Move, ...]
    seated: dict[str, int]
    """Seat → pair, in the part of the call that the question is about."""


class Questions:
    """A proposal ready to be questioned, by one thread at a time.

    The first question about a part of the call costs a solution of that part, the next ones a few steps. May be kept as long as the
    instance is the same.
    """

    def __init__(self, instance: Instance, proposal: Proposal, *, seconds: float = 20.0) -> None:
        """Raise ValueError when the proposal is not one of this instance. seconds: time for each question."""
        self.proposal, self.pairs, self.seconds = proposal, Pairs(instance), seconds
        self.by_pool = np.argsort(self.pairs.pool, kind="stable")
        self.sorted_pools = self.pairs.pool[self.by_pool]
        self.pool_of_seat = {seat: number for number, pool in enumerate(self.pairs.pools) for seat in pool.seats}
        self.wish_numbers = {wish.id: number for number, wish in enumerate(self.pairs.wishes)}
        self.seated = {line.seat: self._pair(line.wish, line.seat) for line in proposal.lines}
        if objective(self.pairs, self.seated.values()) != proposal.objective:
            raise ValueError("The proposal was made from another instance.")
        self.standings = standings(self.pairs, self.seated.values())
        self.parts = list(parts(self.pairs))
        self.part_of_pair = np.zeros(len(self.pairs.wish), dtype=np.int64)
        for number, members in enumerate(self.parts):
            self.part_of_pair[members] = number
        self.known: dict[int, Part] = {}

    def _pair(self, wish: str, seat: str) -> int:
        """Return the pair of a line."""
        numbers = self.of_wish(self.wish_numbers.get(wish, -1))
        found = numbers[self.pairs.pool[numbers] == self.pool_of_seat.get(seat, -1)]
        if not len(found):
            raise ValueError("The proposal was made from another instance.")
        return int(found[0])

    def of_wish(self, wish: int) -> np.ndarray:
        """Return the pairs of a wish, by its number."""
        first, last = np.searchsorted(self.pairs.wish, [wish, wish + 1])
        return np.arange(first, last)

    def of_candidate(self, candidate: str, pool: int | None = None) -> np.ndarray:
        """Return the pairs of a candidate, all or those of one pool."""
        numbers = np.concatenate([np.empty(0, dtype=np.int64), *map(self.of_wish, self.pairs.wishes_of.get(candidate, ()))])
        return numbers if pool is None else numbers[self.pairs.pool[numbers] == pool]

    def of_pool(self, pool: int) -> np.ndarray:
        """Return the pairs of a pool, by its number."""
        first, last = np.searchsorted(self.sorted_pools, [pool, pool + 1])
        return np.sort(self.by_pool[first:last])

    def part(self, pair: int) -> "Part":
        """Return the part of the call that a pair belongs to, solved."""
        number = int(self.part_of_pair[pair])
        if number not in self.known:
            self.known[number] = Part(self, self.parts[number])
        return self.known[number]

    def ask(self, imposed: Iterable[np.ndarray], empty: Iterable[int] = ()) -> Outcome:
        """Return the best that is left when one pair of each imposed set is taken, and one seat less of each pool in `empty` is given.

        All belong to one part of the call. Raise Impossible when that breaks a rule, OutOfTime when the time of the question is over.
        """
        imposed, empty = list(imposed), list(empty)
        first = imposed[0][0] if imposed else self.of_pool(empty[0])[0]
        return self.part(int(first)).ask(imposed, empty)

    def least_loss(self, pairs: np.ndarray) -> np.ndarray:
        """Return for each pair what it loses for certain if it is taken: quick, and never more than the exact loss."""
        return self.part(int(pairs[0])).least_loss(pairs)


class Part:
    """An independent part of the call: solved once, questioned often.

    Its points are those of the instance times `fine`, plus one for each pair of the proposal: among equal answers, the one that
    moves the fewest people.
    """

    def __init__(self, questions: Questions, members: np.ndarray) -> None:
        self.questions, self.members = questions, members
        self.problem = Problem(questions.pairs, members)
        proposed = np.array(sorted(questions.seated.values()), dtype=np.int64)
        self.taken = np.flatnonzero(np.isin(members, proposed))
        self.objective = self._objective(self.taken)
        self.fine = 1 << int(len(self.taken) + 1).bit_length()
        points = self.problem.points * self.fine
        points[self.taken] += 1
        self.program = Program(self.problem, points=points, start=self._start(), fine=self.fine)
        self.relaxed = self.program.solve(Clock.lasting(questions.seconds))
        here = set(members[self.taken].tolist())
        self.seated = {seat: pair for seat, pair in questions.seated.items() if pair in here}
        self.before = {seat: questions.pairs.file_of(pair).id for seat, pair in self.seated.items()}

    def _start(self) -> np.ndarray:
        """Return the pairs worth looking at first: the proposal, and what costs nothing at its prices."""
        prices = np.array([self.questions.proposal.prices.get(label, 0) for label in self.problem.labels], dtype=np.int64)
        if not prices.any():
            return np.union1d(self.taken, best_of_each(self.problem))
        return np.union1d(self.taken, np.flatnonzero(self.problem.reduced(prices, self.problem.points) >= 0))

    def _objective(self, taken: np.ndarray) -> int:
        return objective(self.questions.pairs, self.members[taken].tolist())

    def least_loss(self, pairs: np.ndarray) -> np.ndarray:
        """As `Questions.least_loss`."""
        gain = self.problem.reduced(self.relaxed.prices, self.program.points)[np.searchsorted(self.members, pairs)]
        most = (self.relaxed.value + np.minimum(gain, 0)) / self.fine
        return np.maximum(np.ceil(self.objective - most - NEARLY), 0).astype(np.int64)

    def ask(self, imposed: list[np.ndarray], empty: list[int]) -> Outcome:
        """As `Questions.ask`."""
        try:
            for pairs in imposed:
                self.program.impose(np.searchsorted(self.members, pairs))
            for pool in empty:
                self.program.leave_empty(int(np.searchsorted(self.problem.keys[0], pool)))
            answer = self.program.solve_whole(Clock.lasting(self.questions.seconds))
        finally:
            self.program.release()
        return self._outcome(answer.taken)

    def _outcome(self, taken: np.ndarray) -> Outcome:
        """Return what changes, looking only at the pools that do."""
        pairs, numbers = self.questions.pairs, self.members[taken]
        changed = set(pairs.pool[np.setxor1d(numbers, self.members[self.taken])].tolist())
        kept = {seat: pair for seat, pair in self.seated.items() if pairs.pool[pair] not in changed}
        new = seat_everybody(pairs, numbers[np.isin(pairs.pool[numbers], list(changed))].tolist(), self.before)
        loss = self.objective - self._objective(taken)
        return Outcome(loss=loss, moves=tuple(self._moves(kept | new)), seated=kept | new)

    def _moves(self, seated: dict[str, int]) -> Iterator[Move]:
        """Yield who changes seats, by candidate."""
        files, names = self.questions.pairs.file, self.questions.pairs.file_ids
        after = {seat: names[files[pair]] for seat, pair in seated.items()}
        left = sorted((file, seat) for seat, file in self.before.items() if after.get(seat) != file)
        found = sorted((file, seat) for seat, file in after.items() if self.before.get(seat) != file)
        for file in sorted({file for file, _ in (*left, *found)}):
            mine = ([seat for name, seat in rows if name == file] for rows in (left, found))
            for from_seat, to_seat in zip_longest(*mine):
                yield Move(candidate=file, from_seat=from_seat, to_seat=to_seat)
