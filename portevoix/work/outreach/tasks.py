"""What the worker does by itself about hand-overs."""

from datetime import datetime

from portevoix.base.core import jobs
from portevoix.work.outreach.actions.reminders import send_reminders


@jobs.every("37 7 * * 1-5", name="outreach.remind")
def remind(at: datetime) -> None:
    """Each working day in the morning (hours of UTC): remind what nobody answered in time."""
    send_reminders(today=at.date())
