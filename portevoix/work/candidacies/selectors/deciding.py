"""What somebody who decides of a wish needs: the seats that may be given, what the last proposal said."""

from dataclasses import dataclass
from datetime import date

from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.checks.facts import Dossier, dossiers
from portevoix.work.candidacies.models import ProposalLine, Wish
from portevoix.work.candidacies.selectors.proposals import latest_proposal


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What the last proposal of the call said of a wish: a seat with its reasons, or nothing for it (seat None)."""

    seat: Seat | None
    points: int | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What can be decided of a wish. free: seats that may be given, with words; taken: words of those that may not, and why."""

    free: list[tuple[Seat, str]]
    taken: list[str]
    proposed: Proposed | None


def choice_for(wish: Wish, *, day: date) -> Choice:
    """Return what may be decided of `wish` on `day`."""
    dossier = dossiers([wish.candidacy], day=day, likeness=False)[0]
    own = next((one for one in dossier.wishes if one.pk == wish.pk), wish)
    free, taken = [], []
    for offered in dossier.wished_seats(own):
        words = _words(dossier, offered.seat)
        if offered.open_to(own):
            free.append((offered.seat, words))
        elif offered.given_to:
            taken.append(f"{words}\u00a0: attribué au dossier {offered.given_to.candidacy.number}")
        else:
            taken.append(f"{words}\u00a0: plus à pourvoir à la date prévue")
    return Choice(free=free, taken=taken, proposed=proposed_for(wish))


def proposed_for(wish: Wish) -> Proposed | None:
    """Return what the last proposal of the call said of `wish`; None when there is no proposal."""
    last = latest_proposal(wish.candidacy.call)
    if last is None:
        return None
    line = ProposalLine.objects.filter(proposal=last, wish=wish).select_related("seat__body").first()
    if line is None:
        return Proposed(seat=None)
    return Proposed(seat=line.seat, points=line.points, reasons=tuple(reason["sentence"] for reason in line.reasons))


def _words(dossier: Dossier, seat: Seat) -> str:
    away = dossier.kilometres(seat.body)
    distance = f", à {round(away)}\u00a0km" if away is not None else ""
    return f"{seat.body.readable_name}, {seat.label.lower()}{distance}"
