"""Is the platform well? The database, the job queue, the disk, each with what to look at when it is not."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

WORKER_SILENT_AFTER = timedelta(minutes=2)
JOB_LATE_AFTER = timedelta(minutes=15)
FREE_BYTES = 500_000_000


@dataclass(frozen=True)
class State:
    """State of one part; `detail` is a French sentence without names or addresses."""

    ok: bool
    detail: str


def database(at: datetime) -> State:
    """Ask the database for its version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        return State(True, f"PostgreSQL {cursor.fetchone()[0]}")


def queue(at: datetime) -> State:
    """A worker must have given a sign of life, and no job may have been due for long."""
    workers = living_workers(at)
    waiting = ProcrastinateJob.objects.filter(status="todo").count()
    limit = at - JOB_LATE_AFTER
    late = ProcrastinateJob.objects.filter(status="todo", scheduled_at__lt=limit).count()
    late += ProcrastinateEvent.objects.filter(type="deferred", at__lt=limit, job__status="todo", job__scheduled_at__isnull=True).count()
    return State(workers > 0 and late == 0, f"exécutants\u00a0: {workers}, tâches en attente\u00a0: {waiting}, en retard\u00a0: {late}")


def living_workers(at: datetime) -> int:
    """Return how many workers gave a sign of life shortly before `at`."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=at - WORKER_SILENT_AFTER).count()


def disk(at: datetime) -> State:
    """Room must be left where the data are."""
    folder = next(path for path in (Path(settings.VAR_DIR), *Path(settings.VAR_DIR).parents) if path.exists())
    free = shutil.disk_usage(folder).free
    return State(free > FREE_BYTES, f"{free // 1_000_000_000} Go libres")


PARTS: dict[str, Callable[[datetime], State]] = {"base": database, "file": queue, "disque": disk}


def report(*, at: datetime) -> dict:
    """Return `{"etat": "ok" | "panne", part: {"ok": bool, "detail": str}}`; a part that cannot be asked is down."""
    states = {name: asdict(asked(part, at)) for name, part in PARTS.items()}
    return {"etat": "ok" if all(state["ok"] for state in states.values()) else "panne"} | states


def asked(part: Callable[[datetime], State], at: datetime) -> State:
    try:
        return part(at)
    except (Error, OSError) as error:
        return State(False, f"sans réponse ({type(error).__name__})")
