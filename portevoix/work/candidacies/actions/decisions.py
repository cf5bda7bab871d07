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
from portevoix.work.candidacies.actions.retaining import ensure_retainable, lock_seats
from portevoix.work.candidacies.checks.facts import dossiers
from portevoix.work.candidacies.enums import CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import Candidacy, ProposalLine, Wish
from portevoix.work.candidacies.selectors.proposals import gap_with, proposed_lines
from portevoix.work.candidacies.workflow import DECIDED, WISH

STEPS = {WishState.RETAINED: "retain", WishState.NOT_RETAINED: "refuse", WishState.WAITING_LIST: "put_on_list"}

DECIDED_FIELDS = ("seat", "refusal_reason", "reason", "deviation", "decided_at", "decided_by")


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
        bench = _Bench([decision], {candidacy.pk: candidacy}, by=by, today=today, whole_call=False)
        bench.admit(decision)
        return bench.write()[0]


@transaction.atomic
def decide_many(*, decisions: Sequence[Decision], by: Any, today: date) -> list[Refused]:
    """Take many decisions, for instance the lines of a proposal; return those that could not be taken, the others stand.

    Files, then seats, are locked in one order, so that two people deciding many files never wait for each other. A few statements
    whatever their number. Raises `PermissionDenied`.
    """
    ordered = sorted(decisions, key=lambda one: (one.wish.candidacy_id, one.wish.rank, one.wish.pk))
    rows = Candidacy.objects.select_for_update(of=("self",), no_key=True).select_related("call__region", "association__parent", "person")
    files = {row.pk: row for row in rows.filter(pk__in={one.wish.candidacy_id for one in ordered}).order_by("pk")}
    bench = _Bench(ordered, files, by=by, today=today)
    proposed = proposed_lines({row.call_id for row in files.values()})
    refused = []
    for decision in ordered:
        try:
            _check_words(decision, proposed.get(files[decision.wish.candidacy_id].call_id))
            bench.admit(decision)
        except ValidationError as refusal:
            refused.append(Refused(decision=decision, sentence=" ".join(refusal.messages)))
        except StepRefused as refusal:
            refused.append(Refused(decision=decision, sentence=str(refusal)))
    bench.write()
    return refused


class _Bench:
    """Decisions on files that are locked: what they need is read once, each is admitted or refused, all the admitted are written."""

    def __init__(
        self, decisions: Sequence[Decision], files: dict[int, Candidacy], *, by: Any, today: date, whole_call: bool = True
    ) -> None:
        self.files, self.by = files, by
        retaining = [one for one in decisions if one.outcome == WishState.RETAINED and one.seat]
        people = {files[one.wish.candidacy_id].person_id for one in retaining} - {None}
        self.given = lock_seats([one.seat for one in retaining], people=people)
        read = dossiers(
            {one.wish.candidacy_id: files[one.wish.candidacy_id] for one in retaining}.values(),
            day=today,
            likeness=False,
            whole_call=whole_call,
        )
        self.dossiers = {dossier.candidacy.pk: dossier for dossier in read}
        rows = Wish.objects.filter(pk__in=[one.wish.pk for one in decisions]).select_related(
            "candidacy__call__region", "candidacy__association__parent"
        )
        self.wishes = rows.in_bulk()
        self.admitted: dict[int, tuple[Decision, Wish]] = {}

    def admit(self, decision: Decision) -> None:
        """Judge one decision among those admitted before it; raise `ValidationError`, `StepRefused`, `PermissionDenied`."""
        file, wish = self.files[decision.wish.candidacy_id], self.wishes[decision.wish.pk]
        if file.state not in (CandidacyState.TO_DECIDE, CandidacyState.WAITING_LIST):
            raise StepRefused(f"Décider\u00a0: impossible, le dossier est maintenant «\u00a0{file.get_state_display()}\u00a0».")
        if wish.pk in self.admitted:
            raise StepRefused("Décider\u00a0: ce vœu est déjà décidé dans le même envoi.")
        WISH.ensure(wish, STEPS[decision.outcome], by=self.by)
        if decision.outcome == WishState.RETAINED:
            dossier = self.dossiers[file.pk]
            ensure_retainable(dossier, wish, decision.seat, self.given)
            self.given.add(wish, decision.seat, dossier)
        self.admitted[wish.pk] = (decision, wish)

    def write(self) -> list[Wish]:
        """Write what was admitted, move the files of which no wish waits, and return the wishes."""
        now = timezone.now()
        for decision, wish in self.admitted.values():
            wish.seat = decision.seat if decision.outcome == WishState.RETAINED else None
            wish.refusal_reason = decision.refusal_reason if decision.outcome == WishState.NOT_RETAINED else ""
            wish.reason, wish.deviation = decision.reason.strip(), decision.deviation.strip()
            wish.decided_at, wish.decided_by = now, self.by if self.by.pk else None
        wishes = [wish for _, wish in self.admitted.values()]
        Wish.objects.bulk_update(wishes, DECIDED_FIELDS, batch_size=500)
        self._reopen()
        for outcome, step in STEPS.items():
            chosen = {wish.pk: wish for decision, wish in self.admitted.values() if decision.outcome == outcome}
            related = Wish.objects.filter(pk__in=chosen).select_related("candidacy__call__region", "candidacy__association__parent")
            for row in WISH.step_many(related, step, by=self.by):
                chosen[row.pk].state, chosen[row.pk].state_changed_at = row.state, row.state_changed_at
        _move_on({wish.candidacy_id for wish in wishes}, by=self.by)
        return wishes

    def _reopen(self) -> None:
        """Files of the waiting list are to decide again."""
        listed = {
            wish.candidacy_id for _, wish in self.admitted.values() if self.files[wish.candidacy_id].state == CandidacyState.WAITING_LIST
        }
        if listed:
            take_step_many(Candidacy.objects.filter(pk__in=listed), "reopen", by=self.by)


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
