"""When to hold the proposed sessions: the last useful days of each place, chosen together so that no two share a day.

A session lasts consecutive days, all working days where it is held, none already taken by another session, none before the notice.
Among all the choices of days, HiGHS keeps the one that

1. leaves the fewest people trained after their due date;
2. then asks for the fewest sessions out of the preferred weekdays;
3. then puts each session as late as its people are still in time (more of them can come), and as soon as possible where they are not.

Nothing here reads a clock or the database; the same question gives the same days.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import highspy
import numpy as np

from portevoix.base.core.holidays import is_working_day

HORIZON = timedelta(days=366)  # how far days are looked for after the notice


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A session to place. dues: due dates of the people served, those past included. departments: whose holidays count (INSEE codes)."""

    dues: tuple[date, ...]
    departments: tuple[str, ...] = ()

    def late(self, last: date) -> int:
        """Return how many people are trained after their due date when the session ends on `last`; the due date is still in time."""
        return sum(due < last for due in self.dues)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """length: days of the session. notice: days from today to the first possible one. preferred: weekdays, 1 for Monday, both included."""

    length: int
    notice: int
    preferred: tuple[int, int]
    taken: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days proposed for a stop, none when nothing is possible. late: people trained after their due date; overdue: those late already.

    due: the earliest due date, None when nobody has one. usual: all on preferred weekdays.
    """

    days: tuple[date, ...]
    late: int
    overdue: int
    due: date | None
    usual: bool


@dataclass(frozen=True, kw_only=True)
class _Run:
    """Days that a stop may have, none included. wait: from what would be best for it, in days."""

    days: tuple[date, ...] = ()
    late: int
    usual: bool = True
    wait: int = 0


def choose_days(stops: Sequence[Stop], rules: Rules, *, today: date) -> list[Days]:
    """Return the days of each of `stops`, in their order. Raises `RuntimeError` when HiGHS gives no answer in time."""
    first = today + timedelta(days=rules.notice)
    pressed = sorted(stop.late(first) for stop in stops)
    offers = []
    for stop in stops:
        urgency = 1 + pressed.index(stop.late(first))  # of two that cannot be in time, the one with more people late goes first
        offers.append(list(_offers(stop, rules, first=first, others=len(stops) - 1, urgency=urgency)))
    chosen = _solve(offers) if stops else []
    return [
        Days(
            days=run.days,
            late=stop.late(run.days[-1]) if run.days else 0,
            overdue=stop.late(today),
            due=min(stop.dues, default=None),
            usual=run.usual,
        )
        for stop, run in zip(stops, chosen, strict=True)
    ]


def _offers(stop: Stop, rules: Rules, *, first: date, others: int, urgency: int) -> Iterator[_Run]:
    """Yield what a stop may have: no day, or enough days for the best of those that the others leave to be among them."""
    limit = min(stop.dues, default=None)
    runs = list(_runs(stop, rules, first=first, last=max(first + HORIZON, limit or first)))
    in_time = [run for run in runs if limit and run[-1] <= limit]
    enough = others * (2 * rules.length - 1) + 1
    for kind, soon in ((in_time[::-1], True), (runs[len(in_time) :], False)):
        usual = [run for run in kind if _usual(run, rules)]
        for run in sorted({*kind[:enough], *usual[:enough]}):
            wait = (limit - run[-1]).days if soon else (run[0] - first).days * urgency
            yield _Run(days=run, late=stop.late(run[-1]), usual=_usual(run, rules), wait=wait)
    yield _Run(late=len(stop.dues) + 1)


def _runs(stop: Stop, rules: Rules, *, first: date, last: date) -> Iterator[tuple[date, ...]]:
    """Yield the consecutive free working days from `first` to `last`, the earliest first."""
    span = (last - first).days + 1
    free = [day if _free(day, stop, rules) else None for day in (first + timedelta(days=n) for n in range(span))]
    for start in range(span - rules.length + 1):
        run = free[start : start + rules.length]
        if None not in run:
            yield tuple(run)


def _free(day: date, stop: Stop, rules: Rules) -> bool:
    return day not in rules.taken and is_working_day(day, stop.departments)


def _usual(run: tuple[date, ...], rules: Rules) -> bool:
    return all(rules.preferred[0] <= day.isoweekday() <= rules.preferred[1] for day in run)


def _solve(offers: list[list[_Run]]) -> list[_Run]:
    """Return one run of each list, no day twice: the fewest people late, then the fewest unusual weekdays, then the least waiting."""
    columns = [(number, run) for number, row in enumerate(offers) for run in row]
    unusual = 1 + sum(max(run.wait for run in row) for row in offers)
    late = unusual * (1 + len(offers))
    fewest = [min(run.late for run in row) for row in offers]
    costs = [late * (run.late - fewest[number]) + unusual * (not run.usual) + run.wait for number, run in columns]
    once, shared = defaultdict(list), defaultdict(list)
    for column, (number, run) in enumerate(columns):
        once[number].append(column)
        for day in run.days:
            shared[day].append(column)
    highs, size, nothing = _highs(), len(columns), np.empty(0, dtype=np.int32)
    starts = np.zeros(size, dtype=np.int32)
    highs.addCols(size, np.array(costs, dtype=float), np.zeros(size), np.ones(size), 0, starts, nothing, nothing.astype(float))
    highs.changeColsIntegrality(size, np.arange(size, dtype=np.int32), np.array([highspy.HighsVarType.kInteger] * size))
    for least, rows in ((1.0, once), (0.0, shared)):
        for members in rows.values():
            highs.addRow(least, 1.0, len(members), np.array(members, dtype=np.int32), np.ones(len(members)))
    highs.run()
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise RuntimeError("no choice of days in the time given")
    values = highs.getSolution().col_value
    return [next(columns[column][1] for column in once[number] if values[column] > 0.5) for number in range(len(offers))]


def _highs() -> highspy.Highs:
    highs = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "random_seed": 0, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "time_limit": 5.0}
    for name, value in options.items():
        highs.setOptionValue(name, value)
    return highs
