"""Counts that may be published: small ones are put together so that nobody can find them again, even knowing the rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor


@dataclass(frozen=True, kw_only=True)
class Published:
    """What is published of counts by category. shown: category → count. together: sum of all the others.

    together None: too small to be told, and so is the total. The categories of `together` are not told apart from the empty ones.
    """

    shown: dict[str, int]
    together: int | None

    @property
    def total(self) -> int | None:
        """The sum of everything, None when it would tell too much."""
        return None if self.together is None else sum(self.shown.values()) + self.together


def publish(counts: Mapping[str, int], *, least: int) -> Published:
    """Return what may be published of `counts` (every category, empty ones too): no count under `least` can be found again.

    Small categories are put together with the empty ones, then with the smallest of the others while the sum would still tell:
    a sum under `least` (a single small category has one), or a sum so high that each must be just under `least`. Categories of the
    same count are put together at once: which of them was chosen would tell something too.
    """
    hidden = {name for name, count in counts.items() if count < least}
    if not any(counts[name] for name in hidden):
        return Published(shown={name: count for name, count in counts.items() if count}, together=0)
    while len(hidden) < len(counts) and _tells(hidden, counts, least):
        smallest = min(counts[name] for name in counts if name not in hidden)
        hidden |= {name for name, count in counts.items() if count == smallest}
    together = sum(counts[name] for name in hidden)
    if _tells(hidden, counts, least):
        return Published(shown={}, together=None)
    return Published(shown={name: count for name, count in counts.items() if name not in hidden}, together=together)


def _tells(hidden: set[str], counts: Mapping[str, int], least: int) -> bool:
    """Tell whether the sum of `hidden` says too much: under `least`, or nearly the most that so many small counts can make."""
    together = sum(counts[name] for name in hidden)
    all_small = all(counts[name] < least for name in hidden)
    return together < least or (all_small and together >= len(hidden) * (least - 1) - 1)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value under which `share` (0 to 1) of `values` lie, interpolated as `percentile_cont` of PostgreSQL does.

    Raises `ValueError` without any value.
    """
    if not values:
        raise ValueError("no value")
    ordered = sorted(values)
    position = (len(ordered) - 1) * share
    below = floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


@dataclass(frozen=True, kw_only=True)
class PublishedRows:
    """What is published of a table. shown: names of the rows told as they are. together: sums of all the other rows.

    together None while rows are hidden: even their sums are too small; then no total of a column may be told either.
    """

    shown: frozenset[str]
    hidden: frozenset[str]
    together: dict[str, int] | None


def publish_rows(rows: Mapping[str, Mapping[str, int]], *, least: int) -> PublishedRows:
    """Return which rows of a table of counts may be told: a row with a cell from 1 to `least` - 1 is put together with others.

    The rows put together are never told apart; the smallest of the others join them while one of their sums is itself small. The sums
    and the rows told add up to the totals of the columns, which therefore tell nothing more.
    """

    def small(cells: Mapping[str, int]) -> bool:
        return any(0 < count < least for count in cells.values())

    hidden = {name for name, cells in rows.items() if small(cells)}
    together = _sums(rows, hidden)
    while hidden and len(hidden) < len(rows) and (small(together) or len(hidden) == 1):
        smallest = min(sum(cells.values()) for name, cells in rows.items() if name not in hidden)
        hidden |= {name for name, cells in rows.items() if sum(cells.values()) == smallest}
        together = _sums(rows, hidden)
    untold = not hidden or small(together) or len(hidden) == 1
    return PublishedRows(shown=frozenset(rows) - hidden, hidden=frozenset(hidden), together=None if untold else together)


def _sums(rows: Mapping[str, Mapping[str, int]], names: set[str]) -> dict[str, int]:
    columns = next(iter(rows.values()), {})
    return {column: sum(rows[name][column] for name in names) for column in columns}
