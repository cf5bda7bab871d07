"""What each criterion brings to a line, in points and in words."""

from dataclasses import dataclass

from portevoix.work.candidacies.assignment import sentences
from portevoix.work.candidacies.assignment.instance import SUBSTITUTE, TITULAR
from portevoix.work.candidacies.assignment.pairs import Pairs
from portevoix.work.candidacies.assignment.seating import Standing


@dataclass(frozen=True, kw_only=True)
class Reason:
    """criterion: the name of its weight; points: gained, or lost when negative; sentence: for the page."""

    criterion: str
    points: int
    sentence: str


ALONE = Standing(0, 0)


def reasons(pairs: Pairs, pair: int, standing: Standing = ALONE) -> tuple[Reason, ...]:
    """Return what each criterion brings to a pair; their sum is `points_of(pairs, pair, standing)`.

    A criterion that the region does not count (weight 0) is left out.
    """
    found = (part(pairs, pair, standing) for part in (_seat, _renewal, _rank, _plurality, _adequacy, _load, _distance))
    return tuple(Reason(criterion=name, points=points, sentence=words) for name, points, words in found if getattr(pairs.weights, name))


def _seat(pairs: Pairs, pair: int, standing: Standing) -> tuple[str, int, str]:
    quality = pairs.pool_of(pair).quality
    name = quality if quality in (TITULAR, SUBSTITUTE) else "member"
    return name, getattr(pairs.weights, name), sentences.filled(quality)


def _renewal(pairs: Pairs, pair: int, standing: Standing) -> tuple[str, int, str]:
    file = pairs.file_of(pair)
    asked = (file.who, pairs.pool_of(pair).body) in pairs.renewed
    counts = asked and file.trained_active
    return "renewal", pairs.weights.renewal if counts else 0, sentences.renewal(counts=counts, asked=asked)


def _rank(pairs: Pairs, pair: int, standing: Standing) -> tuple[str, int, str]:
    rank = pairs.wishes[pairs.wish[pair]].rank
    return "rank", -pairs.weights.rank * (rank - 1), sentences.wish_rank(rank)


def _plurality(pairs: Pairs, pair: int, standing: Standing) -> tuple[str, int, str]:
    association, body, quality = mine = pairs.delegations[pairs.delegation[pair]]
    others = standing.delegates_before + pairs.bodies[body].sitting.count((association, quality))
    lost = pairs.plurality(quality) if mine in pairs.sitting or standing.delegates_before else 0
    name = "plurality_substitute" if quality == SUBSTITUTE else "plurality_titular"
    return name, -lost, sentences.plurality(quality, others)


def _adequacy(pairs: Pairs, pair: int, standing: Standing) -> tuple[str, int, str]:
    score = pairs.instance.adequacy.get((pairs.file_of(pair).association, pairs.pool_of(pair).body), 0)
    return "adequacy", pairs.weights.adequacy * score // 100, sentences.adequacy(score)


def _load(pairs: Pairs, pair: int, standing: Standing) -> tuple[str, int, str]:
    held = pairs.file_of(pair).mandates_held
    return "load", -pairs.weights.load * (held + standing.seats_before), sentences.load(held, standing.seats_before)


def _distance(pairs: Pairs, pair: int, standing: Standing) -> tuple[str, int, str]:
    kilometres = int(pairs.kilometres[pair])
    known = pairs.distance_is_known(pair)
    return "distance", -pairs.weights.distance * kilometres, sentences.distance(kilometres, known=known, most=pairs.weights.distance_max)
