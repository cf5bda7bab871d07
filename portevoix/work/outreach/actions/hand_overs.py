"""A hand-over from the person's consent to its end: asked, followed, handed on, withdrawn, erased."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program, account
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.base.core.screening import ensure_screened
from portevoix.base.notifications.actions import erase_about, queue
from portevoix.base.notifications.outbox import About, Recipient
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Association, Commune, Territory
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.outreach.actions.counting import count
from portevoix.work.outreach.enums import ClosingReason, FunnelStep, NoteKind
from portevoix.work.outreach.links import offer_url, page_url, request_url
from portevoix.work.outreach.models import HandOver, HandOverNote, OnwardOffer
from portevoix.work.outreach.models.hand_overs import ERASABLE
from portevoix.work.outreach.notifications import ARRIVED, OFFERED, RECEIPT
from portevoix.work.outreach.selectors.hand_overs import answerers, delays_at, due_on, recipient_name
from portevoix.work.outreach.workflow import ACTIVE, BY_DELEGATION, HAND_OVER

PERSON = Program("hand_over_link")  # somebody without an account
UNREACHED = "Cette personne n’a pas laissé d’adresse électronique\u00a0: demandez son accord par téléphone, et cochez la case."
SAME = "Cette demande est déjà entre ses mains. Choisissez un autre destinataire."
ANSWERED = "La personne a déjà répondu à cette proposition."


def consent_words(association: Association | None, region: Territory) -> str:
    """Return the sentence that the person ticks: it names who will read the request."""
    delegation = f"France Assos Santé {region.name}"
    if association is None:
        return f"J’accepte que mon nom, mes coordonnées et mes réponses soient transmis à {delegation}, qui me rappellera."
    return (
        f"J’accepte que mon nom, mes coordonnées et mes réponses soient transmis à l’association {association.name}, qui me rappellera. "
        f"{delegation} les voit aussi, pour vérifier que l’on me répond."
    )


def ask(
    *,
    person: dict[str, str],
    answers: dict[str, Any],
    home: Commune,
    association: Association | None,
    at: datetime,
    confirmed: bool = False,
) -> HandOver:
    """Hand somebody over to `association`, or to the delegation when it is None; the consent was ticked on the page.

    person: name, email, phone, message. Raises `ValidationError`, with the code `screened` when the message seems to tell too much.
    """
    ensure_screened(person["message"], confirmed=confirmed, known=[person["name"]])
    region = home.department.parent
    with transaction.atomic():
        row = HandOver(
            **person,
            answers=answers,
            home=home,
            department=home.department,
            region=region,
            association=association,
            consent=consent_words(association, region),
            asked_at=at,
            received_at=at,
            state_changed_at=at,
        )
        row.full_clean()
        row.save()
        journal.record("handover.ask", target=row, by=PERSON, association=association.pk if association else None)
        count(step=FunnelStep.HANDED_OVER, today=day_of(at))
        _tell_recipient(row, at=at, by=PERSON)
        if row.email:
            values = {"destinataire_choisi": recipient_name(association), "delai": _due(row, at), "lien": request_url(row)}
            queue(RECEIPT, to=[Recipient(row.email, row.name)], values=values, about=about(row), region="", by=PERSON)
    return row


def take_step(*, row: HandOver, name: str, by: Any, at: datetime, reason: ClosingReason | None = None) -> None:
    """Take the step `name` of the procedure; reason: of a closing only. Raises `StepRefused`, `PermissionDenied`."""
    with HAND_OVER.step(row, name, by=by, **({"reason": reason.value} if reason else {})) as held:
        held.closing_reason = reason or ""
        if held.erased_on:
            raise StepRefused("Cette demande est effacée\u00a0: elle ne peut plus changer.")
    if not name.startswith("reopen"):
        count(step=FunnelStep(row.state), today=day_of(at))


@transaction.atomic
def note(*, row: HandOver, kind: NoteKind, by: Any, at: datetime) -> None:
    """Keep that something was done for the person: a code, never a text. Raises `PermissionDenied`, `StepRefused` when it is over."""
    held = HandOver.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    ensure_follows(by, held)
    if held.state not in ACTIVE:
        raise StepRefused("Cette demande est terminée\u00a0: rouvrez-la pour y noter un suivi.")
    HandOverNote.objects.create(hand_over=held, kind=kind, noted_at=at, noted_by=account(by))
    journal.record("handover.note", target=held, by=by, kind=kind)


@transaction.atomic
def offer(*, row: HandOver, association: Association | None, by_word: bool, by: Any, at: datetime) -> OnwardOffer:
    """Offer another recipient to the person, who agrees by a link, or agreed by voice (`by_word`): then the request moves at once.

    Raises `ValidationError`, `StepRefused`, `PermissionDenied`.
    """
    held = HandOver.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=row.pk)
    ensure_follows(by, held)
    if held.state not in ACTIVE:
        raise StepRefused("Cette demande est terminée\u00a0: elle ne peut plus être transmise.")
    if held.association_id == (association.pk if association else None):
        raise ValidationError({"recipient": SAME})
    if not by_word and not held.email:
        raise ValidationError({"by_word": UNREACHED})
    held.offers.filter(agreed__isnull=True).update(agreed=False)
    made = OnwardOffer.objects.create(hand_over=held, association=association, offered_at=at, offered_by=account(by), by_word=by_word)
    journal.record("handover.offer", target=held, by=by, association=association.pk if association else None, by_word=by_word)
    if by_word:
        _hand_on(made, by=by, at=at)
    else:
        values = {"destinataire_choisi": recipient_name(association), "ancien": recipient_name(held.association), "lien": offer_url(made)}
        queue(OFFERED, to=[Recipient(held.email, held.name)], values=values, about=about(held), region="", by=by)
    return made


@transaction.atomic
def answer_offer(*, offer: OnwardOffer, agreed: bool, at: datetime) -> None:
    """The person says yes or no on the page of the link. Raises `ValidationError` when it was answered or is no longer asked."""
    held = OnwardOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    row = HandOver.objects.select_for_update(of=("self",), no_key=True).get(pk=held.hand_over_id)
    if held.agreed is not None or row.state not in ACTIVE:
        raise ValidationError(ANSWERED)
    if agreed:
        _hand_on(held, by=PERSON, at=at)
        return
    OnwardOffer.objects.filter(pk=held.pk).update(agreed=False)
    journal.record("handover.refuse_offer", target=row, by=PERSON)


@transaction.atomic
def withdraw(*, row: HandOver, at: datetime) -> None:
    """The person withdraws the request: it ends, and nothing personal remains. Doing it twice changes nothing."""
    held = HandOver.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if held.erased_on:
        return
    if held.state in ACTIVE:
        take_step(row=held, name="withdraw", by=PERSON, at=at, reason=ClosingReason.WITHDRAWN)
    _erase(held, today=day_of(at), by=PERSON)


@transaction.atomic
def forget_hand_overs(*, before: datetime, by: Any, now: datetime) -> int:
    """Erase what is personal of the requests whose last step is older than `before`; those still open are closed. Return how many."""
    rows = HandOver.objects.select_for_update(of=("self",), no_key=True).filter(erased_on__isnull=True, state_changed_at__lt=before)
    old = list(rows.order_by("pk"))
    for row in old:
        if row.state in ACTIVE:
            take_step(row=row, name="lapse", by=by, at=now, reason=ClosingReason.LAPSED)
        _erase(row, today=day_of(now), by=by)
    return len(old)


def ensure_follows(by: Any, row: HandOver) -> None:
    """Raise `PermissionDenied` unless `by` answers for `row`: its association, or the delegation."""
    if not can(by, Permission.OUTREACH_ANSWER, row) and not can(by, Permission.OUTREACH_MANAGE, row):
        raise PermissionDenied(Permission.OUTREACH_ANSWER.value)


def about(row: HandOver) -> About:
    """Return what the ledger of messages keeps of a hand-over: its number. The region is left out: the agency does not read them."""
    return About(label=str(row), kind=row._meta.label_lower, number=row.pk)


def _hand_on(made: OnwardOffer, *, by: Any, at: datetime) -> None:
    row = HandOver.objects.get(pk=made.hand_over_id)
    answers = by.pk is None or can(by, Permission.OUTREACH_ANSWER, row)
    name = "hand_on" if answers else f"hand_on{BY_DELEGATION}"
    with HAND_OVER.step(row, name, by=by, by_word=made.by_word) as held:
        held.association = made.association
        held.consent = consent_words(made.association, held.region)
        held.received_at = at
        held.recipient_reminded_on = held.delegation_reminded_on = None
    OnwardOffer.objects.filter(pk=made.pk).update(agreed=True)
    _tell_recipient(HandOver.objects.select_related("association__parent", "region", "department").get(pk=row.pk), at=at, by=by)


def _tell_recipient(row: HandOver, *, at: datetime, by: Any) -> None:
    to = answerers(row, today=day_of(at))
    if to:
        queue(ARRIVED, to=to, values=values_of(row, day=day_of(at)), about=about(row), region="", by=by)


def values_of(row: HandOver, *, day: date) -> dict[str, str]:
    """Return what a message to a recipient says of a request: nothing of the person but the department."""
    due = due_on(row, delays_at(day))
    return {
        "numero": str(row.pk),
        "departement": row.department.name,
        "delai": date_fr(due) if due else "",
        "lien": page_url(row),
    }


def _due(row: HandOver, at: datetime) -> str:
    return date_fr(due_on(row, delays_at(day_of(at))))


def _erase(row: HandOver, *, today: date, by: Any) -> None:
    held = HandOver.objects.get(pk=row.pk)
    for name in ERASABLE:
        setattr(held, name, {} if name == "answers" else "")
    held.home, held.erased_on = None, today
    held.full_clean()
    held.save()
    erase_about(kind=held._meta.label_lower, number=held.pk)
    journal.record("handover.erase", target=held, by=by)
