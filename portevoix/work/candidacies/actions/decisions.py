"""Decisions: one per wish, by a person, with its reason; never automatic (RGPD, article 22). Undone until the order is signed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
from portevoix.work.candidacies.actions.passages import take_step, take_step_many
from portevoix.work.candidacies.actions.retaining import ensure_retainable
from portevoix.work.candidacies.checks.facts import Dossier, dossiers
from portevoix.work.candidacies.enums import CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import Candidacy, ProposalLine, Wish
from portevoix.work.candidacies.selectors.proposals import gap_with, proposed_lines
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
    call = decision.wish.candidacy.call_id
    _check_words(decision, proposed_lines([call]).get(call))
    with transaction.atomic():
        candidacy = locked_candidacy(decision.wish.candidacy, seen=decision.seen)
        retains = decision.outcome == WishState.RETAINED
        dossier = dossiers([candidacy], day=today, likeness=False, whole_call=False)[0] if retains else None
        wish = _decide(candidacy, decision, dossier, by=by)
        _move_on([candidacy.pk], by=by)
    return wish


@transaction.atomic
def decide_many(*, decisions: Sequence[Decision], by: Any, today: date) -> list[Refused]:
    """Take many decisions, for instance the lines of a proposal; return those that could not be taken, the others stand.

    Files, then seats, are locked in one order, so that two people deciding many files never wait for each other.
    """
    ordered = sorted(decisions, key=lambda one: (one.wish.candidacy_id, one.wish.rank, one.wish.pk))
    files = _locked_files(ordered)
    retaining = {one.wish.candidacy_id: files[one.wish.candidacy_id] for one in ordered if one.outcome == WishState.RETAINED}
    read = {dossier.candidacy.pk: dossier for dossier in dossiers(retaining.values(), day=today, likeness=False)}
    proposed = proposed_lines({row.call_id for row in files.values()})
    refused = []
    for decision in ordered:
        file = files[decision.wish.candidacy_id]
        try:
            _check_words(decision, proposed.get(file.call_id))
            with transaction.atomic():
                _decide(file, decision, read.get(file.pk) if decision.outcome == WishState.RETAINED else None, by=by)
        except ValidationError as refusal:
            refused.append(Refused(decision=decision, sentence=" ".join(refusal.messages)))
        except StepRefused as refusal:
            refused.append(Refused(decision=decision, sentence=str(refusal)))
    _move_on(files, by=by)
    return refused


def _locked_files(decisions: Sequence[Decision]) -> dict[int, Candidacy]:
    rows = Candidacy.objects.select_for_update(of=("self",), no_key=True).select_related("call__region", "association__parent", "person")
    files = {row.pk: row for row in rows.filter(pk__in={one.wish.candidacy_id for one in decisions}).order_by("pk")}
    seats = [one.seat.pk for one in decisions if one.seat]
    list(Seat.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=seats).order_by("pk"))
    return files


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
    return wish


def _check_words(decision: Decision, proposed: Mapping[int, ProposalLine] | None) -> None:
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
        gap = gap_with(proposed, decision.wish, decision.outcome, decision.seat)
        if gap:
            errors["deviation"] = f"{gap} Dites en une phrase pourquoi vous en décidez autrement."
    if errors:
        raise ValidationError(errors)
    for text in (decision.reason, decision.deviation):
        validate_printable(text)  # the reasons end in letters: an emoji is refused here, not at the signature
    ensure_screened(decision.reason, decision.deviation, confirmed=decision.confirmed, known=[decision.wish.candidacy.full_name])


def _move_on(files: Collection[int], *, by: Any) -> None:
    """Move the files to decide of which no wish waits: retained if one is, else on the list if one is, else not selected."""
    states: dict[int, set[str]] = defaultdict(set)
    wishes = Wish.objects.filter(candidacy__in=files, candidacy__state=CandidacyState.TO_DECIDE).exclude(state=WishState.WITHDRAWN)
    for file, state in wishes.values_list("candidacy", "state"):
        states[file].add(state)
    moving: dict[str, list[int]] = defaultdict(list)
    for file, found in states.items():
        if WishState.PENDING not in found:
            step = "select" if WishState.RETAINED in found else "put_on_list" if WishState.WAITING_LIST in found else "refuse"
            moving[step].append(file)
    for step, pks in moving.items():
        take_step_many(Candidacy.objects.filter(pk__in=pks), step, by=by)


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
