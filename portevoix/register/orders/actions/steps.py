"""Take an order from hand to hand: to the signature, back, to the gazette, or to the bin."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.table_files import TableFormat
from portevoix.base.files.actions import store
from portevoix.base.files.enums import FileKind
from portevoix.register.access.permissions import Permission
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import DesignationOrder
from portevoix.register.orders.permissions import check
from portevoix.register.orders.selectors.guard import Fault, guard
from portevoix.register.orders.workflow import ORDER


class OrderIncomplete(ValidationError):
    """The guard refuses; `faults` says what is missing and where it is mended."""

    def __init__(self, faults: list[Fault]):
        super().__init__([fault.sentence for fault in faults], code="incomplete")
        self.faults = faults


def refuse_incomplete(faults: list[Fault]) -> None:
    """Raise `OrderIncomplete` unless `faults` is empty."""
    if faults:
        raise OrderIncomplete(faults)


@transaction.atomic
def prepare(*, order: DesignationOrder, by: Any, at: datetime, today: date) -> DesignationOrder:
    """Submit a whole order to the signature. Raises `OrderIncomplete`, `StepRefused`, `PermissionDenied`."""
    with ORDER.step(order, "prepare", by=by) as locked:
        refuse_incomplete(guard(locked, today))
        locked.prepared_at, locked.prepared_by_id, locked.sent_back_reason = at, by.pk, ""
    return locked


@transaction.atomic
def send_back(*, order: DesignationOrder, reason: str, by: Any) -> DesignationOrder:
    """Send an order back to those who write it; `reason` tells them why."""
    if not reason.strip():
        raise ValidationError("Dites en une phrase ce qui est à corriger.", code="reason_missing")
    with ORDER.step(order, "send_back", by=by) as locked:
        locked.prepared_at, locked.prepared_by, locked.sent_back_reason = None, None, reason.strip()
    return locked


@transaction.atomic
def take_back(*, order: DesignationOrder, by: Any) -> DesignationOrder:
    """Take an order back from the signature, to correct it."""
    with ORDER.step(order, "take_back", by=by) as locked:
        locked.prepared_at, locked.prepared_by = None, None
    return locked


@transaction.atomic
def abandon(*, order: DesignationOrder, by: Any) -> DesignationOrder:
    """Give up an order that is not signed; it stays readable and binds nobody."""
    with ORDER.step(order, "abandon", by=by) as locked:
        pass
    return locked


@transaction.atomic
def record_publication(*, order: DesignationOrder, reference: str, on: date, by: Any, today: date) -> DesignationOrder:
    """Record in which issue of the gazette a signed order was published, and on which day."""
    if not reference.strip():
        raise ValidationError({"reference": "Indiquez la référence du recueil des actes administratifs."})
    if order.signed_on and on < order.signed_on:
        raise ValidationError({"on": f"La publication vient après la signature ({date_fr(order.signed_on)})."})
    if on > today:
        raise ValidationError({"on": "Cette date est à venir\u00a0: enregistrez la publication quand elle a eu lieu."})
    with ORDER.step(order, "publish", by=by, on=on.isoformat()) as locked:
        locked.gazette_reference, locked.gazette_on = reference.strip(), on
    return locked


def record_export(*, form: TableFormat, count: int, by: Any) -> None:
    """Write in the journal that `by` took a list of orders away: the format and how many, nothing of them."""
    journal.record("designationorder.export", target=by, by=by, format=str(form), count=count)


@transaction.atomic
def attach_signed_copy(*, order: DesignationOrder, upload: File, by: Any) -> DesignationOrder:
    """Keep the scan of the copy signed by hand beside the document; another one takes its place. Raises `FileRefused`."""
    locked = DesignationOrder.objects.select_for_update(of=("self",), no_key=True).get(pk=order.pk)
    check(by, Permission.ORDER_PREPARE, locked)
    if locked.state not in (OrderState.SIGNED, OrderState.PUBLISHED):
        raise ValidationError("Cet arrêté n’est pas encore signé.", code="not_signed")
    locked.signed_copy = store(upload=upload, by=by, kinds={FileKind.PDF})
    locked.save()
    journal.record("designationorder.attach_copy", target=locked, by=by)
    return locked
