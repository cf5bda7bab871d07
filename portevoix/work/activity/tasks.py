"""What the worker does about the activity, by itself."""

from datetime import timedelta

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from portevoix.base.audit.actors import Program
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.activity.actions.receipts import forget_receipts

RETENTION = "retention-receipt"


@app.periodic(cron="41 2 * * *")
@app.task(name="activity.forget_receipts", queueing_lock="activity.forget_receipts")
def forget_paid_receipts(timestamp: int) -> None:
    """Every night: delete the receipts of the claims paid longer ago than the dated setting says; nothing without a setting."""
    close_old_connections()
    days = parameter_at(RETENTION, timezone.localdate())
    if days is not None:
        forget_receipts(before=timezone.now() - timedelta(days=days), by=Program("forget_receipts"))
