"""What the worker does every day about mandates."""

from datetime import datetime

from portevoix.base.audit.actors import Program
from portevoix.base.core import jobs
from portevoix.register.mandates.actions.accreditation_loss import send_notices


@jobs.every("0 6 * * *", name="mandates.accreditation_notices")
def accreditation_notices(at: datetime) -> None:
    """Write of the accreditations that reach a notice today."""
    send_notices(today=at.date(), by=Program("accreditation_notices"))
