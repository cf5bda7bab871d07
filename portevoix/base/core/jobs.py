"""Work done later, by the worker: the one door to the job queue, so that another queue could stand behind it one day.

A job is a row of the same database: enqueued in the transaction of the act that asks for it, it exists when the act does and only
then. Declare a job in a module `tasks` of a package (found at start-up) with `task`, enqueue it with `defer`; what the worker does by
itself is declared with `every`.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

QUEUE = "default"
FIRST_WAIT_SECONDS = 5
AT_START: list[str] = []  # names of the jobs that a worker asks for when it starts


def task(name: str, *, attempts: int = 3, at_start: bool = False) -> Callable[[Callable], Task]:
    """Decorate a function as a job with the stable code `name`; a failure is tried again later, `attempts` times in all.

    at_start: each worker asks for it when it starts, to take up at once what a dead one left (the job then takes no argument).
    A job may run twice (its worker may be killed at the last moment): it does its work in one transaction and finds out by
    itself what was already done. Its arguments are numbers and texts, never rows.
    """
    if at_start:
        AT_START.append(name)
    retry = RetryStrategy(max_attempts=attempts, exponential_wait=FIRST_WAIT_SECONDS)

    def decorate(function: Callable) -> Task:
        @wraps(function)
        def run(*places: object, **arguments: object) -> None:
            _renew_connection()
            function(*places, **arguments)

        return app.task(name=name, queue=QUEUE, retry=retry)(run)

    return decorate


def every(cron: str, *, name: str) -> Callable:
    """Decorate a function as a job that the worker does by itself at the times `cron` (hours of UTC), with the stable code `name`.

    The function receives the moment that was planned, in Paris; it finds out by itself what is due, so that a run left out while
    no worker lived is caught up by the next one. While one waits, no other is added.
    """

    def decorate(function: Callable[[datetime], None]) -> Callable[[int], None]:
        @wraps(function)
        def run(timestamp: int) -> None:
            _renew_connection()
            function(datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)))

        return app.periodic(cron=cron)(app.task(name=name, queue=QUEUE, queueing_lock=name)(run))

    return decorate


def defer(job: Task | str, *, only_once: str | None = None, at: datetime | None = None, **arguments: object) -> int | None:
    """Enqueue `job` (or the job of that name) in the current transaction and return its number.

    `only_once` is a key: while a job with the same key waits, nothing is added and None is returned. `at`: not before that moment.
    """
    name = job if isinstance(job, str) else job.name
    try:
        with transaction.atomic():  # a savepoint: the refusal of a double must not spoil the caller's transaction
            return app.configure_task(name, allow_unknown=False, queueing_lock=only_once, schedule_at=at).defer(**arguments)
    except AlreadyEnqueued:
        return None


def is_waiting(name: str) -> bool:
    """Tell whether a job of that name waits for a worker, or is being done by one that was not given up for dead."""
    alive = Q(status="todo") | Q(status="doing", worker__isnull=False)
    return ProcrastinateJob.objects.filter(alive, task_name=name).exists()


def _renew_connection() -> None:
    """Drop the connection that this thread of the worker kept, if the database closed it meanwhile."""
    if not connection.in_atomic_block:
        close_old_connections()
