"""Receipts: joined by the person, read by the payer, deleted some days after the payment."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.files.actions import remove, store
from portevoix.base.files.enums import FileKind
from portevoix.register.access.permissions import Permission, can
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity.enums import ClaimState
from portevoix.work.activity.models import ExpenseClaim, Receipt
from portevoix.work.activity.workflow import EDITABLE

KINDS = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPEG})
MAX_BYTES = 8_000_000
MOST = 20


@transaction.atomic
def add_receipt(*, claim: ExpenseClaim, upload: File, by: Any) -> Receipt:
    """Join a photograph or a PDF to a claim that is being prepared. Raises `FileRefused`, `ValidationError`, `StepRefused`."""
    _ensure_editable(claim, by)
    if claim.receipts.count() >= MOST:
        raise ValidationError(f"Un état de frais a au plus {MOST}\u00a0justificatifs.")
    receipt = Receipt.objects.create(claim=claim, file=store(upload=upload, by=by, kinds=KINDS, max_bytes=MAX_BYTES), added_by_id=by.pk)
    journal.record("receipt.add", target=receipt, by=by)
    return receipt


@transaction.atomic
def remove_receipt(*, receipt: Receipt, by: Any) -> None:
    """Take a receipt away; its file is deleted. Raises `StepRefused` once the claim was sent."""
    _ensure_editable(receipt.claim, by)
    journal.record("receipt.remove", target=receipt, by=by)
    _delete(receipt)


@transaction.atomic
def forget_receipts(*, before: datetime, by: Any) -> int:
    """Delete the receipts of the claims that were paid before `before`; return how many."""
    rows = Receipt.objects.filter(claim__state=ClaimState.SETTLED, claim__state_changed_at__lt=before).select_related("file", "claim")
    receipts = list(rows.order_by("pk"))
    for claim in {receipt.claim for receipt in receipts}:
        journal.record("expenseclaim.forget_receipts", target=claim, by=by)
    for receipt in receipts:
        _delete(receipt)
    return len(receipts)


def _delete(receipt: Receipt) -> None:
    stored = receipt.file
    receipt.delete()
    remove(stored=stored)


def _ensure_editable(claim: ExpenseClaim, by: Any) -> None:
    if not can(by, Permission.ACTIVITY_OWN, claim):
        raise PermissionDenied
    if claim.state not in EDITABLE:
        raise StepRefused("Cet état de frais est déjà envoyé. Reprenez-le pour changer ses justificatifs.")
