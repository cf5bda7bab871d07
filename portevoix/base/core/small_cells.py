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
