"""Write claims of expenses: prepared from the journal, corrected line by line, sent to the payer or printed."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.numbering import next_number
from portevoix.base.core.periods import day_of
from portevoix.base.core.screening import ensure_screened
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Body, Person
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity import notifications as texts
from portevoix.work.activity.actions import telling
from portevoix.work.activity.enums import ClaimChannel, ClaimState, Means, PayerKind
from portevoix.work.activity.models import ExpenseClaim, ExpenseLine
from portevoix.work.activity.scale import Amounts, ScaleMissing
from portevoix.work.activity.selectors.claims import Way, sheet_of, unclaimed
from portevoix.work.activity.selectors.people import secretariat_of
from portevoix.work.activity.selectors.scales import commune_of, payer_of, proposed_kilometres
from portevoix.work.activity.workflow import CLAIM, EDITABLE

NOTHING = "Rien à demander ici\u00a0: notez d’abord dans votre journal un trajet, avec ses kilomètres."
DUPLICATES = "Ces trajets sont déjà dans un état de frais\u00a0: le même trajet du même jour ne se paie qu’une fois."
NO_HOME = "Indiquez d’abord votre commune de départ."
NOT_EDITABLE = "Cet état de frais est déjà envoyé. Reprenez-le pour le corriger."
WORTH_NOTHING = "Le total est de 0\u00a0€\u00a0: rien n’est à demander. Corrigez un trajet, ou supprimez l’état."
EMPTY = "Cet état de frais n’a aucun trajet. Ajoutez-en un, ou supprimez l’état."


@transaction.atomic
def start_claim(
    *, person: Person, body: Body | None, way: Way, by: Any, today: date, payer_name: str = "", origin: Any = None
) -> ExpenseClaim:
    """Prepare a claim with every journey of `body` (None: of no body) that was not asked back yet.

    way: that of each journey, then corrected one by one. origin: commune of departure, that of the home when it is not given; it is
    not written in the person's record.
    Raises `ValidationError` when there is nothing to ask, or when the home is not known.
    """
    claim = ExpenseClaim(person=person, body=body, created_by_id=by.pk)
    _ensure_own(claim, by)
    start = origin or person.home
    if start is None:
        raise ValidationError({"origin": NO_HOME})
    entries = list(unclaimed(person).filter(body=body))
    if not entries:
        raise ValidationError(NOTHING)
    payer = payer_of(body, today) if body else None
    claim.payer = payer.kind if payer else PayerKind.ORGANISER
    claim.payer_name = (payer.name if payer else "") or payer_name
    claim.full_clean()
    claim.save()
    there = (commune_of(body) if body else None) or start
    seen = set(ExpenseLine.objects.filter(person=person, origin=start, destination=there).values_list("day", flat=True))
    for entry in entries:
        if entry.day in seen:  # a second journey of the same day is written by hand, from another place
            continue
        seen.add(entry.day)
        ExpenseLine.objects.create(
            claim=claim,
            entry=entry,
            person=person,
            day=entry.day,
            origin=start,
            destination=there,
            kilometres=entry.kilometres or proposed_kilometres(start, there, day=entry.day),
            **asdict(way),
        )
    count = claim.lines.count()
    if not count:
        raise ValidationError(DUPLICATES)
    journal.record("expenseclaim.start", target=claim, by=by, count=count)
    return claim


@transaction.atomic
def change_line(*, line: ExpenseLine, by: Any, **facts: Any) -> ExpenseLine:
    """Correct one journey. Raises `ValidationError` (by field, or of a duplicate), `StepRefused` once it was sent."""
    claim = _editable(line.claim, by)
    for name, value in facts.items():
        setattr(line, name, value)
    if line.means != Means.CAR:
        line.fiscal_power = None
    line.full_clean()
    line.save()
    journal.record("expenseclaim.edit", target=claim, by=by)
    return line


@transaction.atomic
def remove_line(*, line: ExpenseLine, by: Any) -> None:
    """Take one journey out of a claim; its line of the journal stays. Raises `StepRefused` once it was sent."""
    claim = _editable(line.claim, by)
    line.delete()
    journal.record("expenseclaim.edit", target=claim, by=by)


@transaction.atomic
def discard(*, claim: ExpenseClaim, by: Any) -> None:
    """Delete a claim that was never sent. Raises `StepRefused` otherwise."""
    claim = _editable(claim, by)
    if claim.number:
        raise StepRefused("Supprimer\u00a0: impossible, cet état de frais a déjà été envoyé.")
    if claim.receipts.exists():
        raise ValidationError("Retirez d’abord les justificatifs de cet état de frais.")
    journal.record("expenseclaim.discard", target=claim, by=by)
    claim.delete()


@transaction.atomic
def send(*, claim: ExpenseClaim, online: bool, by: Any, at: datetime) -> ExpenseClaim:
    """Freeze the amounts, give the number, and send the claim to the facility, or note that it leaves on paper.

    Raises `ValidationError` (nothing in it, nothing to pay, no scale, nobody reads claims there), `StepRefused`, `PermissionDenied`.
    """
    today = day_of(at)
    if online and not (claim.payer == PayerKind.FACILITY and secretariat_of(claim.body, today)):
        raise ValidationError("Personne ne reçoit les frais en ligne dans cet établissement. Imprimez l’état et remettez-le.")
    with CLAIM.step(claim, "send", by=by) as locked:
        try:
            sheet = sheet_of(locked)
        except ScaleMissing as missing:
            raise ValidationError(str(missing)) from missing
        if not sheet.lines:
            raise ValidationError(EMPTY)
        if not sheet.total:
            raise ValidationError(WORTH_NOTHING)
        for priced in sheet.lines:
            _freeze(priced.line, priced.amounts)
        locked.total = sheet.total
        locked.channel = ClaimChannel.ONLINE if online else ClaimChannel.PAPER
        locked.number = locked.number or f"F-{today.year}-{next_number('expense_claim', today.year):04}"
        locked.sent_at, locked.sent_by_id, locked.reason = at, by.pk, ""
    claim.refresh_from_db()
    if online:
        telling.to_secretariats(texts.CLAIM_SENT, claim, by=by, today=today)
    return claim


def take_back(*, claim: ExpenseClaim, by: Any) -> None:
    """Take a claim back to correct it, before it is paid. Raises `StepRefused`, `PermissionDenied`."""
    with CLAIM.step(claim, "take_back", by=by):
        pass


@transaction.atomic
def settle_oneself(*, claim: ExpenseClaim, by: Any) -> None:
    """Note that a claim sent on paper was paid. Raises `StepRefused` for a claim sent online: its payer says so."""
    if claim.channel != ClaimChannel.PAPER:
        raise StepRefused("Noter que c’est payé\u00a0: impossible ici, l’établissement le note lui-même.")
    with CLAIM.step(claim, "settle_oneself", by=by):
        pass


@transaction.atomic
def settle(*, claim: ExpenseClaim, by: Any) -> None:
    """The payer notes that it paid; the person is told. Raises `StepRefused`, `PermissionDenied`."""
    with CLAIM.step(claim, "settle", by=by):
        pass
    telling.to_claimant(texts.CLAIM_SETTLED, claim, by=by)


@transaction.atomic
def send_back(*, claim: ExpenseClaim, reason: str, by: Any, confirmed: bool = False) -> None:
    """The payer sends a claim back with a reason; the person is told. Raises `ValidationError`, `StepRefused`, `PermissionDenied`."""
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi, en une phrase."})
    ensure_screened(reason, confirmed=confirmed, known=[claim.person.last_name, claim.person.first_name])
    with CLAIM.step(claim, "send_back", by=by) as locked:
        locked.reason = reason.strip()
    claim.refresh_from_db()
    telling.to_claimant(texts.CLAIM_RETURNED, claim, by=by, motif=claim.reason)


def _freeze(line: ExpenseLine, amounts: Amounts) -> None:
    line.kilometre_amount, line.meal_amount, line.night_amount = amounts.kilometres, amounts.meals, amounts.nights
    line.save(update_fields=["kilometre_amount", "meal_amount", "night_amount"])


def _editable(claim: ExpenseClaim, by: Any) -> ExpenseClaim:
    """Return the claim, locked, when its writer may still change it."""
    locked = ExpenseClaim.objects.select_for_update(of=("self",), no_key=True).get(pk=claim.pk)
    _ensure_own(locked, by)
    if locked.state not in EDITABLE:
        raise StepRefused(NOT_EDITABLE)
    return locked


def _ensure_own(claim: ExpenseClaim, by: Any) -> None:
    if not can(by, Permission.ACTIVITY_OWN, claim):
        raise PermissionDenied


def is_draft(claim: ExpenseClaim) -> bool:
    """Tell whether a claim may be deleted: never sent."""
    return claim.state == ClaimState.DRAFT and not claim.number
