"""What the worker does for people every week."""

from datetime import datetime

from portevoix.base.audit.actors import Program
from portevoix.base.core import jobs
from portevoix.front.workspace.monday import write_monday

MONDAY, FIRST_HOUR, LAST_HOUR = 0, 7, 19


@jobs.every("0 * * * 1", name="workspace.monday")
def monday(at: datetime) -> None:
    """Write the Monday e-mails at seven in Paris; the later hours of the day write to those that a stopped worker left out."""
    if at.weekday() == MONDAY and FIRST_HOUR <= at.hour <= LAST_HOUR:
        write_monday(at=at, by=Program("monday"))
