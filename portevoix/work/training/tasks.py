"""What the worker does about trainings, by itself."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.core import health, jobs
from portevoix.work.training.actions.certificate_requests import answer_request, ask_certificates, waiting_requests
from portevoix.work.training.actions.duty_reminders import send_reminders
from portevoix.work.training.actions.needs import forget_needs
from portevoix.work.training.actions.places import expire_offers
from portevoix.work.training.actions.reminders import remind_sessions
from portevoix.work.training.actions.satisfaction import ask_opinions
from portevoix.work.training.models import Session
from portevoix.work.training.selectors.certificates import Signatory, due

AT_ONCE = 30  # certificates drawn while the page loads, in about a second; more would keep it waiting
CERTIFICATES = "training.certificates"


@jobs.every("*/10 * * * *", name="training.expire_offers")
def expire_places(at: datetime) -> None:
    """Every ten minutes: places that nobody confirmed in time go to the next person."""
    expire_offers(at=at)


@jobs.every("23 6 * * *", name="training.remind_sessions")
def remind(at: datetime) -> None:
    """In the morning: remind the people of the sessions that begin soon."""
    remind_sessions(at=at)


@jobs.every("41 2 * * *", name="training.forget_needs")
def forget(at: datetime) -> None:
    """Every night: delete what people needed for the sessions that are over."""
    forget_needs(today=at.date())


def start_certificates(*, session: Session, signatory: Signatory, by: Any) -> None:
    """Ask for the certificates of `session`; a few are issued before this returns, many by the worker when one lives.

    Raises what `ask_certificates` raises: nothing is then queued.
    """
    now = timezone.now()
    with transaction.atomic():
        ask_certificates(session=session, signatory=signatory, by=by, at=now)
        queued = due(session).count() > AT_ONCE and bool(health.living_workers(now))
        if queued:
            jobs.defer(CERTIFICATES, only_once=CERTIFICATES)
    if not queued:
        answer_request(session_id=session.pk, at=now)


@jobs.task(CERTIFICATES, attempts=1, at_start=True)  # what a dead worker left is taken up at the next start, or by the sweep
def issue_waiting() -> None:
    """Issue the certificates that wait, a session after the other."""
    for session_id in waiting_requests():
        answer_request(session_id=session_id, at=timezone.now())


@jobs.every("*/2 * * * *", name="training.certificates_sweep")
def sweep_certificates(at: datetime) -> None:
    """Every two minutes: certificates left behind by a worker that died are called for again."""
    if waiting_requests():
        jobs.defer(CERTIFICATES, only_once=CERTIFICATES)


@jobs.every("37 6 * * 1-5", name="training.remind_duties")
def remind_duties(at: datetime) -> None:
    """On the mornings of the week: the kind letters about the basic training whose day has come."""
    send_reminders(today=at.date(), by=Program("duty_reminders"))


@jobs.every("37 7 * * *", name="training.ask_opinions")
def ask_for_opinions(at: datetime) -> None:
    """In the morning: ask their opinion to the people of the sessions whose sheet was closed lately."""
    ask_opinions(at=at)
