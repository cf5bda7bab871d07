"""What the worker does about messages."""

from datetime import datetime

from django.utils import timezone

from portevoix.base.core import jobs
from portevoix.base.notifications import sending, waking

A_RUN = 500  # messages in one job: other jobs of the queue have their turn


@jobs.task(waking.SEND, attempts=1, at_start=True)  # what fails is taken up by the next minute's sweep
def send() -> None:
    """Send what waits; what is left, or must be tried again, is left to a later job."""
    sending.take_back()
    sending.send_waiting(most=A_RUN)
    left = sending.next_due()
    if left is not None and left <= timezone.now():
        waking.wake()
    elif left is not None:
        waking.wake_at(left)


@jobs.every("* * * * *", name="notifications.sweep")
def sweep(at: datetime) -> None:
    """Every minute: whatever was left behind by a worker that died, or by a call that was lost, leaves again."""
    sending.take_back()
    left = sending.next_due()
    if left is not None and left <= timezone.now():
        waking.wake()
