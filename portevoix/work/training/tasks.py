"""What the worker does about trainings, by itself."""

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from portevoix.work.training.actions.needs import forget_needs
from portevoix.work.training.actions.places import expire_offers
from portevoix.work.training.actions.reminders import remind_sessions


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
