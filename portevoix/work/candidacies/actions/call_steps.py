"""The life of a call: open, close, reopen or extend, cancel, end of the decisions, publication."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.text import search_key
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import announcing
from portevoix.work.candidacies.actions.call_messages import announce_opening, tell_lapsed, tell_revived
from portevoix.work.candidacies.actions.passages import take_step
from portevoix.work.candidacies.enums import CallMode, CallState, CandidacyState
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.candidacies.permissions import ensure_manages
from portevoix.work.candidacies.selectors.calls import last_day, reminder_day
from portevoix.work.candidacies.selectors.perimeter import in_other_running_calls
from portevoix.work.candidacies.workflow import CALL, SENT

CLOSER, REOPENER = Program("close_calls"), Program("reopen_calls")
OVER = (CandidacyState.LAPSED, CandidacyState.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What the opening did: the call, and how many associations were written to."""

    call: Call
    told: int


@dataclass(frozen=True, kw_only=True)
class Reopened:
    """What the reopening did: the call, how many drafts came back, and how many stay closed since a newer file replaces them."""

    call: Call
    revived: int
    replaced: int


@transaction.atomic
def open_call(*, call: Call, by: Any, at: datetime) -> Opened:
    """Open the call: its list is fixed, its page is public, the associations concerned are told.

    Raises `StepRefused` without a seat, with a window that is already over, or with a seat that another running call offers.
    """
    ensure_manages(by, call)
    with CALL.step(call, "open", by=by, seats=call.call_seats.count()) as locked:
        if not locked.call_seats.exists():
            raise StepRefused("Ouvrir l’appel\u00a0: impossible, il n’a aucun siège. Ajoutez des sièges ou actualisez la liste.")
        if locked.closes_at and locked.closes_at <= at:
            raise StepRefused(f"Ouvrir l’appel\u00a0: impossible, il est clos depuis le {date_fr(last_day(locked))}. Changez les dates.")
        _refuse_seats_elsewhere(locked)
    return Opened(call=locked, told=announce_opening(call=locked, by=by, today=timezone.localdate(at)))


@transaction.atomic
def close_call(*, call: Call, by: Any, at: datetime) -> int:
    """Close the call; the drafts that were not sent are closed kindly, their holders are told. Return the number of drafts closed.

    A draft that is sent at the same moment is kept: whichever comes first wins, and nothing that was acknowledged is lost.
    """
    ensure_manages(by, call)
    with CALL.step(call, "close", by=by, on=timezone.localdate(at).isoformat()) as locked:
        if locked.closes_at is None or locked.closes_at > at:
            locked.closes_at = max(at, locked.opens_at + timedelta(seconds=1))
    lapsed = []
    for draft in Candidacy.objects.filter(call=call, state=CandidacyState.DRAFT).order_by("pk"):
        try:
            with take_step(draft, "lapse", by=CLOSER):
                pass
        except StepRefused:
            continue  # sent in the meantime
        lapsed.append(draft)
    tell_lapsed(call=locked, drafts=lapsed, by=by)
    return len(lapsed)


def close_due_calls(*, at: datetime) -> list[str]:
    """Close the calls whose window is over at `at`; return their numbers. Each in its own transaction."""
    due = list(Call.objects.filter(state=CallState.OPEN, closes_at__lte=at).order_by("pk"))
    closed = []
    for call in due:
        try:
            close_call(call=call, by=CLOSER, at=at)
        except StepRefused:
            continue  # closed or extended in the meantime
        closed.append(call.number)
    return closed


@transaction.atomic
def extend_call(*, call: Call, closes_at: datetime, reason: str, by: Any, at: datetime) -> Call:
    """Give an open call a later closing; the reminders that it calls for leave again.

    Raises `ValidationError` when the new closing is not later, `StepRefused` when the call is not open, `PermissionDenied`.
    """
    locked = Call.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=call.pk)
    ensure_manages(by, locked)
    if locked.state != CallState.OPEN or locked.closes_at is None:
        raise StepRefused("Prolonger l’appel\u00a0: impossible, il n’est pas ouvert avec une date de clôture.")
    if closes_at <= max(locked.closes_at, at):
        raise ValidationError({"last_on": f"Choisissez un jour après le {date_fr(last_day(locked))}, qui est le dernier jour actuel."})
    before, locked.closes_at = last_day(locked), closes_at
    locked.full_clean()
    locked.save()
    _arm_reminders(locked, today=timezone.localdate(at))
    journal.record(
        "call.extend", target=locked, by=by, before=before.isoformat(), after=last_day(locked).isoformat(), explanation=reason.strip()
    )
    return locked


@transaction.atomic
def reopen_call(*, call: Call, closes_at: datetime | None, reason: str, by: Any, at: datetime) -> Reopened:
    """Open a closed call again until `closes_at`. The drafts that its closing moved out come back, and their holders are told.

    A draft stays closed when the association has begun or sent a newer file for the same person since.
    Raises `ValidationError` when the closing is not to come, `StepRefused` when the call is not closed, `PermissionDenied`.
    """
    ensure_manages(by, call)
    with CALL.step(call, "reopen", by=by, explanation=reason.strip()) as locked:
        closed_at = locked.state_changed_at
        if closes_at is None and locked.mode != CallMode.PERMANENT:
            raise ValidationError({"last_on": "Indiquez le nouveau dernier jour."})
        if closes_at is not None and closes_at <= at:
            raise ValidationError({"last_on": "Choisissez un jour à venir."})
        _refuse_seats_elsewhere(locked)
        locked.closes_at = closes_at
        _arm_reminders(locked, today=timezone.localdate(at))
    lapsed = list(Candidacy.objects.filter(call=locked, state=CandidacyState.LAPSED, state_changed_at__gte=closed_at).order_by("pk"))
    replaced = _replaced(lapsed, call=locked)
    revived = [draft for draft in lapsed if draft.pk not in replaced]
    for draft in revived:
        with take_step(draft, "revive", by=REOPENER):
            pass
    tell_revived(call=locked, drafts=revived, by=by)
    return Reopened(call=locked, revived=len(revived), replaced=len(replaced))


@transaction.atomic
def cancel_call(*, call: Call, reason: str, by: Any) -> Call:
    """Give up a call in preparation; its number is not given to another."""
    ensure_manages(by, call)
    with CALL.step(call, "cancel", by=by, explanation=reason.strip()) as locked:
        pass
    return locked


@transaction.atomic
def finish_decisions(*, call: Call, by: Any) -> Call:
    """Say that every candidacy of the call is decided. Raises `StepRefused` while one is not."""
    with CALL.step(call, "decide", by=by) as locked:
        waiting = Candidacy.objects.filter(call=locked, state__in=SENT).count()
        if waiting:
            what = "1\u00a0candidature attend" if waiting == 1 else f"{waiting}\u00a0candidatures attendent"
            raise StepRefused(f"Terminer les décisions\u00a0: impossible, {what} encore une décision.")
    return locked


@transaction.atomic
def publish_call(*, call: Call, by: Any) -> Call:
    """Publish the results; names follow each person's consent. Whoever was not told of a decision yet is told now.

    Raises `StepRefused` while an order is not signed (dossier §3.5).
    """
    ensure_manages(by, call)
    with CALL.step(call, "publish", by=by) as locked:
        waiting = Candidacy.objects.filter(call=locked, state=CandidacyState.AWAITING_ORDER).count()
        if waiting:
            who = "une personne retenue attend" if waiting == 1 else f"{waiting}\u00a0personnes retenues attendent"
            raise StepRefused(f"Publier les résultats\u00a0: impossible, {who} encore la signature de l’arrêté.")
    announcing.not_selected(calls={locked.pk}, by=by, today=timezone.localdate())
    return locked


def _replaced(drafts: list[Candidacy], *, call: Call) -> set[int]:
    """Return the numbers of the drafts that a newer file of the call replaces: same association, same person by name."""
    rows = Candidacy.objects.filter(call=call).exclude(state__in=OVER).exclude(last_name="")
    newest: dict[tuple[int, str], datetime] = {}
    for row in rows.order_by("created_at"):
        newest[row.association_id, search_key(row.full_name)] = row.created_at
    found = ((draft, newest.get((draft.association_id, search_key(draft.full_name)))) for draft in drafts if draft.last_name)
    return {draft.pk for draft, begun in found if begun is not None and begun > draft.created_at}


def _refuse_seats_elsewhere(call: Call) -> None:
    taken = in_other_running_calls(call.call_seats.values_list("seat_id", flat=True), call=call)
    if not taken:
        return
    numbers = ", ".join(sorted({other.number for other in taken.values()}))
    what = "1\u00a0siège est déjà offert" if len(taken) == 1 else f"{len(taken)}\u00a0sièges sont déjà offerts"
    raise StepRefused(f"Ouvrir l’appel\u00a0: impossible, {what} par un autre appel ({numbers}). Actualisez la liste des sièges.")


def _arm_reminders(call: Call, *, today: date) -> None:
    """Send again the reminders that a later closing calls for."""
    for reminder in call.reminders.filter(sent_at__isnull=False):
        due = reminder_day(call, reminder)
        if due is not None and due > today:
            reminder.sent_at = reminder.sent_by = None
            reminder.save(update_fields=["sent_at", "sent_by"])
