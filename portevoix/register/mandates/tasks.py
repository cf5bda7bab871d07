"""What the worker does about mandates: every day, and the accounts that an administrator asks to open."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.audit.actors import Program
from portevoix.base.core import health, jobs
from portevoix.register.access.permissions import Permission, can
from portevoix.register.mandates.actions.accreditation_loss import send_notices
from portevoix.register.mandates.actions.own_accounts import Opened, open_accounts

OPEN = "mandates.open_accounts"
AT_ONCE = 20  # accounts opened while the page loads
A_RUN = 100  # accounts in one job: other jobs of the queue have their turn
logger = logging.getLogger("portevoix.mandates")


@jobs.every("0 6 * * *", name="mandates.accreditation_notices")
def accreditation_notices(at: datetime) -> None:
    """Write of the accreditations that reach a notice today."""
    send_notices(today=at.date(), by=Program("accreditation_notices"))


def start_opening(*, count: int, by: User) -> Opened | None:
    """Open the `count` accounts that wait, in the name of `by`; None when there are many and a worker does it. The caller gates.

    Without a worker everything is done before this returns.
    """
    now = timezone.now()
    if count <= AT_ONCE or not health.living_workers(now):
        return open_accounts(by=by, today=timezone.localdate(now))
    with transaction.atomic():
        jobs.defer(OPEN, only_once=OPEN, asked_by=by.pk)
    return None


@jobs.task(OPEN, attempts=1)  # asked again from the page, it goes on where a dead worker stopped
def open_waiting(asked_by: int) -> None:
    """Open some accounts in the name of whoever asked, if they still give rights; what is left is for a later job."""
    by = User.objects.filter(pk=asked_by, is_active=True).first()
    if by is None or not can(by, Permission.ROLE_MANAGE):
        logger.warning("accounts not opened: who asked gives no rights any more", extra={"user_id": asked_by})
        return
    opened = open_accounts(by=by, today=timezone.localdate(), most=A_RUN)
    if opened.done and opened.left:
        jobs.defer(OPEN, only_once=OPEN, asked_by=asked_by)
