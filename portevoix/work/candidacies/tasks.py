"""What the worker does about calls, by itself."""

from datetime import datetime

from portevoix.base.core import jobs
from portevoix.work.candidacies.actions.call_messages import send_due_reminders
from portevoix.work.candidacies.actions.call_steps import close_due_calls


@jobs.every("* * * * *", name="candidacies.close_calls")
def close_calls(at: datetime) -> None:
    """Every minute: close the calls whose window is over. A call receives nothing after its closing, even before this runs."""
    close_due_calls(at=at)


@jobs.every("17 7-17 * * *", name="candidacies.remind_calls")
def remind_calls(at: datetime) -> None:
    """In the day (hours of UTC): send the reminders whose day has come."""
    send_due_reminders(at=at)
