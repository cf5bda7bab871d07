"""Work done later, by the worker: the one door to the job queue, so that another queue could stand behind it one day.

A job is a row of the same database: enqueued in the transaction of the act that asks for it, it exists when the act does and only
then. Declare a job in a module `tasks` of a package (found at start-up), enqueue it with `defer`.
"""

from collections.abc import Callable

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task

QUEUE = "default"
FIRST_WAIT_SECONDS = 5


def task(name: str, *, attempts: int = 3) -> Callable[[Callable], Task]:
    """Decorate a function as a job with the stable code `name`; a failure is tried again later, `attempts` times in all.

    A job may run twice (its worker may be killed at the last moment): it does its work in one transaction and finds out by
    itself what was already done. Its arguments are numbers and texts, never rows.
    """
    retry = RetryStrategy(max_attempts=attempts, exponential_wait=FIRST_WAIT_SECONDS)
    return app.task(name=name, queue=QUEUE, retry=retry)


def defer(job: Task, *, only_once: str | None = None, **arguments: object) -> int | None:
    """Enqueue `job` in the current transaction and return its number.

    `only_once` is a key: while a job with the same key waits, nothing is added and None is returned.
    """
    try:
        with transaction.atomic():  # a savepoint: the refusal of a double must not spoil the caller's transaction
            return job.configure(queueing_lock=only_once).defer(**arguments)
    except AlreadyEnqueued:
        return None
