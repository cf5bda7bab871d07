"""Ask for the signature of orders, and answer: the officer asks in a page, the order is signed whole or refused with its sentences."""

import logging
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction

from portevoix.base.audit import journal
from portevoix.register.orders.actions.signing import SIGNATURE, sign
from portevoix.register.orders.models import DesignationOrder, SignatureRequest
from portevoix.register.orders.selectors.guard import signing_refusals
from portevoix.register.orders.selectors.signing import ASKED, is_asked
from portevoix.register.orders.workflow import ORDER
from portevoix.register.workflow.engine import StepRefused

MOST_TRIES = 3  # workers that died on one order: beyond, somebody looks at it before it is asked again
REWRITTEN = "L’arrêté a été repris en rédaction depuis que sa signature a été demandée\u00a0: relisez-le, puis signez-le de nouveau."
NO_RIGHT = "Le compte qui a demandé la signature n’a plus le droit de signer cet arrêté."
BROKEN = "Une erreur a interrompu la signature\u00a0: rien n’est écrit. Recommencez\u00a0; si elle revient, prévenez l’administration."

logger = logging.getLogger("portevoix.orders")


@transaction.atomic
def ask_signature(*, order: DesignationOrder, by: Any, at: datetime, today: date, proof: str = "") -> SignatureRequest:
    """Record that `by` asks for the signature of `order`, which the worker will do; everything that forbids it is said now.

    proof: what `by` showed last in the session (`accounts.selectors.last_proof`). Asked while an earlier request waits: refused.
    Raises `ValidationError` (one French sentence for each thing that is missing), `StepRefused`, `PermissionDenied`.
    """
    if is_asked(order):
        raise ValidationError(ASKED, code="asked")
    locked = DesignationOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    ORDER.ensure(locked, "sign", by=by)
    if is_asked(locked):
        raise ValidationError(ASKED, code="asked")
    refusals = signing_refusals(locked, by, today)
    if refusals:
        raise ValidationError(refusals, code="refused")
    asked = {"asked_at": at, "asked_by_id": by.pk, "proof": proof, "order_since": locked.state_changed_at}
    request, _ = SignatureRequest.objects.update_or_create(order=locked, defaults=asked | {"tries": 0, "closed": False, "refusal": ""})
    journal.record("designationorder.ask_signature", target=locked, by=by, proof=proof)
    return request


def ask_signatures(*, orders: Sequence[DesignationOrder], by: Any, at: datetime, today: date, proof: str = "") -> list[SignatureRequest]:
    """Ask for the signature of each of `orders`; return what was asked. One that is refused does not stop the others: its page says why."""
    asked = []
    for order in orders:
        try:
            asked.append(ask_signature(order=order, by=by, at=at, today=today, proof=proof))
        except (ValidationError, StepRefused, PermissionDenied):
            continue
    return asked


def answer(*, order_id: int, at: datetime, today: date) -> bool:
    """Sign the order whose signature waits, in one transaction, or write why not; tell whether there was anything to do.

    A process that dies here leaves the request as it was, one try more: the next worker takes it up. Called twice: signed once.
    Raises `django.db.Error` when the database is lost: nothing is written, the request waits.
    """
    if not _begin(order_id):
        return False
    with transaction.atomic():
        request = _waiting(order_id)
        if request is None:
            return False
        refusals = _attempt(request, at, today)
        request.closed, request.refusal = True, "\n".join(refusals)
        request.save(update_fields=["closed", "refusal"])
        if refusals:
            journal.record("designationorder.refuse_signature", target=request.order, by=SIGNATURE, count=len(refusals))
    return True


@transaction.atomic
def _begin(order_id: int) -> bool:
    """Count one try more, kept even if this process dies; False when nothing waits or another process has it."""
    request = _waiting(order_id)
    if request is None:
        return False
    request.tries += 1
    request.save(update_fields=["tries"])
    return True


def _waiting(order_id: int) -> SignatureRequest | None:
    rows = SignatureRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=order_id, closed=False)
    return rows.select_related("order", "asked_by").first()


def _attempt(request: SignatureRequest, at: datetime, today: date) -> list[str]:
    """Return the sentences of the refusal; none when the order is signed."""
    order, by = DesignationOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk), request.asked_by
    if by is None or not by.is_active:
        return [NO_RIGHT]
    if request.tries > MOST_TRIES:
        return [BROKEN]
    if order.state_changed_at != request.order_since:
        return [REWRITTEN]
    try:
        sign(order=order, by=by, at=at, today=today)
    except StepRefused as refusal:
        return [str(refusal)]
    except ValidationError as refusal:
        return refusal.messages
    except PermissionDenied:
        return [NO_RIGHT]
    except Error:
        raise
    except Exception:
        logger.exception("signature broken", extra={"order_id": order.pk})
        return [BROKEN]
    return []
