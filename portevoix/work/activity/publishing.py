"""Which figures may be published: plain computation. No cell, and no sum or difference of cells, rests on fewer than `least` people.

A table cuts the same lines into blocks. Small categories are put together, with the smallest of the others while they are too few.
Two tables over the same lines tell more than each alone: a sum of cells of one less a sum of cells of the other leaves the lines where
their categories do not meet. Blocks are the nodes of a graph, the lines that two blocks share its edges: such a difference is a cut of
the graph, and what it leaves is the people of the edges that are cut.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

TOGETHER = "Les autres, ensemble"
MOST_GROUPS = 12  # groups of blocks whose cuts are all looked at; beyond, the second table is withheld


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a journal, as figures read it."""

    person: int
    minutes: int
    kilometres: int


@dataclass(frozen=True, kw_only=True)
class Block:
    """What is published of some lines."""

    name: str
    lines: frozenset[int]
    people: frozenset[int]
    minutes: int
    kilometres: int


def block(name: str, keys: Iterable[int], lines: Mapping[int, Line]) -> Block:
    """Add up the lines of `keys`."""
    keys = frozenset(keys)
    return Block(
        name=name,
        lines=keys,
        people=frozenset(lines[key].person for key in keys),
        minutes=sum(lines[key].minutes for key in keys),
        kilometres=sum(lines[key].kilometres for key in keys),
    )


def suppressed(blocks: Sequence[Block], lines: Mapping[int, Line], *, least: int) -> list[Block]:
    """Return the blocks that may be published, the small ones put together; none when everything together is too small."""
    hidden = [one for one in blocks if len(one.people) < least]
    shown = [one for one in blocks if len(one.people) >= least]
    while hidden and shown and len(_people(hidden)) < least:
        smallest = min(len(one.people) for one in shown)
        hidden += [one for one in shown if len(one.people) == smallest]
        shown = [one for one in shown if len(one.people) != smallest]
    if not hidden:
        return shown
    together = block(TOGETHER, frozenset().union(*(one.lines for one in hidden)), lines)
    return [*shown, together] if len(together.people) >= least else []


def published(first: Sequence[Block], second: Sequence[Block], lines: Mapping[int, Line], *, least: int) -> tuple[list[Block], list[Block]]:
    """Return what may be published of two tables over the same lines: the first whole, the second put together until nothing shows.

    The second is empty when it would always tell something.
    """
    one, two = suppressed(first, lines, least=least), suppressed(second, lines, least=least)
    if not one:
        return [], []
    while len(two) > 1 and tells(one, two, lines, least=least):
        two = _coarser(two, lines)
    return one, two if len(two) > 1 else []


def tells(one: Sequence[Block], two: Sequence[Block], lines: Mapping[int, Line], *, least: int) -> bool:
    """Tell whether some sum and difference of the blocks of two tables rests on fewer than `least` people (or on nobody: then not)."""
    edges = [(i, len(one) + j, people) for i, a in enumerate(one) for j, b in enumerate(two) if (people := _shared(a, b, lines))]
    groups = _groups(len(one) + len(two), [(i, j) for i, j, people in edges if len(people) >= least])
    names = sorted(set(groups))
    if len(names) > MOST_GROUPS:
        return True
    small = [(groups[i], groups[j], people) for i, j, people in edges if groups[i] != groups[j]]
    for size in range(1, len(names) // 2 + 1):
        for side in map(set, combinations(names, size)):
            left = frozenset().union(*(people for i, j, people in small if (i in side) != (j in side)))
            if 0 < len(left) < least:
                return True
    return False


def _shared(a: Block, b: Block, lines: Mapping[int, Line]) -> frozenset[int]:
    return frozenset(lines[key].person for key in a.lines & b.lines)


def _groups(count: int, ties: Iterable[tuple[int, int]]) -> list[int]:
    """Return the group of each node, tied nodes being in the same one: an edge with enough people is never cut alone."""
    group = list(range(count))
    for i, j in ties:
        kept, gone = group[i], group[j]
        group = [kept if one == gone else one for one in group]
    return group


def _coarser(blocks: Sequence[Block], lines: Mapping[int, Line]) -> list[Block]:
    """Put the two smallest blocks together."""
    first, second, *others = sorted(blocks, key=lambda one: (one.name != TOGETHER, len(one.people), one.name))
    return [*others, block(TOGETHER, first.lines | second.lines, lines)]


def _people(blocks: Iterable[Block]) -> frozenset[int]:
    return frozenset().union(*(one.people for one in blocks))
