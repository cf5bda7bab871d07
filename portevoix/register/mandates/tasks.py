"""What the worker does every day about mandates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import close_old_connections
from procrastinate.contrib.django import app

from portevoix.base.audit.actors import Program
from portevoix.register.mandates.actions.accreditation_loss import send_notices


@app.periodic(cron="0 6 * * *")
@app.task(name="mandates.accreditation_notices", queueing_lock="mandates.accreditation_notices")
def accreditation_notices(timestamp: int) -> None:
    """Write of the accreditations that reach a notice today."""
    close_old_connections()
    send_notices(today=datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)).date(), by=Program("accreditation_notices"))
