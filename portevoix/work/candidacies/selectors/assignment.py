"""The last proposal of a call as its pages read it: lines with their reasons, explanation of one seat in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.enums import WishState
from portevoix.work.candidacies.models import AssignmentProposal, Call, Candidacy, ProposalLine, Wish
from portevoix.work.candidacies.selectors.proposals import explanation_of

UNDECIDED = (WishState.PENDING, WishState.WAITING_LIST)


def lines_with_reasons(proposal: AssignmentProposal | None) -> QuerySet[ProposalLine]:
    """Return the lines by body and seat, with the file, its association and its opinion; nothing without a proposal."""
    if proposal is None:
        return ProposalLine.objects.none()
    rows = ProposalLine.objects.filter(proposal=proposal)
    rows = rows.select_related("wish__candidacy__association", "wish__body", "seat__body__department")
    rows = rows.prefetch_related("wish__candidacy__assessments")
    return rows.order_by("seat__body__sort_key", "seat__body", "seat__quality", "seat__rank", "pk")


def open_lines(proposal: AssignmentProposal | None) -> QuerySet[ProposalLine]:
    """Return the lines whose wish is still to be decided."""
    return lines_with_reasons(proposal).filter(wish__state__in=UNDECIDED)


def some_retained(call: Call) -> bool:
    """Tell whether a wish of `call` is retained: then others may have no seat left."""
    return Wish.objects.filter(candidacy__call=call, state=WishState.RETAINED).exists()


@dataclass(frozen=True, kw_only=True)
class Other:
    """Somebody else who asked for the seat: what choosing them costs, why, and who would then sit elsewhere."""

    candidacy: Candidacy
    sentence: str
    reasons: tuple[str, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A seat of the proposal in words. candidacy: the person proposed, None when the seat stays empty."""

    seat: Seat
    candidacy: Candidacy | None
    sentence: str
    reasons: tuple[str, ...]
    others: tuple[Other, ...]


def explained(proposal: AssignmentProposal, seat_number: int, *, today: date) -> Explained | None:
    """Return why the seat is proposed to whom; None when the proposal is out of date or the seat is not in it."""
    seat = Seat.objects.filter(pk=seat_number, call_seats__call=proposal.call_id).select_related("body").first()
    if seat is None:
        return None
    try:
        found = explanation_of(proposal, seat, today=today)
    except KeyError:
        return None
    if found is None:
        return None
    numbers = {int(other.candidate) for other in found.alternatives}
    numbers |= {int(move.candidate) for other in found.alternatives for move in other.moves}
    numbers |= {int(found.line.candidate)} if found.line else set()
    files = Candidacy.objects.select_related("association").in_bulk(numbers)
    seats = {str(row.pk): row for row in _seats(move.to_seat for other in found.alternatives for move in other.moves)}
    return Explained(
        seat=seat,
        candidacy=files[int(found.line.candidate)] if found.line else None,
        sentence=found.sentence,
        reasons=tuple(reason.sentence for reason in found.reasons),
        others=tuple(
            Other(
                candidacy=files[int(other.candidate)],
                sentence=other.sentence,
                reasons=tuple(reason.sentence for reason in other.reasons),
                moves=tuple(_move(files[int(move.candidate)], seats.get(move.to_seat or "")) for move in other.moves),
            )
            for other in found.alternatives
        ),
    )


def _seats(numbers: Iterable[str | None]) -> QuerySet[Seat]:
    return Seat.objects.filter(pk__in=[int(number) for number in numbers if number]).select_related("body")


def _move(file: Candidacy, seat: Seat | None) -> str:
    where = f"{seat.body.readable_name}, {seat.label.lower()}" if seat else "aucun siège"
    return f"{file.full_name}\u00a0: {where}"
