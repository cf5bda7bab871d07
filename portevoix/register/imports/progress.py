"""How the work on a run says where it stands, while its transaction is open, and how others know that it is alive."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection
from django.utils import timezone

from portevoix.register.imports.enums import Phase, Work
from portevoix.register.imports.models import RunProgress

LOCKS = 7_342_000_000_000  # first number of the advisory locks of the imports


class Progress(Protocol):
    """Told by whoever works on a run."""

    def __call__(self, phase: Phase, done: int = 0, total: int = 0) -> None: ...


def silent(phase: Phase, done: int = 0, total: int = 0) -> None:
    """Tell nobody."""


class AlreadyRunning(Exception):
    """Another process works on this run; the (French) message is shown as it is."""


class _Heart:
    """Writes the progress of one run on a connection of its own."""

    def __init__(self, own_connection, run_id: int):
        self._connection, self._run_id = own_connection, run_id

    def __call__(self, phase: Phase, done: int = 0, total: int = 0) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(
                "UPDATE imports_runprogress SET phase = %s, done = %s, total = %s, heartbeat = now() WHERE run_id = %s",
                [phase, done, total, self._run_id],
            )


@contextmanager
def heart_of(run_id: int) -> Iterator[Progress]:
    """Give the progress of a run that this process works on, alone: a lock of the session is held until the end or the death.

    Raises `AlreadyRunning` when another process holds it.
    """
    own_connection = connection.copy()
    try:
        with own_connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCKS + run_id])
            if not cursor.fetchone()[0]:
                raise AlreadyRunning("Un autre travail est en cours sur cet import. Attendez qu’il soit terminé.")
        yield _Heart(own_connection, run_id)
    finally:
        own_connection.close()


def is_alive(run_id: int) -> bool:
    """Tell whether a process works on the run now: PostgreSQL drops the lock of a process that dies, however it dies."""
    number = LOCKS + run_id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 1"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [number >> 32, number & 0xFFFFFFFF],
        )
        return cursor.fetchone()[0]


def ask(run_id: int, work: Work) -> None:
    """Note the work that is asked of the background job, before it begins."""
    RunProgress.objects.update_or_create(
        run_id=run_id,
        defaults={"work": work, "phase": Phase.WAITING, "done": 0, "total": 0, "refusal": "", "heartbeat": timezone.now()},
    )


def finish(run_id: int, refusal: str = "") -> None:
    """Note that the work is over, with the sentence of the refusal if it was refused."""
    RunProgress.objects.filter(run_id=run_id).update(work="", phase=Phase.DONE, refusal=refusal, heartbeat=timezone.now())
