"""Tells the worker that messages wait. Only a call: what has to leave is in the ledger, and the worker looks every minute by itself."""

from datetime import datetime

from procrastinate.contrib.django.models import ProcrastinateJob

from portevoix.base.core import jobs

SEND = "notifications.send"  # name of the job of `tasks`
LATER = "notifications.send.later"


def wake() -> None:
    """Have the waiting messages sent as soon as possible; a second call before that adds nothing."""
    if not ProcrastinateJob.objects.filter(queueing_lock=SEND, status="todo").exists():
        jobs.defer(SEND, only_once=SEND)


def wake_at(moment: datetime) -> None:
    """Have the messages that are due then sent at `moment`, unless an earlier call of this kind waits."""
    jobs.defer(SEND, only_once=LATER, at=moment)
