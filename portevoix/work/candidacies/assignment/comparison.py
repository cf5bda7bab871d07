"""What it costs to depart from the proposal: a person may, and says why."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from portevoix.work.candidacies.assignment import sentences
from portevoix.work.candidacies.assignment.program import Impossible
from portevoix.work.candidacies.assignment.questions import Move, Questions


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """A seat for which a person chose otherwise. loss: what this choice alone costs the whole; None: it breaks a rule."""

    seat: str
    proposed: str | None
    chosen: str | None
    loss: int | None
    sentence: str
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """loss: what all the choices cost together, everything else being set for the best; None: they cannot be held together."""

    deviations: tuple[Deviation, ...]
    loss: int | None
    sentence: str


Chosen = Mapping[str, str | None]
"""Seat → candidate, or None for a seat left empty. A seat that is not there is not decided yet."""


def compare(questions: Questions, chosen: Chosen) -> Comparison:
    """Return the choices that depart from the proposal, each with its cost, and what all of them cost together.

    Raise KeyError for an unknown seat, OutOfTime when the time of a question is over.
    """
    proposed = {line.seat: line.candidate for line in questions.proposal.lines}
    other = {seat: file for seat, file in sorted(chosen.items()) if proposed.get(seat) != file}
    rules = _broken(questions, chosen)
    deviations = tuple(_deviation(questions, seat, proposed.get(seat), file, rules.get(seat)) for seat, file in other.items())
    loss = None if rules else _together(questions, chosen)
    return Comparison(deviations=deviations, loss=loss, sentence=sentences.together(loss))


def _deviation(questions: Questions, seat: str, proposed: str | None, chosen: str | None, broken: str | None) -> Deviation:
    if broken:
        return Deviation(seat=seat, proposed=proposed, chosen=chosen, loss=None, sentence=broken)
    pool = questions.pool_of_seat[seat]
    outcome = questions.ask([], [pool]) if chosen is None else questions.ask([questions.of_candidate(chosen, pool)])
    words = sentences.cost(outcome.loss)
    return Deviation(seat=seat, proposed=proposed, chosen=chosen, loss=outcome.loss, sentence=words, moves=outcome.moves)


def _broken(questions: Questions, chosen: Chosen) -> dict[str, str]:
    """Return the seats whose choice breaks a rule that does not bend, with the rule."""
    pairs, found = questions.pairs, {}
    bodies: dict[str, list[str]] = {}
    for seat, file in sorted(chosen.items()):
        if file is None:
            continue
        pool = questions.pool_of_seat[seat]
        if not len(questions.of_candidate(file, pool)):
            found[seat] = sentences.NOT_ASKED
            continue
        mine = bodies.setdefault(pairs.files[file].who, [])
        if pairs.pools[pool].body in mine:
            found[seat] = sentences.SAME_BODY
        elif len(mine) >= pairs.instance.new_mandates:
            found[seat] = sentences.too_many(pairs.instance.new_mandates)
        mine.append(pairs.pools[pool].body)
    return found


def _together(questions: Questions, chosen: Chosen) -> int | None:
    """Return what all the choices cost together; None when no assignment holds them all."""
    by_part: dict[int, tuple[list[np.ndarray], list[int]]] = {}
    for seat, file in sorted(chosen.items()):
        pool = questions.pool_of_seat[seat]
        asked = questions.of_pool(pool) if file is None else questions.of_candidate(file, pool)
        if not len(asked):
            continue  # nobody asked for the seat that stays empty
        imposed, empty = by_part.setdefault(int(questions.part_of_pair[asked[0]]), ([], []))
        if file is None:
            empty.append(pool)
        else:
            imposed.append(asked)
    try:
        return sum(questions.ask(imposed, empty).loss for imposed, empty in by_part.values())
    except Impossible:
        return None
