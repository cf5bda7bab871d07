"""Decisions: one per wish, by a person, with its reason; never automatic (RGPD, article 22). Undone until the order is signed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.core.screening import ensure_screened
from portevoix.base.documents.printing import validate_printable
from portevoix.register.directory.models import Seat
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions.lines import release_line
from portevoix.work.candidacies.actions.marks import locked_candidacy
from portevoix.work.candidacies.actions.passages import take_step
from portevoix.work.candidacies.actions.retaining import ensure_retainable
from portevoix.work.candidacies.checks.facts import Dossier, dossiers
from portevoix.work.candidacies.enums import CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import Candidacy, Wish
from portevoix.work.candidacies.selectors.proposals import gap_with_proposal
from portevoix.work.candidacies.workflow import DECIDED, WISH

STEPS = {WishState.RETAINED: "retain", WishState.NOT_RETAINED: "refuse", WishState.WAITING_LIST: "put_on_list"}


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What somebody decides of one wish. seat: given when it is retained; refusal_reason: category, when it is not.

    reason: always written. deviation: why it differs from the proposal, when it does. seen: mark of the file when it was read.
    confirmed: the writer keeps texts that seem to name somebody.
    """

    wish: Wish
    outcome: WishState
    reason: str
    seat: Seat | None = None
    refusal_reason: str = ""
    deviation: str = ""
    seen: str | None = None
    confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A decision that could not be taken, with the (French) sentence that says why."""

    decision: Decision
    sentence: str


def decide_wish(*, decision: Decision, by: Any, today: date) -> Wish:
    """Take one decision; when every wish of the file is decided, the file moves on.

    Raises `ValidationError` (by field), `StepRefused`, `ChangedMeanwhile` (the file is no longer what was read) and `PermissionDenied`.
    """
    _check_words(decision)
    with transaction.atomic():
        candidacy = locked_candidacy(decision.wish.candidacy, seen=decision.seen)
        dossier = dossiers([candidacy], day=today, likeness=False)[0] if decision.outcome == WishState.RETAINED else None
        return _decide(candidacy, decision, dossier, by=by)


def decide_many(*, decisions: Sequence[Decision], by: Any, today: date) -> list[Refused]:
    """Take many decisions, for instance the lines of a proposal; return those that could not be taken, the others stand.

    Files are locked in one order, so that two people deciding many files never wait for each other.
    """
    refused = []
    for decision in sorted(decisions, key=lambda one: (one.wish.candidacy_id, one.wish.rank, one.wish.pk)):
        try:
            decide_wish(decision=decision, by=by, today=today)
        except ValidationError as refusal:
            refused.append(Refused(decision=decision, sentence=" ".join(refusal.messages)))
        except StepRefused as refusal:
            refused.append(Refused(decision=decision, sentence=str(refusal)))
    return refused


def _decide(candidacy: Candidacy, decision: Decision, dossier: Dossier | None, *, by: Any) -> Wish:
    if candidacy.state == CandidacyState.WAITING_LIST:
        with take_step(candidacy, "reopen", by=by):
            pass
    if candidacy.state != CandidacyState.TO_DECIDE:
        raise StepRefused(f"Décider\u00a0: impossible, le dossier est maintenant «\u00a0{candidacy.get_state_display()}\u00a0».")
    data = {"refusal": decision.refusal_reason} if decision.outcome == WishState.NOT_RETAINED else {}
    with WISH.step(decision.wish, STEPS[decision.outcome], by=by, **data) as wish:
        if dossier is not None:
            ensure_retainable(dossier, wish, decision.seat)
        wish.seat = decision.seat if decision.outcome == WishState.RETAINED else None
        wish.refusal_reason = decision.refusal_reason if decision.outcome == WishState.NOT_RETAINED else ""
        wish.reason, wish.deviation = decision.reason.strip(), decision.deviation.strip()
        wish.decided_at, wish.decided_by = timezone.now(), by if by.pk else None
    _move_on(candidacy, by=by)
    return wish


def _check_words(decision: Decision) -> None:
    errors = {}
    if decision.outcome not in STEPS:
        errors["outcome"] = "Choisissez une décision."
    if not decision.reason.strip():
        errors["reason"] = "Motivez la décision, en une phrase."
    if decision.outcome == WishState.RETAINED and decision.seat is None:
        errors["seat"] = "Choisissez le siège attribué."
    if decision.outcome == WishState.NOT_RETAINED and decision.refusal_reason not in RefusalReason.values:
        errors["refusal_reason"] = "Choisissez le motif."
    if not errors and not decision.deviation.strip():
        gap = gap_with_proposal(decision.wish, decision.outcome, decision.seat)
        if gap:
            errors["deviation"] = f"{gap} Dites en une phrase pourquoi vous en décidez autrement."
    if errors:
        raise ValidationError(errors)
    for text in (decision.reason, decision.deviation):
        validate_printable(text)  # the reasons end in letters: an emoji is refused here, not at the signature
    ensure_screened(decision.reason, decision.deviation, confirmed=decision.confirmed, known=[decision.wish.candidacy.full_name])


def _move_on(candidacy: Candidacy, *, by: Any) -> None:
    """Move the file when none of its wishes waits: retained if one is, else on the list if one is, else not selected."""
    states = set(candidacy.wishes.exclude(state=WishState.WITHDRAWN).values_list("state", flat=True))
    if WishState.PENDING in states:
        return
    step = "select" if WishState.RETAINED in states else "put_on_list" if WishState.WAITING_LIST in states else "refuse"
    with take_step(candidacy, step, by=by):
        pass


@transaction.atomic
def undo_decision(*, wish: Wish, by: Any, seen: str | None = None) -> None:
    """Take a decision back: the wish waits again, and the file is to be decided. Until the order is signed."""
    candidacy = locked_candidacy(wish.candidacy, seen=seen)
    with WISH.step(wish, "undo", by=by) as row:
        release_line(row)
        row.seat, row.refusal_reason, row.reason, row.deviation = None, "", "", ""
        row.decided_at = row.decided_by = None
    if candidacy.state in DECIDED:
        with take_step(candidacy, "reopen", by=by):
            pass


def undo_many(*, wishes: Collection[Wish], by: Any) -> list[tuple[Wish, str]]:
    """Take many decisions back; return those that could not be, with the reason."""
    refused = []
    for wish in sorted(wishes, key=lambda one: (one.candidacy_id, one.pk)):
        try:
            undo_decision(wish=wish, by=by)
        except StepRefused as refusal:
            refused.append((wish, str(refusal)))
    return refused
