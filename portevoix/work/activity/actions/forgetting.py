"""What is erased of the activity when its delay is over."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from portevoix.work.activity.actions.receipts import forget_receipts
from portevoix.work.activity.models import ExpenseClaim, JournalEntry, PresenceCertificate, RepresentationLeave


@transaction.atomic
def forget_activity(*, before: date, moment: datetime, by: Any) -> int:
    """Delete the claims, the leave and the journal older than `before`; return how many rows went.

    A certificate of presence that was issued stays in the issued documents, as every document handed out.
    """
    forget_receipts(before=moment, by=by)
    claims = ExpenseClaim.objects.filter(created_at__lt=moment, receipts__isnull=True).exclude(lines__day__gte=before)
    count = claims.count()
    claims.delete()
    PresenceCertificate.objects.filter(leave__day__lt=before).delete()
    for rows in (
        RepresentationLeave.objects.filter(day__lt=before),
        JournalEntry.objects.filter(day__lt=before, expense_lines__isnull=True),
    ):
        count += rows.delete()[0]
    return count
