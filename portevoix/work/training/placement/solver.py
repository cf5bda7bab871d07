"""The choice of the places: as many people as possible within reach (maximal covering), solved to the optimum by HiGHS.

With x(t) = 1 for a chosen town and y(g) = 1 when the people of a group (the same towns within reach) have one:
maximise M · Σ size(g) · y(g) − Σ rank(t) · x(t), where y(g) ≤ Σ x(t) over the towns within reach of g, and Σ x(t) ≤ places.
M is greater than all the ranks together: among choices that reach as many people, the towns nearest to everybody are taken.
Every coefficient is a whole number, so that a gap under one proves the optimum.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import highspy
import numpy as np

from portevoix.work.training.placement.problem import Question, Somebody, Town

INFINITE = highspy.kHighsInf


@dataclass(frozen=True, kw_only=True)
class Place:
    """A chosen town. reached: people for whom it is the nearest chosen one; alone: how many nobody else reaches; late: of those reached.

    first_due: the earliest due date to come among them (ISO), empty when there is none. dues: their due dates, those past included.
    """

    town: Town
    reached: int
    alone: int
    late: int
    first_due: str
    dues: tuple[date, ...] = ()

    @property
    def due_on(self) -> date | None:
        return date.fromisoformat(self.first_due) if self.first_due else None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The places, the fullest first; who stays beyond, by department, and their due dates; whether the optimum is proven, and the bound."""

    places: tuple[Place, ...]
    reached: int
    left: dict[str, int]
    people: dict[str, int]
    proven: bool
    bound: int
    left_dues: tuple[date, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.people.values())

    @property
    def beyond(self) -> int:
        return self.total - self.reached


def propose(question: Question, *, seconds: float = 5.0) -> Proposal:
    """Return the places that leave the fewest people beyond the limit. Raises `RuntimeError` when HiGHS gives no answer in time."""
    groups = _groups(question.within)
    if not groups or question.places < 1:
        return _proposal(question, [], proven=True, bound=0)
    order = question.minutes.sum(axis=0).argsort(kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    weight = int(rank.sum()) + 1
    highs = _model(groups, rank, weight, question.places, seconds)
    highs.run()
    info = highs.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise RuntimeError("no choice of places in the time given")
    values = highs.getSolution().col_value
    chosen = [town for town in range(len(rank)) if values[town] > 0.5]
    best = round(-info.objective_function_value)
    bound = -info.mip_dual_bound
    return _proposal(question, chosen, proven=bound < best + 1, bound=int((bound + weight - 1) // weight))


def _groups(within: np.ndarray) -> dict[tuple[int, ...], int]:
    """Return how many people have exactly these towns within reach; those who have none are left whatever is chosen."""
    return dict(Counter(tuple(np.flatnonzero(row).tolist()) for row in within if row.any()))


def _model(groups, rank, weight, places, seconds) -> highspy.Highs:
    highs = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "time_limit": seconds}
    for name, value in options.items():
        highs.setOptionValue(name, value)
    towns, count = len(rank), len(groups)
    nothing = np.empty(0, dtype=np.int32)
    costs = np.concatenate([rank, -weight * np.array(list(groups.values()))]).astype(float)
    columns = towns + count
    highs.addCols(columns, costs, np.zeros(columns), np.ones(columns), 0, np.zeros(columns, dtype=np.int32), nothing, nothing.astype(float))
    highs.changeColsIntegrality(towns, np.arange(towns, dtype=np.int32), np.array([highspy.HighsVarType.kInteger] * towns))
    highs.addRow(0.0, float(places), towns, np.arange(towns, dtype=np.int32), np.ones(towns))
    for number, reach in enumerate(groups):
        places_of = np.array([*reach, towns + number], dtype=np.int32)
        highs.addRow(0.0, INFINITE, len(places_of), places_of, np.array([1.0] * len(reach) + [-1.0]))
    return highs


def _proposal(question: Question, chosen: list[int], *, proven: bool, bound: int) -> Proposal:
    people = question.people
    near = question.within[:, chosen] if chosen else np.zeros((len(people), 0), dtype=bool)
    nearest = question.minutes[:, chosen].argmin(axis=1) if chosen else np.zeros(len(people), dtype=int)
    reached = near.any(axis=1)
    places = []
    for column, town in enumerate(chosen):
        mine = [one for one, here, first in zip(people, reached, nearest, strict=True) if here and first == column]
        places.append(
            Place(
                town=question.towns[town],
                reached=len(mine),
                alone=int((near[:, column] & (near.sum(axis=1) == 1)).sum()),
                late=sum(one.late for one in mine),
                first_due=min((one.due for one in mine if one.due and not one.late), default=""),
                dues=_dues(mine),
            )
        )
    away = [one for one, here in zip(people, reached, strict=True) if not here]
    return Proposal(
        places=tuple(sorted(places, key=lambda place: (-place.reached, place.town.name, place.town.id))),
        reached=int(reached.sum()),
        left=dict(Counter(one.department for one in away)),
        people=dict(Counter(one.department for one in people)),
        proven=proven,
        bound=bound,
        left_dues=_dues(away),
    )


def _dues(people: Iterable[Somebody]) -> tuple[date, ...]:
    return tuple(sorted(date.fromisoformat(one.due) for one in people if one.due))
