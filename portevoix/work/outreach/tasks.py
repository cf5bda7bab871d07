"""What the worker does by itself about hand-overs."""

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from portevoix.work.outreach.actions.reminders import send_reminders


@app.periodic(cron="37 7 * * 1-5")
@app.task(name="outreach.remind", queueing_lock="outreach.remind")
def remind(timestamp: int) -> None:
    """Each working day in the morning (hours of UTC): remind what nobody answered in time."""
    close_old_connections()
    send_reminders(today=timezone.localdate())
