"""The linear program of one part of a call, given to HiGHS a few columns at a time: dual prices tell which ones are missing."""

import time
from contextlib import suppress
from dataclasses import dataclass

import highspy
import numpy as np

from portevoix.work.candidacies.assignment.problem import Problem

FIRST_COLUMNS, NEXT_COLUMNS = 4, 8
"""Pairs that each person and each pool starts with, and that a person is given at a time: the best ones."""
POOL, PERSON = 0, 1
NEARLY = 1e-6
INFINITE = highspy.kHighsInf
INFEASIBLE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}


class OutOfTime(Exception):
    """The time given is over."""


class Impossible(Exception):
    """No solution holds what was imposed."""


@dataclass(frozen=True)
class Clock:
    """When the solver has to stop, in seconds of the monotonic clock."""

    end: float

    @classmethod
    def lasting(cls, seconds: float) -> "Clock":
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Return the seconds left; raise OutOfTime when there are none."""
        if (left := self.end - time.monotonic()) <= 0:
            raise OutOfTime
        return left


@dataclass(frozen=True)
class Answer:
    """shares: how much of each pair is taken, 0 to 1; prices: of the rows of the problem; value: in points."""

    shares: np.ndarray
    prices: np.ndarray
    value: float

    @property
    def whole(self) -> bool:
        """Tell whether nothing is cut in two: then the linear answer is the answer."""
        return bool((np.abs(self.shares - np.rint(self.shares)) < NEARLY).all())

    @property
    def taken(self) -> np.ndarray:
        return np.flatnonzero(self.shares > 0.5)


class Program:
    """Keeps the columns that matter so far, and its basis: the next question costs a few steps only."""

    def __init__(self, problem: Problem, *, points: np.ndarray | None = None, start: np.ndarray | None = None, fine: int = 1) -> None:
        """Begin with some pairs.

        points: what the pairs bring, as in the problem when None; start: the pairs to begin with, the best when None; fine: how many
        points of this program make one point of the weights.
        """
        self.problem, self.fine = problem, fine
        self.points = problem.points if points is None else points
        self.highs = _highs(problem, fine)
        self.columns = np.empty(0, dtype=np.int64)
        self.imposed: list[np.ndarray] = []
        self.prices: np.ndarray | None = None
        self.tops = problem.tops.copy()
        self.add(best_of_each(problem) if start is None else start)

    def add(self, pairs: np.ndarray) -> None:
        """Bring pairs in that are not there yet."""
        new = np.setdiff1d(pairs, self.columns)
        _add_pairs(self.highs, self.problem, self.points, new)
        self.columns = np.concatenate([self.columns, new])

    def impose(self, pairs: np.ndarray) -> None:
        """Ask that at least one of these pairs be taken."""
        self.add(pairs)
        self.imposed.append(pairs)
        columns = self._places(pairs)
        if len(columns) == 1:
            self.highs.changeColBounds(int(columns[0]), 1.0, 1.0)
        else:
            _impose(self.highs, columns)

    def leave_empty(self, row: int) -> None:
        """Take one seat away from the pool of this row."""
        self.tops[row] -= 1
        self.highs.changeRowBounds(row, -INFINITE, float(self.tops[row]))

    def release(self) -> None:
        """Forget what was imposed; rows are freed, not deleted: HiGHS would lose its basis."""
        for pairs in self.imposed:
            if len(pairs) == 1:
                self.highs.changeColBounds(int(self._places(pairs)[0]), 0.0, 1.0)
        for row in range(len(self.tops), self.highs.getNumRow()):
            self.highs.changeRowBounds(row, -INFINITE, INFINITE)
        self.imposed = []
        for row in np.flatnonzero(self.tops != self.problem.tops).tolist():
            self.highs.changeRowBounds(row, -INFINITE, float(self.problem.tops[row]))
        self.tops = self.problem.tops.copy()

    def solve(self, clock: Clock) -> Answer:
        """Return the best answer of the linear program with all its columns; raise OutOfTime or Impossible."""
        while True:
            run(self.highs, clock)
            answer = self._answer()
            self.prices = answer.prices
            gain = self.problem.reduced(answer.prices, self.points)
            gain[self.columns] = 0
            missing = np.flatnonzero(gain > NEARLY * self.fine)
            if not len(missing):
                return answer
            self.add(missing[_first_of_each(self.problem.rows[missing, PERSON], gain[missing], NEXT_COLUMNS)])

    def settle(self, best: Answer, preference: np.ndarray, clock: Clock) -> Answer:
        """Return the answer that is worth the same and that is preferred; the program is of no further use.

        Whatever loses nothing at the optimal prices is free, everything else is fixed: exactly the optimal answers are left.
        """
        problem, gain = self.problem, self.problem.reduced(best.prices, self.points)
        self.add(np.flatnonzero(np.abs(gain) <= NEARLY))
        loose = best.prices[problem.extra_row] - problem.extra_price
        gain = np.concatenate([loose, gain[self.columns]])
        top = np.concatenate([problem.extra_top, np.ones(len(self.columns))]).astype(float)
        every = np.arange(len(top), dtype=np.int32)
        self.highs.changeColsBounds(len(top), every, np.where(gain > NEARLY, top, 0.0), np.where(gain < -NEARLY, 0.0, top))
        self.highs.changeColsCost(len(top), every, np.concatenate([np.zeros(len(loose)), -preference[self.columns].astype(float)]))
        for row in np.flatnonzero(best.prices > NEARLY).tolist():
            self.highs.changeRowBounds(row, float(self.tops[row]), float(self.tops[row]))
        try:
            run(self.highs, clock)
        except (OutOfTime, Impossible):
            return best
        answer = self._answer()
        return Answer(answer.shares, best.prices, best.value) if answer.whole else best

    def solve_whole(self, clock: Clock, preference: np.ndarray | None = None) -> Answer:
        """Return the best answer that cuts nothing in two; raise OutOfTime or Impossible."""
        answer = self.solve(clock)
        if not answer.whole:
            return self.branch(answer, clock, preference)
        return answer if preference is None else self.settle(answer, preference, clock)

    def branch(self, relaxed: Answer, clock: Clock, preference: np.ndarray | None = None) -> Answer:
        """Return the best whole answer; among equals, the preferred one.

        relaxed: the linear optimum. A pair that loses more at its prices than the distance to a known whole answer is out.
        """
        loss = -self.problem.reduced(relaxed.prices, self.points)
        kept = np.union1d(self.columns, relaxed.taken)
        while True:
            answer = self._branch_on(kept, relaxed, clock, preference)
            useful = np.flatnonzero(loss <= relaxed.value - answer.value + NEARLY * self.fine)
            if np.isin(useful, kept).all():
                return answer
            kept = np.union1d(kept, useful)

    def _branch_on(self, kept: np.ndarray, relaxed: Answer, clock: Clock, preference: np.ndarray | None) -> Answer:
        highs = self._whole_model(kept)
        run(highs, clock)
        value, shares = -round(highs.getInfo().objective_function_value), self._whole_shares(highs, kept)
        if preference is not None:
            self._prefer(highs, kept, value, preference)
            with suppress(OutOfTime, Impossible):
                run(highs, clock)
                shares = self._whole_shares(highs, kept)
        return Answer(shares, relaxed.prices, value)

    def _whole_model(self, kept: np.ndarray) -> highspy.Highs:
        """Return these pairs, and what is imposed, in whole numbers."""
        highs, extras = _highs(self.problem, self.fine), len(self.problem.extra_row)
        _add_pairs(highs, self.problem, self.points, kept)
        for row in np.flatnonzero(self.tops != self.problem.tops).tolist():
            highs.changeRowBounds(row, -INFINITE, float(self.tops[row]))
        for pairs in self.imposed:
            _impose(highs, extras + np.searchsorted(kept, pairs))
        every = np.arange(extras + len(kept), dtype=np.int32)
        highs.changeColsIntegrality(len(every), every, np.full(len(every), highspy.HighsVarType.kInteger))
        return highs

    def _prefer(self, highs: highspy.Highs, kept: np.ndarray, value: int, preference: np.ndarray) -> None:
        """Change the question: among the answers worth so much, the preferred one."""
        every = np.arange(len(self.problem.extra_row) + len(kept), dtype=np.int32)
        worth = np.concatenate([-self.problem.extra_price * self.fine, self.points[kept]]).astype(float)
        highs.addRow(float(value), INFINITE, len(every), every, worth)
        highs.changeColsCost(len(every), every, np.concatenate([np.zeros(len(every) - len(kept)), -preference[kept].astype(float)]))

    def _whole_shares(self, highs: highspy.Highs, kept: np.ndarray) -> np.ndarray:
        shares = np.zeros(len(self.points))
        shares[kept] = np.rint(np.array(highs.getSolution().col_value)[len(self.problem.extra_row) :])
        return shares

    def _places(self, pairs: np.ndarray) -> np.ndarray:
        """Return the columns of HiGHS that hold these pairs."""
        order = np.argsort(self.columns)
        return len(self.problem.extra_row) + order[np.searchsorted(self.columns, pairs, sorter=order)]

    def _answer(self) -> Answer:
        solution = self.highs.getSolution()
        shares = np.zeros(len(self.points))
        shares[self.columns] = np.array(solution.col_value)[len(self.problem.extra_row) :]
        prices = -np.array(solution.row_dual)[: len(self.tops)]
        return Answer(shares, prices, -self.highs.getInfo().objective_function_value)


def best_of_each(problem: Problem) -> np.ndarray:
    """Return the best pairs of each person and of each pool."""
    rows = (problem.rows[:, POOL], problem.rows[:, PERSON])
    return np.unique(np.concatenate([_first_of_each(row, problem.points, FIRST_COLUMNS) for row in rows]))


def _first_of_each(row: np.ndarray, worth: np.ndarray, count: int) -> np.ndarray:
    """Return the places of the `count` best of each row."""
    order = np.lexsort((-worth, row))
    place = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    return order[place < count]


def run(highs: highspy.Highs, clock: Clock) -> None:
    """Let HiGHS work until the optimum; raise OutOfTime, or Impossible when nothing holds what is imposed."""
    highs.setOptionValue("time_limit", highs.getRunTime() + clock.left())
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise OutOfTime
    if status in INFEASIBLE:
        raise Impossible
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"HiGHS stopped without an answer: {highs.modelStatusToString(status)}")


def _highs(problem: Problem, fine: int) -> highspy.Highs:
    """Return HiGHS with the rows and the extra columns; one thread and one seed: the same question has the same answer."""
    highs = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "random_seed": 0, "presolve": "off", "mip_rel_gap": 0.0, "mip_abs_gap": 0.5}
    for name, value in options.items():
        highs.setOptionValue(name, value)
    rows, extras = len(problem.tops), len(problem.extra_row)
    nothing = np.empty(0, dtype=np.int32)
    highs.addRows(
        rows, np.full(rows, -INFINITE), problem.tops.astype(float), 0, np.zeros(rows, dtype=np.int32), nothing, nothing.astype(float)
    )
    starts = np.arange(extras, dtype=np.int32)
    price, top = (problem.extra_price * fine).astype(float), problem.extra_top.astype(float)
    highs.addCols(extras, price, np.zeros(extras), top, extras, starts, problem.extra_row.astype(np.int32), np.full(extras, -1.0))
    return highs


def _add_pairs(highs: highspy.Highs, problem: Problem, points: np.ndarray, pairs: np.ndarray) -> None:
    used = problem.rows[pairs] >= 0
    starts = np.concatenate([[0], np.cumsum(used.sum(axis=1))[:-1]]).astype(np.int32)
    rows = problem.rows[pairs][used].astype(np.int32)
    count = len(pairs)
    highs.addCols(count, -points[pairs].astype(float), np.zeros(count), np.ones(count), len(rows), starts, rows, np.ones(len(rows)))


def _impose(highs: highspy.Highs, columns: np.ndarray) -> None:
    highs.addRow(1.0, INFINITE, len(columns), columns.astype(np.int32), np.ones(len(columns)))
