"""The seats of the call that are still empty near the home of somebody who was not selected, with their consent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portevoix.base.core.periods import contains
from portevoix.register.directory.enums import QualityOrder
from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.checks.facts import Dossier, OfferedSeat, dossiers
from portevoix.work.candidacies.checks.file_rules import FILE_CHECKS
from portevoix.work.candidacies.checks.results import Level, Outcome
from portevoix.work.candidacies.enums import AttachmentKind, CallState, CandidacyState, WishState
from portevoix.work.candidacies.models import Candidacy, Wish

REACH, REACH_KM = "repositionnement-distance", 50
WAITING = (CandidacyState.NOT_SELECTED, CandidacyState.WAITING_LIST)
NOT_NEEDED = frozenset({"record", "complete"})  # an agent settles these before the decision


@dataclass(frozen=True, kw_only=True)
class SeatLeft:
    """A seat still empty that suits a candidacy; kilometres from the home."""

    offered: OfferedSeat
    kilometres: float

    @property
    def seat(self) -> Seat:
        return self.offered.seat


def seats_left(candidacy: Candidacy, *, today: date) -> list[SeatLeft]:
    """Return the seats that may be offered to `candidacy`, one a body and quality, the nearest first; none without its consent."""
    return seats_left_many([candidacy], today=today)[candidacy.pk]


def seats_left_many(candidacies: Iterable[Candidacy], *, today: date) -> dict[int, list[SeatLeft]]:
    """Return the same for many candidacies, in a constant number of statements."""
    return {one.candidacy.pk: _left(one) for one in dossiers(candidacies, day=today, likeness=False)}


def _left(dossier: Dossier) -> list[SeatLeft]:
    candidacy = dossier.candidacy
    if not candidacy.accepts_other_seat or candidacy.state not in WAITING or dossier.call.call.state == CallState.CANCELLED:
        return []
    if any(check.level == Level.BLOCKS and check.code not in NOT_NEEDED and _stops(check, dossier) for check in FILE_CHECKS):
        return []
    reach = candidacy.max_distance_km or dossier.setting(REACH, REACH_KM)
    found: dict[tuple[int, str], SeatLeft] = {}
    for offered in dossier.call.seats:
        key = (offered.seat.body_id, offered.seat.quality)
        if key in found or not offered.open_to(None) or not _suits(offered.seat, dossier):
            continue
        away = dossier.kilometres(offered.seat.body)
        if away is not None and away <= reach:
            found[key] = SeatLeft(offered=offered, kilometres=away)
    return sorted(found.values(), key=_nearest)


def _nearest(left: SeatLeft) -> tuple:
    return left.kilometres, QualityOrder[left.seat.quality.upper()], left.seat.pk


def _stops(check, dossier: Dossier) -> bool:
    finding = check.find(dossier)
    return finding.outcome == Outcome.FAIL and (finding.level or check.level) == Level.BLOCKS and check.code not in dossier.waivers


def _suits(seat: Seat, dossier: Dossier) -> bool:
    """The seat was not asked already, its body is in the circuit, the person does not sit there, its declaration is in the file."""
    body, rule = seat.body, dossier.rule_of(seat.body)
    if not body.body_type.in_designation_circuit or any(_covers(wish, seat) for wish in dossier.wishes):
        return False
    if rule and rule.requires_interest_declaration and AttachmentKind.INTERESTS not in dossier.pieces:
        return False
    sits = any(mandate.body_id == body.pk and contains(mandate.period, dossier.call.planned) for mandate in dossier.mandates)
    return not sits


def _covers(wish: Wish, seat: Seat) -> bool:
    """Tell whether a decision was already taken on this seat, or on another of the body."""
    if wish.state in (WishState.RETAINED, WishState.DESIGNATED) and wish.seat and wish.seat.body_id == seat.body_id:
        return True
    return wish.body_id == seat.body_id and wish.quality in ("", seat.quality)
