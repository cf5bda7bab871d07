"""Reads a call and a proposal again, slowly and by other means than the program: what is allowed, what it is worth, what is broken."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from portevoix.work.candidacies.assignment.instance import SUBSTITUTE, Body, Candidate, Instance, Seat, Wish


@dataclass(frozen=True)
class Choice:
    """One wish on one seat, and its points when nobody else is there."""

    wish: Wish
    file: Candidate
    seat: Seat
    points: int


def choices(instance: Instance) -> Iterator[Choice]:
    """Yield every choice that the wishes allow."""
    files = {file.id: file for file in instance.candidates}
    bodies = {body.id: body for body in instance.bodies}
    seats = {seat.id: seat for seat in instance.seats}
    stays = {(file.who, seats[kept].body) for file in instance.candidates for kept in file.renews}
    of_body = defaultdict(list)
    for seat in instance.seats:
        of_body[seat.body].append(seat)
    for wish in instance.wishes:
        file = files[wish.candidate]
        for seat in _reached(wish, file, seats, bodies, of_body):
            yield Choice(wish, file, seat, _points(instance, wish, file, bodies[seat.body], seat.quality, (file.who, seat.body) in stays))


def _reached(wish: Wish, file: Candidate, seats: dict, bodies: dict, of_body: dict) -> Iterator[Seat]:
    if wish.seats:
        yield from (seats[seat] for seat in wish.seats)
        return
    near = [wish.body] if wish.body else [body.id for body in bodies.values() if _within(file, body, wish.within_km)]
    for body in near:
        yield from (seat for seat in of_body[body] if wish.quality in ("", seat.quality) and seat.id not in wish.excluded)


def _within(file: Candidate, body: Body, kilometres: float) -> bool:
    if not file.place or not body.place or abs(file.place[0] - body.place[0]) * 111 > kilometres:
        return False
    return _straight(file, body) <= kilometres


def _straight(file: Candidate, body: Body) -> float:
    lat1, lon1, lat2, lon2 = map(radians, (*file.place, *body.place))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(min(1.0, sqrt(half)))


def _points(instance: Instance, wish: Wish, file: Candidate, body: Body, quality: str, stays: bool) -> int:
    weights = instance.weights
    known = instance.distances.get((file.id, body.id))
    if known is None and file.place and body.place:
        known = _straight(file, body)
    kilometres = min(weights.distance_max, weights.distance_unknown if known is None else round(known))
    return (
        getattr(weights, quality)
        + (weights.renewal if stays and file.trained_active else 0)
        + weights.adequacy * instance.adequacy.get((file.association, body.id), 0) // 100
        - weights.rank * (wish.rank - 1)
        - weights.load * file.mandates_held
        - weights.distance * kilometres
    )


def worth(instance: Instance, taken: Iterable[Choice]) -> int:
    """Return what choices are worth together: their points, less second seats and associations that come twice."""
    taken, weights = list(taken), instance.weights
    total = sum(choice.points for choice in taken)
    for count in Counter(choice.file.who for choice in taken).values():
        total -= weights.load * sum(range(count))
    sitting = Counter((association, body.id, quality) for body in instance.bodies for association, quality in body.sitting)
    for key, count in Counter((choice.file.association, choice.seat.body, choice.seat.quality) for choice in taken).items():
        price = weights.plurality_substitute if key[2] == SUBSTITUTE else weights.plurality_titular
        total -= price * (max(0, sitting[key] + count - 1) - max(0, sitting[key] - 1))
    return total


def broken(instance: Instance, taken: Iterable[Choice]) -> list[str]:
    """Return the hard rules that choices break."""
    taken = list(taken)
    counted = {
        "seat twice": (Counter(choice.seat.id for choice in taken), 1),
        "wish twice": (Counter(choice.wish.id for choice in taken), 1),
        "body twice": (Counter((choice.file.who, choice.seat.body) for choice in taken), 1),
        "too many seats": (Counter(choice.file.who for choice in taken), instance.new_mandates),
    }
    return [f"{rule}: {key}" for rule, (counts, most) in counted.items() for key, count in counts.items() if count > most]


def judged(instance: Instance, lines: Iterable[tuple[str, str]]) -> tuple[int, list[str]]:
    """Return what lines (wish, seat) are worth, and the hard rules that they break."""
    allowed, lines = {(choice.wish.id, choice.seat.id): choice for choice in choices(instance)}, list(lines)
    taken = [allowed[line] for line in lines if line in allowed]
    return worth(instance, taken), [f"not allowed: {line}" for line in lines if line not in allowed] + broken(instance, taken)
