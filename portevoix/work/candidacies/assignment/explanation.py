"""Why each line is proposed, what another choice would cost, and why somebody is not proposed."""

from dataclasses import dataclass

import numpy as np

from portevoix.work.candidacies.assignment import sentences
from portevoix.work.candidacies.assignment.criteria import Reason, reasons
from portevoix.work.candidacies.assignment.proposal import Line
from portevoix.work.candidacies.assignment.questions import Move, Outcome, Questions
from portevoix.work.candidacies.assignment.seating import standings

ALTERNATIVES = 3


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """Somebody else for a seat. exact: `loss` is what the whole loses, `moves` who changes seats; otherwise it loses so much at least."""

    candidate: str
    wish: str
    loss: int
    exact: bool
    sentence: str
    reasons: tuple[Reason, ...]
    moves: tuple[Move, ...] = ()

    @property
    def points(self) -> int:
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """line: None when the seat stays empty; alternatives: everybody else who asked for the seat, the nearest first."""

    seat: str
    line: Line | None
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]
    sentence: str


@dataclass(frozen=True, kw_only=True)
class WishAnswer:
    """Why a wish is not proposed. seat: the one that it could have at best; loss: what the whole would lose; both None: no seat."""

    wish: str
    rank: int
    seat: str | None
    loss: int | None
    sentence: str
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Summary:
    """One line of the list. rivals: others who asked for the seat; least_loss: what the whole loses at least with any of them."""

    line: Line
    reasons: tuple[Reason, ...]
    rivals: int
    least_loss: int | None


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A candidate without any seat. least_loss: what the whole loses at least with them; None: no seat answers their wishes."""

    candidate: str
    least_loss: int | None
    sentence: str


def explain(questions: Questions, seat: str, *, alternatives: int = ALTERNATIVES) -> Explanation:
    """Return why this person is proposed for a seat, and what the others would cost, exactly for the nearest ones.

    alternatives: how many are computed exactly; it is proven that nobody else is nearer. Raise KeyError for an unknown seat,
    OutOfTime when the time of a question is over.
    """
    line, pool = questions.proposal.by_seat.get(seat), questions.pool_of_seat[seat]
    rivals = _rivals(questions, pool)
    exact: list[Alternative] = []
    for number, (least, candidate) in enumerate(rivals):
        exact.sort(key=lambda alternative: alternative.loss)
        if len(exact) >= alternatives and (not alternatives or least >= exact[alternatives - 1].loss):
            rest = rivals[number:]
            break
        exact.append(_exact(questions, candidate, pool))
    else:
        rest = []
    others = [_rough(questions, candidate, pool, least) for least, candidate in rest]
    exact.sort(key=lambda alternative: alternative.loss)
    mine = () if line is None else reasons_of_line(questions, line)
    empty = sentences.NOBODY if not len(questions.of_pool(pool)) else sentences.EMPTY
    sentence = empty if line is None else sentences.proposed(line.points)
    return Explanation(seat=seat, line=line, reasons=mine, alternatives=(*exact, *others), sentence=sentence)


def _rivals(questions: Questions, pool: int) -> list[tuple[int, str]]:
    """Return the least certain loss and the candidate of everybody who asked for the pool and has no seat in it, nearest first."""
    numbers, files = questions.of_pool(pool), questions.pairs.file_ids
    if not len(numbers):
        return []
    least: dict[int, int] = {}
    for file, loss in zip(questions.pairs.file[numbers].tolist(), questions.least_loss(numbers).tolist(), strict=True):
        least[file] = min(loss, least.get(file, loss))
    seated = {questions.pairs.file[questions.seated[seat]] for seat in questions.pairs.pools[pool].seats if seat in questions.seated}
    return [(loss, files[file]) for loss, file in sorted((loss, file) for file, loss in least.items() if file not in seated)]


def _exact(questions: Questions, candidate: str, pool: int) -> Alternative:
    asked = questions.of_candidate(candidate, pool)
    outcome, wanted = questions.ask([asked]), set(asked.tolist())
    pair = next(pair for pair in outcome.seated.values() if pair in wanted)
    wish, why = questions.pairs.wishes[questions.pairs.wish[pair]].id, _reasons_after(questions, pair, outcome)
    words = sentences.cost(outcome.loss)
    return Alternative(candidate=candidate, wish=wish, loss=outcome.loss, exact=True, sentence=words, reasons=why, moves=outcome.moves)


def _rough(questions: Questions, candidate: str, pool: int, least: int) -> Alternative:
    asked = questions.of_candidate(candidate, pool)
    pair = int(asked[np.argmax(questions.pairs.points[asked])])
    wish, why = questions.pairs.wishes[questions.pairs.wish[pair]].id, reasons(questions.pairs, pair)
    return Alternative(candidate=candidate, wish=wish, loss=least, exact=False, sentence=sentences.at_least(least), reasons=why)


def _reasons_after(questions: Questions, pair: int, outcome: Outcome) -> tuple[Reason, ...]:
    """Return the reasons of a pair among those of an outcome; only the same person and the same delegation bear on it."""
    pairs, taken = questions.pairs, np.array(list(outcome.seated.values()), dtype=np.int64)
    near = (pairs.person[taken] == pairs.person[pair]) | (pairs.delegation[taken] == pairs.delegation[pair])
    return reasons(pairs, pair, standings(pairs, taken[near].tolist())[pair])


def reasons_of_line(questions: Questions, line: Line) -> tuple[Reason, ...]:
    """Return what each criterion brings to a line of the proposal; their sum is the points of the line."""
    pair = questions.seated[line.seat]
    return reasons(questions.pairs, pair, questions.standings[pair])


def why_not(questions: Questions, candidate: str) -> tuple[WishAnswer, ...]:
    """Return for each wish of a candidate that the proposal does not follow why it does not, the dearest wish first.

    Raise KeyError for an unknown candidate, OutOfTime when the time of a question is over.
    """
    files, granted = questions.pairs.files, {line.wish for line in questions.proposal.lines}
    placed = files[candidate].who in {files[line.candidate].who for line in questions.proposal.lines}
    numbers = questions.pairs.wishes_of.get(candidate, [])
    return tuple(_answer(questions, number, placed=placed) for number in numbers if questions.pairs.wishes[number].id not in granted)


def _answer(questions: Questions, number: int, *, placed: bool) -> WishAnswer:
    wish, asked = questions.pairs.wishes[number], questions.of_wish(number)
    if not len(asked):
        return WishAnswer(wish=wish.id, rank=wish.rank, seat=None, loss=None, sentence=sentences.NO_SEAT)
    outcome, wanted = questions.ask([asked]), set(asked.tolist())
    seat = next(seat for seat, pair in outcome.seated.items() if pair in wanted)
    if placed and outcome.loss:
        words = sentences.placed_elsewhere(outcome.loss)
    else:
        words = sentences.not_proposed(outcome.loss, empty=seat not in questions.proposal.by_seat)
    return WishAnswer(wish=wish.id, rank=wish.rank, seat=seat, loss=outcome.loss, sentence=words, moves=outcome.moves)


def summarise(questions: Questions) -> tuple[Summary, ...]:
    """Return every line of the proposal with its reasons: the whole list at once, without a question for each line."""
    found, rivals = [], _all_rivals(questions)
    for line in questions.proposal.lines:
        count, least = rivals.get(questions.pool_of_seat[line.seat], (0, None))
        found.append(Summary(line=line, reasons=reasons_of_line(questions, line), rivals=count, least_loss=least))
    return tuple(found)


def _all_rivals(questions: Questions) -> dict[int, tuple[int, int]]:
    """Return for each pool how many others asked for it, and the least certain loss among them."""
    pairs, least = questions.pairs, _least_losses(questions)
    asked = pairs.pool * len(pairs.file_ids) + pairs.file
    others = np.flatnonzero(~np.isin(asked, asked[list(questions.seated.values())]))
    best = np.full(len(pairs.pools), np.iinfo(np.int64).max)
    np.minimum.at(best, pairs.pool[others], least[others])
    pools, counts = np.unique(np.unique(asked[others]) // max(1, len(pairs.file_ids)), return_counts=True)
    return {pool: (count, int(best[pool])) for pool, count in zip(pools.tolist(), counts.tolist(), strict=True)}


def left_out(questions: Questions) -> tuple[LeftOut, ...]:
    """Return every candidate without any seat, the earliest first: the whole list at once, `why_not` says more of each."""
    pairs, names = questions.pairs, questions.pairs.file_ids
    best = np.full(len(names), -1, dtype=np.int64)
    least = _least_losses(questions)
    order = np.lexsort((-least, pairs.file))
    best[pairs.file[order]] = least[order]
    seated = {line.candidate for line in questions.proposal.lines}
    rows = ((name, None if loss < 0 else loss) for name, loss in zip(names, best.tolist(), strict=True) if name not in seated)
    return tuple(LeftOut(candidate=name, least_loss=loss, sentence=sentences.left_out(loss)) for name, loss in rows)


def _least_losses(questions: Questions) -> np.ndarray:
    """Return for each pair what the whole loses at least with it."""
    least = np.zeros(len(questions.pairs.pool), dtype=np.int64)
    for members in questions.parts:
        least[members] = questions.least_loss(members)
    return least
