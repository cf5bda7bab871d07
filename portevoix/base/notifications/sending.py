"""The worker's part: takes what is due, sends it one by one, and says in the ledger what became of each.

Every message is marked « sending » and committed before its dialogue begins, and marked again after it. A worker that dies leaves at most
one message in that state; the lock that it held for its whole run is gone with it, however it died, so the message is known to be of
unknown fate: it is sent again, under the same Message-ID, and the ledger says so. No other message can leave twice.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from portevoix.base.notifications.composing import AttachmentLost, compose
from portevoix.base.notifications.enums import WAITING, MessageState
from portevoix.base.notifications.models import Message
from portevoix.base.notifications.transport import Outcome, Unavailable, closed, hand_over, opened

logger = logging.getLogger("portevoix.messages")

A_CONNECTION = 100  # messages by SMTP connection: servers close those that never end
BREAKS_IN_A_ROW = 3  # then the server is left alone until the next run
WHEN_UNAVAILABLE = timedelta(minutes=1)
CRASHES = 10  # a message during which the worker died that often is left for a human
LIVING = """SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
CUT = "L’exécutant s’est arrêté pendant l’envoi\u00a0: personne ne sait si le message est parti."


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    put_off: int = 0


def send_waiting(*, most: int) -> Tally:
    """Send what is due, `most` messages at most, and return how many left, failed for good, or will be tried again.

    Any number of processes may do it at once.
    """
    tally = Tally()
    with claiming() as claim:
        server = None
        breaks = 0
        try:
            for number in range(most):
                if server is not None and number % A_CONNECTION == 0:
                    closed(server)
                    server = None
                if server is None:
                    if not Message.objects.due(at=timezone.now()).exists():
                        break
                    server = opened(get_connection())
                message = next_message(claim)
                if message is None:
                    break
                outcome = attempt(server, message)
                note(message, outcome, tally)
                breaks = breaks + 1 if outcome.broken else 0
                if outcome.broken:
                    closed(server)
                    server = None
                if breaks == BREAKS_IN_A_ROW:
                    raise Unavailable(outcome.reason)
        except Unavailable as trouble:
            put_off(str(trouble))
        finally:
            if server is not None:
                closed(server)
    return tally


@contextmanager
def claiming() -> Iterator[int]:
    """Give the number of this run, and hold its lock until the end of the run, or of the process."""
    claim = secrets.randbits(62)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [claim])
    try:
        yield claim
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [claim])


@transaction.atomic(durable=True)
def next_message(claim: int) -> Message | None:
    """Take the message that waits for longest, out of reach of other workers, and mark it « sending »; committed when this returns."""
    now = timezone.now()
    message = Message.objects.due(at=now).select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk").first()
    if message is None:
        return None
    message.state, message.claim, message.claimed_at = MessageState.SENDING, claim, now
    message.attempts += 1
    message.save(update_fields=["state", "claim", "claimed_at", "attempts"])
    return message


def attempt(server, message: Message) -> Outcome:
    """Compose and hand over one message. Whatever makes it impossible to compose concerns it alone: the others must leave."""
    try:
        email = compose(message)
    except AttachmentLost as loss:
        return Outcome(reason=str(loss), permanent=True)
    except Exception as error:
        logger.exception("message not composed", extra={"message_number": message.pk})
        return Outcome(reason=f"Le message n’a pas pu être composé ({type(error).__name__}).", permanent=True)
    return hand_over(server, email, to=message.recipient_email)


def note(message: Message, outcome: Outcome, tally: Tally) -> None:
    """Write in the ledger what became of a message that this run had taken."""
    now = timezone.now()
    if not outcome.reason:
        tally.sent += 1
        changes = {"state": MessageState.SENT, "sent_at": now, "reason": "", "failures": 0}
    elif outcome.permanent or message.failures >= len(settings.MAIL_RETRY_SECONDS):
        tally.failed += 1
        changes = {"state": MessageState.FAILED, "reason": outcome.reason}
    else:
        tally.put_off += 1
        wait = timedelta(seconds=settings.MAIL_RETRY_SECONDS[message.failures])
        changes = {"state": MessageState.RETRY, "reason": outcome.reason, "failures": message.failures + 1, "due_at": now + wait}
        changes |= {"resent_after_crash": True} if outcome.unknown else {}
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING, claim=message.claim).update(claim=None, **changes)


def put_off(reason: str) -> None:
    """The server does not answer: what waits is tried again a little later, and the ledger says why."""
    now = timezone.now()
    logger.error("mail server unavailable: %s", reason)
    Message.objects.due(at=now).update(due_at=now + WHEN_UNAVAILABLE, reason=reason)


def take_back() -> int:
    """Give back to the queue the messages whose worker died while it sent them; return how many.

    Their fate is unknown: they are sent again under the same Message-ID, and marked so.
    """
    sending = list(Message.objects.filter(state=MessageState.SENDING).order_by("pk"))
    if not sending:
        return 0
    with connection.cursor() as cursor:  # read after the messages: a lock is held from before its first message until after its last
        cursor.execute(LIVING)
        living = {number for (number,) in cursor.fetchall()}
    return sum(_take_back(message) for message in sending if message.claim not in living)


def _take_back(message: Message) -> int:
    changes = {"state": MessageState.QUEUED, "due_at": timezone.now(), "resent_after_crash": True}
    if message.attempts >= CRASHES:
        changes = {"state": MessageState.FAILED}
    same = Message.objects.filter(pk=message.pk, state=MessageState.SENDING, claim=message.claim)
    return same.update(claim=None, reason=CUT, **changes)


def next_due():
    """Return the moment at which the next waiting message may leave, None when none waits."""
    return Message.objects.filter(state__in=WAITING).aggregate(first=Min("due_at"))["first"]
