"""What the solver is given: seats, candidates and wishes as plain numbers and strings; no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portevoix.work.candidacies.assignment.weights import Weights

TITULAR, SUBSTITUTE, MEMBER = "titular", "substitute", "member"
QUALITIES = (TITULAR, SUBSTITUTE, MEMBER)

Place = tuple[float, float]
"""Latitude and longitude, in degrees."""


@dataclass(frozen=True, kw_only=True)
class Body:
    """A body of which at least one seat is to be filled."""

    id: str
    place: Place | None = None
    department: str = ""
    sitting: tuple[tuple[str, str], ...] = ()
    """One (association, quality) for each mandate that goes on in this body, whatever the call decides."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A seat to be filled."""

    id: str
    body: str
    quality: str


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """The file of one person, proposed by one association."""

    id: str
    association: str
    submitted: str
    """Date and time of the submission, in ISO format: the earliest comes first when everything else is equal."""
    person: str = ""
    """The same for two files of one person; the identifier of the file when empty."""
    place: Place | None = None
    mandates_held: int = 0
    """Mandates that go on whatever the call decides; those that this person asks to renew are not counted."""
    trained_active: bool = False
    renews: frozenset[str] = frozenset()
    """Seats of the call that this person leaves, and asks to keep."""

    @property
    def who(self) -> str:
        return self.person or self.id


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A ranked wish: named seats, or a body and perhaps a quality, or any seat within some kilometres of the home.

    The named seats are already admissible. `excluded` are the seats of the two other forms that the examination refused.
    """

    id: str
    candidate: str
    rank: int
    """1 is the dearest."""
    seats: tuple[str, ...] = ()
    body: str = ""
    quality: str = ""
    """With a body or a distance: the only quality that is wished; any when empty."""
    within_km: float | None = None
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Everything that the proposal depends on, and nothing else."""

    bodies: tuple[Body, ...]
    seats: tuple[Seat, ...]
    candidates: tuple[Candidate, ...]
    wishes: tuple[Wish, ...]
    weights: Weights = field(default_factory=Weights)
    new_mandates: int = 1
    """At most so many seats for one person in this call."""
    adequacy: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(association, body) → how far the body lies in the association's field, 0 to 100; 0 when absent."""
    distances: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """(candidate, body) → kilometres, when the caller knows better than the straight line between the two places."""

    def __post_init__(self) -> None:
        """Refuse two rows of one identifier, a reference to nothing, a number out of its range (ValueError)."""
        bodies, seats, candidates = _ids(self.bodies), _ids(self.seats), _ids(self.candidates)
        _ids(self.wishes)
        _known({seat.body for seat in self.seats} | {wish.body for wish in self.wishes if wish.body}, bodies)
        _known({wish.candidate for wish in self.wishes}, candidates)
        _known({seat for wish in self.wishes for seat in wish.seats} | {seat for file in self.candidates for seat in file.renews}, seats)
        _known({seat.quality for seat in self.seats} | {wish.quality for wish in self.wishes if wish.quality}, set(QUALITIES))
        if self.new_mandates < 1:
            raise ValueError("A person may be given one seat at least.")
        if wrong := [wish.id for wish in self.wishes if wish.rank < 1 or _forms(wish) != 1]:
            raise ValueError(f"A wish has a rank from 1 and one form: seats, body or distance: {wrong[:3]}")
        if wrong := [file.id for file in self.candidates if file.mandates_held < 0]:
            raise ValueError(f"Nobody holds less than no mandate: {wrong[:3]}")
        if wrong := [pair for pair, score in self.adequacy.items() if not 0 <= score <= 100]:
            raise ValueError(f"A score of adequacy goes from 0 to 100: {wrong[:3]}")


def _forms(wish: Wish) -> int:
    return bool(wish.seats) + bool(wish.body) + (wish.within_km is not None)


def _ids(rows: tuple) -> set[str]:
    found = {row.id for row in rows}
    if len(found) != len(rows):
        raise ValueError("Two rows bear the same identifier.")
    return found


def _known(named: set[str], known: set[str]) -> None:
    if unknown := sorted(named - known):
        raise ValueError(f"Unknown: {unknown[:3]}")
