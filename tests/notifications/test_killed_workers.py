"""Fifty workers killed while 1 400 messages leave to a server that refuses one in twenty: each message arrives."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import OperationalError, connection

from portevoix.base.audit.actors import Program
from portevoix.base.notifications import sending
from portevoix.base.notifications.actions import queue_many
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.outbox import Draft, Recipient
from tests.notifications.dying import faults, kill_while_sending
from tests.smtp_sink import Sink

MESSAGES, KILLS = 1_400, 50


def write(count: int) -> None:
    """Queue `count` messages, each to somebody else."""
    drafts = [Draft(to=Recipient(f"p{number}@exemple.fr"), values={"numero": f"C-{number}", "motif": ""}) for number in range(count)]
    queue_many("essai.decision", drafts, by=Program("essai"))


@pytest.mark.django_db(transaction=True)
def test_no_message_is_lost_nor_sent_twice_unmarked_when_workers_are_killed(texts):
    write(MESSAGES)
    deaths = kill_while_sending(kills=KILLS)
    marked = Message.objects.filter(resent_after_crash=True).count()
    twice = len(deaths.sink.taken) - MESSAGES
    print(f"{KILLS} kills in {deaths.seconds:.0f} s: {marked} marked, {twice} sent twice, {sum(deaths.sink.refused.values())} refusals")
    assert faults(deaths.sink) == []
    assert 0 < marked <= KILLS
    assert twice <= marked
    assert sum(deaths.sink.refused.values()) > MESSAGES * 0.02


@pytest.fixture
def sink(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with Sink() as sink:
        settings.EMAIL_PORT = sink.port
        yield sink


def in_a_thread(work):
    """Return `work` as a worker's thread does it: on a connection of its own, closed at the end."""

    def alone():
        try:
            return work()
        finally:
            connection.close()

    return alone


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_send_each_message_once(texts, sink):
    write(200)
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(in_a_thread(lambda: sending.send_waiting(most=500))) for _ in range(4)]
        tallies = [one.result(timeout=60) for one in done]
    assert sum(tally.sent for tally in tallies) == 200
    assert min(tally.sent for tally in tallies) > 0
    assert faults(sink) == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_cut_from_the_database_during_a_dialogue_leaves_one_message_in_doubt_and_no_more(texts, sink):
    write(20)
    cut = []

    def cut_the_worker(step, address):
        if step == "DATA" and len(sink.taken) == 7 and not cut:
            cut.append(address)
            with psycopg.connect(**connection.get_connection_params()) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
                    " (SELECT oid FROM pg_database WHERE datname = current_database())"
                )

    sink.rule = cut_the_worker
    with ThreadPoolExecutor(1) as pool, pytest.raises(OperationalError):
        pool.submit(in_a_thread(lambda: sending.send_waiting(most=500))).result(timeout=60)
    assert len(sink.taken) == 8
    assert sending.take_back() == 1
    sending.send_waiting(most=500)
    assert faults(sink) == []
    assert list(Message.objects.filter(resent_after_crash=True).values_list("recipient_email", flat=True)) == cut
    assert len(sink.taken) == 21
