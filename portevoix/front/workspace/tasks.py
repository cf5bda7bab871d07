"""What the worker does for people every week."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from portevoix.base.audit.actors import Program
from portevoix.front.workspace.monday import write_monday

MONDAY, FIRST_HOUR, LAST_HOUR = 0, 7, 19


@app.periodic(cron="0 * * * 1")
@app.task(name="workspace.monday", queueing_lock="workspace.monday")
def monday(timestamp: int) -> None:
    """Write the Monday e-mails at seven in Paris; the later hours of the day write to those that a stopped worker left out."""
    close_old_connections()
    at = datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE))
    if at.weekday() == MONDAY and FIRST_HOUR <= at.hour <= LAST_HOUR:
        write_monday(at=at, by=Program("monday"))
