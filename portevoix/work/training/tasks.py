"""What the worker does about trainings, by itself."""

from typing import Any

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

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


@app.periodic(cron="*/10 * * * *")
@app.task(name="training.expire_offers", queueing_lock="training.expire_offers")
def expire_places(timestamp: int) -> None:
    """Every ten minutes: places that nobody confirmed in time go to the next person."""
    close_old_connections()
    expire_offers(at=timezone.now())


@app.periodic(cron="23 6 * * *")
@app.task(name="training.remind_sessions", queueing_lock="training.remind_sessions")
def remind(timestamp: int) -> None:
    """In the morning: remind the people of the sessions that begin soon."""
    close_old_connections()
    remind_sessions(at=timezone.now())


@app.periodic(cron="41 2 * * *")
@app.task(name="training.forget_needs", queueing_lock="training.forget_needs")
def forget(timestamp: int) -> None:
    """Every night: delete what people needed for the sessions that are over."""
    close_old_connections()
    forget_needs(today=timezone.localdate())


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
    jobs.renew_connection()
    for session_id in waiting_requests():
        answer_request(session_id=session_id, at=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="training.certificates_sweep", queueing_lock="training.certificates_sweep")
def sweep_certificates(timestamp: int) -> None:
    """Every two minutes: certificates left behind by a worker that died are called for again."""
    jobs.renew_connection()
    if waiting_requests():
        jobs.defer(CERTIFICATES, only_once=CERTIFICATES)


@app.periodic(cron="37 6 * * 1-5")
@app.task(name="training.remind_duties", queueing_lock="training.remind_duties")
def remind_duties(timestamp: int) -> None:
    """On the mornings of the week: the kind letters about the basic training whose day has come."""
    close_old_connections()
    send_reminders(today=timezone.localdate(), by=Program("duty_reminders"))


@app.periodic(cron="37 7 * * *")
@app.task(name="training.ask_opinions", queueing_lock="training.ask_opinions")
def ask_for_opinions(timestamp: int) -> None:
    """In the morning: ask their opinion to the people of the sessions whose sheet was closed lately."""
    close_old_connections()
    ask_opinions(at=timezone.now())
