"""What the worker does about the activity, by itself."""

from datetime import datetime, timedelta

from portevoix.base.audit.actors import Program
from portevoix.base.core import jobs
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.activity.actions.receipts import forget_receipts

RETENTION = "retention-receipt"


@jobs.every("41 2 * * *", name="activity.forget_receipts")
def forget_paid_receipts(at: datetime) -> None:
    """Every night: delete the receipts of the claims paid longer ago than the dated setting says; nothing without a setting."""
    days = parameter_at(RETENTION, at.date())
    if days is not None:
        forget_receipts(before=at - timedelta(days=days), by=Program("forget_receipts"))
