"""A place that is offered to the first person of the waiting list: until when, and the signed link that confirms it."""

from datetime import date

from django.core import signing

from portevoix.base.core.periods import ONE_DAY, day_of
from portevoix.work.training.enums import EnrolmentState
from portevoix.work.training.models import Enrolment

PLACE_SALT = "portevoix.training-place"


def last_day_of_offer(enrolment: Enrolment) -> date:
    """Return the last day on which an offered place may be confirmed (the offer ends at midnight in Paris)."""
    return day_of(enrolment.offer_expires_at) - ONE_DAY


def sign_place(enrolment: Enrolment) -> str:
    """Return the signed text of the link to one offer; a later offer of the same place has another."""
    return signing.dumps({"e": enrolment.pk, "t": int(enrolment.offer_expires_at.timestamp())}, salt=PLACE_SALT)


def offer_of(token: str) -> Enrolment | None:
    """Return the enrolment whose offer the link is about, in whatever state it is now; None for a forged link."""
    try:
        content = signing.loads(token, salt=PLACE_SALT)
    except signing.BadSignature:
        return None
    row = Enrolment.objects.select_related("session", "person__home", "person__user", "association").filter(pk=content["e"]).first()
    same = row and row.offer_expires_at and int(row.offer_expires_at.timestamp()) == content["t"]
    if not same:
        return None
    return row if row.state != EnrolmentState.WAITING else None
