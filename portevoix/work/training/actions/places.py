"""The places of a session: a free one goes to the first person of the waiting list, who has some days to say yes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import ONE_DAY
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.holding import enrolments_of, hold_session
from portevoix.work.training.actions.telling import tell_lost, tell_offered
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.models import Enrolment, Session
from portevoix.work.training.selectors.sessions import RUNNING, at_paris, first_day_of
from portevoix.work.training.workflow import ENROLMENT

OFFER_DAYS = ("training-offer-days", 3)
PLACES = Program("training_places")


def taken(session: Session) -> int:
    """Return how many places of the session are taken, offered ones included."""
    return Enrolment.objects.filter(session=session).holding().count()


def offer_ends_at(session: Session, *, at: datetime) -> datetime | None:
    """Return when a place offered at `at` is given up: some whole days later (setting `training-offer-days`), before the session begins.

    None when the session begins today or has begun: nobody can come any more at such short notice.
    """
    today, first = timezone.localdate(at), first_day_of(session)
    if first is None or first <= today:
        return None
    days = parameter_at(OFFER_DAYS[0], today, default=OFFER_DAYS[1])
    return at_paris(min(today + timedelta(days=days) + ONE_DAY, first), datetime.min.time())


def offer_free_places(session: Session, *, at: datetime) -> list[Enrolment]:
    """Offer each free place of a session that is held to the first people of its waiting list, in order; return their enrolments."""
    free = session.seats - taken(session)
    ends = offer_ends_at(session, at=at) if free > 0 and session.state in RUNNING else None
    if ends is None:
        return []
    offered = list(enrolments_of(session, E.WAITING)[:free])
    for row in offered:
        with ENROLMENT.step(row, "offer", by=PLACES, until=ends.isoformat()) as locked:
            locked.offer_expires_at = ends
        row.offer_expires_at = ends
        tell_offered(row, by=PLACES, at=at)
    return offered


def expire_offers(*, at: datetime) -> int:
    """Give up the places that were not confirmed in time, each to the next person; return how many. One transaction a session."""
    late = Enrolment.objects.filter(state=E.OFFERED, offer_expires_at__lte=at)
    expired = 0
    for session in Session.objects.filter(pk__in=late.values("session")).order_by("pk"):
        with transaction.atomic():
            expired += _expire(hold_session(session), at=at)
    return expired


def _expire(session: Session, *, at: datetime) -> int:
    expired = 0
    for row in enrolments_of(session, E.OFFERED).filter(offer_expires_at__lte=at):
        try:
            with ENROLMENT.step(row, "expire", by=PLACES):
                pass
        except StepRefused:
            continue  # confirmed in the meantime
        expired += 1
        tell_lost(row, by=PLACES, at=at)
    offer_free_places(session, at=at)
    return expired
