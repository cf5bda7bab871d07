"""Small calls: built by hand for one rule, drawn by hypothesis, and solved by trying everything."""

from collections.abc import Callable, Iterator

from hypothesis import strategies as st

from bench.referee import Choice, broken, choices, worth
from portevoix.work.candidacies.assignment.instance import MEMBER, SUBSTITUTE, TITULAR, Body, Candidate, Instance, Seat, Wish
from portevoix.work.candidacies.assignment.weights import Weights

METZ, STRASBOURG, REIMS = (49.12, 6.18), (48.58, 7.75), (49.26, 4.03)
NOTHING = dict.fromkeys(
    ["titular", "member", "substitute", "renewal", "rank", "plurality_titular", "plurality_substitute", "load", "distance", "adequacy"], 0
)


def seats(body: str, *qualities: str) -> tuple[Seat, ...]:
    """Return seats « body/0 », « body/1 »… of these qualities."""
    return tuple(Seat(id=f"{body}/{number}", body=body, quality=quality) for number, quality in enumerate(qualities))


def candidate(name: str, **values) -> Candidate:
    """Return a file submitted on the day of its name: a before b."""
    return Candidate(**{"id": name, "association": f"association of {name}", "submitted": f"2026-09-01T{name}"} | values)


def wish(name: str, rank: int = 1, **target) -> Wish:
    return Wish(id=f"{name}-{rank}", candidate=name, rank=rank, **target)


def instance(*rows, weights: dict | None = None, **options) -> Instance:
    """Return a call of these bodies, tuples of seats, candidates and wishes; bodies that are not given are made.

    weights: those that count, all the others are zero; a titular seat is worth 1 000 unless it is said otherwise.
    """
    flat = [row for rows_ in rows for row in (rows_ if isinstance(rows_, tuple) else (rows_,))]
    by_type = {kind: tuple(row for row in flat if isinstance(row, kind)) for kind in (Body, Seat, Candidate, Wish)}
    given = {body.id for body in by_type[Body]}
    made = tuple(Body(id=name) for name in sorted({seat.body for seat in by_type[Seat]} - given))
    counted = Weights(**NOTHING | {"titular": 1_000, "substitute": 600, "member": 1_000} | (weights or {}))
    parts = {"bodies": by_type[Body] + made, "seats": by_type[Seat], "candidates": by_type[Candidate], "wishes": by_type[Wish]}
    return Instance(**parts, weights=counted, **options)


def every_assignment(call: Instance) -> Iterator[list[Choice]]:
    """Yield every set of choices that breaks no hard rule."""
    allowed = list(choices(call))

    def extend(start: int, taken: list[Choice]) -> Iterator[list[Choice]]:
        yield taken
        for number in range(start, len(allowed)):
            more = [*taken, allowed[number]]
            if not broken(call, more):
                yield from extend(number + 1, more)

    return extend(0, [])


class Tried:
    """Every assignment of a call, with its worth."""

    def __init__(self, call: Instance) -> None:
        self.found = [(worth(call, taken), taken) for taken in every_assignment(call)]

    def best(self, *conditions: Callable[[Choice], bool], without: str = "") -> int | None:
        """Return the greatest worth of all, None when nothing is possible.

        conditions: only the assignments with a choice that meets each; without: only those that leave this seat empty.
        """
        return max((value for value, taken in self.found if _fits(taken, conditions, without)), default=None)


def _fits(taken: list[Choice], conditions: tuple[Callable[[Choice], bool], ...], without: str) -> bool:
    return all(any(map(condition, taken)) for condition in conditions) and without not in {choice.seat.id for choice in taken}


def sits(file: str, *seat_ids: str) -> Callable[[Choice], bool]:
    """Return the condition that a candidate sits on one of these seats."""
    return lambda choice: choice.file.id == file and choice.seat.id in seat_ids


places = st.sampled_from([METZ, (49.0, 6.3), (48.6, 7.6), STRASBOURG, REIMS, None])
small_weights = st.builds(
    Weights,
    **{name: st.integers(0, 12) for name in NOTHING} | {name: st.integers(8, 60) for name in ("titular", "member", "substitute")},
    distance_max=st.integers(0, 300),
    distance_unknown=st.integers(0, 100),
)


@st.composite
def calls(draw, largest: int = 4) -> Instance:
    """Draw a call small enough to try everything: few choices, narrow weights, so that ties and penalties are frequent."""
    bodies = [Body(id=name, place=draw(places), sitting=tuple(draw(st.lists(_sitting, max_size=2)))) for name in "AB"]
    qualities = {body.id: draw(st.lists(st.sampled_from([TITULAR, SUBSTITUTE, MEMBER]), min_size=1, max_size=2)) for body in bodies}
    rows = tuple(seat for body, named in qualities.items() for seat in seats(body, *named))
    files = tuple(draw(_files(name, [seat.id for seat in rows])) for name in "abcd"[: draw(st.integers(1, largest))])
    asked = tuple(one for file in files for one in draw(_wishes(file.id, [seat.id for seat in rows])))
    scores = draw(st.dictionaries(st.tuples(st.sampled_from(["x", "y"]), st.sampled_from("AB")), st.integers(0, 100), max_size=2))
    return Instance(
        bodies=tuple(bodies),
        seats=rows,
        candidates=files,
        wishes=asked,
        weights=draw(small_weights),
        new_mandates=draw(st.integers(1, 3)),
        adequacy=scores,
    )


def crossed(**weights) -> Instance:
    """Return a call that no network can hold: its linear optimum cuts five choices in two, each in the way of the next.

    p would take A/0 or B/0 by one wish and B/1 by another, but not two seats in B; q would take A/0 or B/1.
    """
    files = (candidate("p"), candidate("q"))
    asked = (wish("p", seats=("A/0", "B/0")), wish("p", 2, seats=("B/1",)), wish("q", seats=("A/0", "B/1")))
    rows = seats("A", TITULAR) + seats("B", TITULAR, SUBSTITUTE)
    return instance(rows, files, asked, weights={"substitute": 1_000} | weights, new_mandates=2)


_sitting = st.tuples(st.sampled_from(["x", "y"]), st.sampled_from([TITULAR, SUBSTITUTE]))


def _files(name: str, seat_ids: list[str]) -> st.SearchStrategy[Candidate]:
    return st.builds(
        Candidate,
        id=st.just(name),
        association=st.sampled_from(["x", "y"]),
        submitted=st.sampled_from(["2026-09-01", "2026-09-02"]),
        person=st.sampled_from(["", "", "", "p"]),
        place=places,
        mandates_held=st.integers(0, 3),
        trained_active=st.booleans(),
        renews=st.frozensets(st.sampled_from(seat_ids), max_size=1),
    )


@st.composite
def _wishes(draw, name: str, seat_ids: list[str]) -> list[Wish]:
    found = []
    for rank in range(1, draw(st.integers(1, 3)) + 1):
        form = draw(st.sampled_from(["body", "body", "seats", "distance"]))
        excluded = draw(st.frozensets(st.sampled_from(seat_ids), max_size=1))
        quality = draw(st.sampled_from(["", TITULAR]))
        if form == "seats":
            found.append(wish(name, rank, seats=tuple(draw(st.sets(st.sampled_from(seat_ids), min_size=1, max_size=2)))))
        elif form == "body":
            found.append(wish(name, rank, body=draw(st.sampled_from("AB")), quality=quality, excluded=excluded))
        else:
            found.append(wish(name, rank, within_km=draw(st.sampled_from([150, 30, 0])), quality=quality, excluded=excluded))
    return found
