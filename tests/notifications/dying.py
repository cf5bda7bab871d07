"""Kills the worker again and again while messages leave, and says what became of each: for the test and for the long run of the bench."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message
from tests.smtp_sink import Sink, one_in

WORKERS = Path(__file__).with_name("killed_workers.py")
FIRST_MESSAGE, LAST_LIFE = 60, 180  # seconds, on a machine that does many other things
REFUSED_SHARE, SEED = 0.05, 20261122


@dataclass
class Deaths:
    """What happened: workers killed in the midst of the work, and how long it all took, in seconds."""

    kills: int
    seconds: float
    sink: Sink


def kill_while_sending(*, kills: int) -> Deaths:
    """Let workers send everything that is queued; kill each of the first `kills` ones at an unforeseen moment of its work."""
    draw = Random(SEED)
    began = time.monotonic()
    with Sink(rule=one_in(REFUSED_SHARE, seed=SEED)) as sink, started(sink.port) as nursery:
        for number in range(kills + 1):
            worker = born(nursery)
            before, seen = time.monotonic(), sum(sink.begun.values())
            while sum(sink.begun.values()) == seen and not finished():
                assert time.monotonic() < before + FIRST_MESSAGE, "the worker sends nothing"
                time.sleep(0.01)
            if number < kills:
                time.sleep(draw.uniform(0, 0.12))
                assert not finished(), "everything had left before the last death: queue more messages"
            while number == kills and not finished():
                assert time.monotonic() < before + LAST_LIFE, "messages stay behind"
                time.sleep(0.1)
            os.kill(worker, signal.SIGKILL)
            assert nursery.stdout.readline() == "dead\n"
    return Deaths(kills, time.monotonic() - began, sink)


def finished() -> bool:
    return not Message.objects.exclude(state__in=[MessageState.SENT, MessageState.FAILED]).exists()


def born(nursery) -> int:
    nursery.stdin.write("\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())


@contextmanager
def started(port: int) -> Iterator[subprocess.Popen]:
    """Start the process that gives birth to workers, on the database of this one; end it, and whatever it began, on the way out."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT'] or 5432}"
    environment = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "PORTEVOIX_MAIL_HOST": "127.0.0.1",
        "PORTEVOIX_MAIL_PORT": str(port),
        "PORTEVOIX_MAIL_SECURITY": "none",
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen([sys.executable, WORKERS], env=environment, **pipes) as nursery:
        try:
            yield nursery
        finally:
            os.killpg(nursery.pid, signal.SIGKILL)


def faults(sink: Sink) -> list[str]:
    """Return what went wrong, message by message: lost, sent twice without the mark, tried again without having failed."""
    found = []
    times = {}
    for taken in sink.taken:
        times.setdefault(taken.address, []).append(taken.message_id)
    for message in Message.objects.order_by("pk"):
        identifiers = times.pop(message.recipient_email, [])
        begun, refused = sink.begun[message.recipient_email], sink.refused[message.recipient_email]
        if message.state != MessageState.SENT or not identifiers:
            found.append(f"{message.pk}: lost ({message.state}, taken {len(identifiers)} times)")
        if set(identifiers) - {message.message_id}:
            found.append(f"{message.pk}: left under another Message-ID")
        if not message.resent_after_crash and len(identifiers) > 1:
            found.append(f"{message.pk}: sent {len(identifiers)} times without the mark")
        if not message.resent_after_crash and begun != refused + 1:
            found.append(f"{message.pk}: tried {begun} times for {refused} refusals")
    return found + [f"{address}: never queued" for address in times]
