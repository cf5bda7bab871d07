"""What the worker does about calls, by itself."""

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from portevoix.work.candidacies.actions.call_messages import send_due_reminders
from portevoix.work.candidacies.actions.call_steps import close_due_calls


@app.periodic(cron="* * * * *")
@app.task(name="candidacies.close_calls", queueing_lock="candidacies.close_calls")
def close_calls(timestamp: int) -> None:
    """Every minute: close the calls whose window is over. A call receives nothing after its closing, even before this runs."""
    close_old_connections()
    close_due_calls(at=timezone.now())


@app.periodic(cron="17 7-17 * * *")
@app.task(name="candidacies.remind_calls", queueing_lock="candidacies.remind_calls")
def remind_calls(timestamp: int) -> None:
    """In the day (hours of UTC): send the reminders whose day has come."""
    close_old_connections()
    send_due_reminders(at=timezone.now())
