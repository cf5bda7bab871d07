"""Sending: what leaves, what is tried again, what is a failure; one line each in the ledger."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications import sending, tasks
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.outbox import Recipient
from tests.factories import StoredFileFactory
from tests.smtp_sink import BUSY, CUT, Sink

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("texts")]
S = MessageState


@pytest.fixture
def sink(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 5
    with Sink() as sink:
        settings.EMAIL_PORT = sink.port
        yield sink


def write(*names, **kwargs):
    """Queue the decision to `<name>@exemple.fr` for each name."""
    to = [Recipient(f"{name}@exemple.fr", name.title()) for name in names]
    return queue("essai.decision", **{"to": to, "values": {"numero": "C-1", "motif": ""}, "by": Program("essai")} | kwargs)


def send():
    return sending.send_waiting(most=500)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def refuse(sink, step, answer, *, address="odile@exemple.fr", times=99):
    """Have the server give `answer` at `step` for `address`, `times` times."""
    left = [times]

    def rule(asked, to):
        if asked != step or (step != "MAIL" and to != address) or not left[0]:
            return None
        left[0] -= 1
        return answer

    sink.rule = rule


def test_what_waits_leaves_on_one_connection_and_the_ledger_says_so(sink):
    first, *_ = write("odile", "luc", "rose")
    assert send().sent == 3
    first.refresh_from_db()
    assert (first.state, first.attempts, first.claim, first.reason, first.resent_after_crash) == (S.SENT, 1, None, "", False)
    assert first.sent_at >= first.claimed_at >= first.queued_at
    assert sink.connections == 1
    assert [taken.message_id for taken in sink.taken] == list(Message.objects.order_by("pk").values_list("message_id", flat=True))


def test_reports_are_asked_for_where_somebody_reads_them(sink, settings):
    sink.extensions = "DSN"
    write("odile")
    send()
    assert [line for line in sink.lines if line[:4] in {"mail", "rcpt"}] == [
        "mail FROM:<webmaster@localhost>",
        "rcpt TO:<odile@exemple.fr>",
    ]
    settings.MAIL_RETURN_PATH = "retour@porte-voix.example"
    write("luc")
    send()
    assert sink.lines[-4:-1] == ["mail FROM:<retour@porte-voix.example>", "rcpt TO:<luc@exemple.fr> NOTIFY=SUCCESS,FAILURE", "data"]


def test_nothing_waiting_opens_no_connection(sink):
    send()
    assert sink.connections == 0


def test_a_refusal_for_a_while_is_tried_again_later_and_only_that_one(sink, settings):
    write("odile", "luc")
    refuse(sink, "RCPT", BUSY, times=1)
    tally = send()
    assert (tally.sent, tally.put_off) == (1, 1)
    assert states() == [S.RETRY, S.SENT]
    message = Message.objects.order_by("pk").first()
    assert message.reason == "Le serveur de courriels a répondu\u00a0: 451 4.3.0 Try again later"
    assert message.due_at >= message.claimed_at + timedelta(seconds=settings.MAIL_RETRY_SECONDS[0])
    assert send().sent == 0, "not before its time"
    with time_machine.travel(message.due_at + timedelta(seconds=1)):
        assert send().sent == 1
    assert sink.begun == {"odile@exemple.fr": 2, "luc@exemple.fr": 1}
    message.refresh_from_db()
    assert (message.state, message.attempts, message.failures, message.reason, message.resent_after_crash) == (S.SENT, 2, 0, "", False)


def test_delays_grow_then_it_is_a_failure(sink, settings):
    settings.MAIL_RETRY_SECONDS = (60, 3_600)
    (message,) = write("odile")
    refuse(sink, "DATA", BUSY)
    waits, now = [], timezone.now()
    for _ in range(3):
        with time_machine.travel(now, tick=False):
            send()
        message.refresh_from_db()
        waits.append(round((message.due_at - now).total_seconds()))
        now = message.due_at + timedelta(seconds=1)
    assert waits[:2] == [60, 3_600]
    assert (message.state, message.attempts) == (S.FAILED, 3)
    assert "451" in message.reason


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_refused_recipient_is_a_failure_at_once_and_the_others_leave(sink, step):
    write("odile", "luc")
    refuse(sink, step, b"550 5.1.1 Unknown user")
    send()
    assert states() == [S.FAILED, S.SENT]
    assert "550 5.1.1 Unknown user" in Message.objects.order_by("pk").first().reason
    assert sink.connections == 1


def test_a_refused_sender_is_the_fault_of_no_message(sink):
    write("odile")
    refuse(sink, "MAIL", b"550 5.7.1 Sender refused")
    send()
    assert states() == [S.RETRY]


def test_a_server_that_does_not_answer_puts_everything_off_and_says_why(sink, settings):
    settings.EMAIL_PORT = 1
    write("odile", "luc")
    send()
    assert states() == [S.QUEUED, S.QUEUED]
    for message in Message.objects.all():
        assert (message.attempts, message.failures) == (0, 0)
        assert "n’est pas joignable (ConnectionRefusedError)" in message.reason
        assert message.due_at > timezone.now() + timedelta(seconds=30)


def test_a_line_cut_before_the_text_is_a_plain_failure(sink):
    write("odile", "luc")
    refuse(sink, "RCPT", CUT, times=1)
    send()
    message = Message.objects.order_by("pk").first()
    assert (message.state, message.resent_after_crash) == (S.RETRY, False)
    assert "a été coupée" in message.reason
    assert states() == [S.RETRY, S.SENT], "the next one leaves on a new connection"
    assert sink.connections == 2


def test_a_line_cut_after_the_text_leaves_a_doubt_that_the_ledger_shows(sink):
    write("odile")
    refuse(sink, "DATA", CUT, times=1)
    send()
    message = Message.objects.get()
    assert (message.state, message.resent_after_crash) == (S.RETRY, True)
    with time_machine.travel(message.due_at + timedelta(seconds=1)):
        send()
    assert [taken.message_id for taken in sink.taken] == [message.message_id]


def test_a_server_that_leaves_again_and_again_is_left_alone(sink):
    write(*(f"p{number}" for number in range(6)))
    sink.rule = lambda step, address: b"421 4.3.2 Shutting down" if step == "RCPT" else None
    send()
    assert sink.connections == sending.BREAKS_IN_A_ROW
    assert states() == [S.RETRY] * 3 + [S.QUEUED] * 3
    assert not Message.objects.due(at=timezone.now()).exists()


def test_a_message_found_sending_without_its_worker_is_sent_again_and_marked(sink):
    (message,) = write("odile")
    with sending.claiming() as claim:
        sending.next_message(claim)
        assert sending.take_back() == 0, "its worker lives"
    assert states() == [S.SENDING]
    assert sending.take_back() == 1
    message.refresh_from_db()
    assert (message.state, message.resent_after_crash) == (S.QUEUED, True)
    assert "personne ne sait" in message.reason
    tasks.send()
    message.refresh_from_db()
    assert (message.state, message.attempts, message.resent_after_crash) == (S.SENT, 2, True)
    assert [taken.message_id for taken in sink.taken] == [message.message_id]


def test_a_message_that_kills_every_worker_is_left_for_a_human():
    write("odile")
    for _ in range(sending.CRASHES):
        with sending.claiming() as claim:
            sending.next_message(claim)
        sending.take_back()
    assert states() == [S.FAILED]


def test_a_worker_that_lost_its_message_changes_nothing():
    write("odile")
    with sending.claiming() as claim:
        message = sending.next_message(claim)
    sending.take_back()
    sending.note(message, sending.Outcome(), sending.Tally())
    assert states() == [S.QUEUED]


def test_two_workers_never_take_the_same_message():
    write("odile", "luc")
    with sending.claiming() as one, sending.claiming() as two:
        assert sending.next_message(one).pk != sending.next_message(two).pk
        assert sending.next_message(one) is None


def test_a_message_that_cannot_be_composed_fails_alone(sink, monkeypatch):
    first, _ = write("odile", "luc")
    real = sending.compose

    def fragile(message):
        if message.pk == first.pk:
            raise ZeroDivisionError
        return real(message)

    monkeypatch.setattr(sending, "compose", fragile)
    send()
    assert states() == [S.FAILED, S.SENT]
    first.refresh_from_db()
    assert first.reason == "Le message n’a pas pu être composé (ZeroDivisionError)."


def test_a_lost_attachment_is_a_failure_that_names_it(sink):
    kept = StoredFileFactory(kind=FileKind.PDF)
    lost = StoredFile.objects.create(content="aa/lost", name="arrêté.pdf", kind=FileKind.PDF, size=3, sha256="0" * 64)
    write("odile", attachments=[kept])
    write("luc", attachments=[kept, lost])
    send()
    assert states() == [S.SENT, S.FAILED]
    assert "arrêté.pdf" in Message.objects.order_by("pk").last().reason
    (part,) = sink.taken[0].email.iter_attachments()
    assert part.get_content_type() == "application/pdf"


def test_the_lock_of_a_run_is_given_back():
    with sending.claiming():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
