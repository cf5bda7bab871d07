"""Hands one message to the server of e-mails, and tells what became of it."""

import smtplib
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

REPORTS = ["NOTIFY=SUCCESS,FAILURE"]  # asks the server to write back (RFC 3461), where somebody reads the answers
TOO_BIG = 552  # refused for its size: trying again is vain


class Unavailable(Exception):
    """The server cannot be reached or refuses us; no message is at fault. The (French) sentence is for the ledger."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one message.

    reason: French sentence of a failure, empty when the server took the message. permanent: trying again is vain.
    unknown: the line was cut after the text had gone, before the answer. broken: the connection is of no more use.
    """

    reason: str = ""
    permanent: bool = False
    unknown: bool = False
    broken: bool = False


TAKEN = Outcome()


def opened(connection: BaseEmailBackend) -> BaseEmailBackend:
    """Open the connection and return it; raise `Unavailable`."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(f"Le serveur de courriels n’est pas joignable ({_words(error)}).") from error
    return connection


def closed(connection: BaseEmailBackend) -> None:
    """Close the connection, whatever its state."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        connection.connection = None


def hand_over(connection: BaseEmailBackend, email: EmailMessage, *, to: str) -> Outcome:
    """Give `email` to the open `connection`, for the address `to`.

    By SMTP the dialogue is held step by step: only so is it known whether a cut came before or after the text.
    """
    if isinstance(connection, EmailBackend):
        return _dialogue(connection.connection, email, to)
    try:
        connection.send_messages([email])
    except OSError as error:
        return Outcome(reason=f"Le message n’a pas pu être écrit ({type(error).__name__}).")
    return TAKEN


def _dialogue(server: smtplib.SMTP, email: EmailMessage, to: str) -> Outcome:
    content = email.message().as_bytes(linesep="\r\n")
    sender = settings.MAIL_RETURN_PATH or parseaddr(email.from_email)[1]
    gone = False
    try:
        server.ehlo_or_helo_if_needed()
        for step, argument in ((server.mail, sender), (server.rcpt, to)):
            reports = REPORTS if step == server.rcpt and settings.MAIL_RETURN_PATH and server.has_extn("dsn") else ()
            code, answer = step(argument, reports)
            if code >= 400:
                return _refused(server, code, answer, of_recipient=step == server.rcpt)
        gone = True
        code, answer = server.data(content)
    except smtplib.SMTPDataError as error:  # the server refused to hear the text
        return _refused(server, error.smtp_code, error.smtp_error, of_recipient=True)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(reason=f"La connexion au serveur de courriels a été coupée ({_words(error)}).", unknown=gone, broken=True)
    return TAKEN if code < 400 else _refused(server, code, answer, of_recipient=True)


def _refused(server: smtplib.SMTP, code: int, answer: bytes, *, of_recipient: bool) -> Outcome:
    """Clear the dialogue for the next message; 421 announces that the server leaves."""
    broken = code == 421
    if not broken:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            broken = True
    words = f"{code} {answer.decode('utf-8', 'replace')}"[:300]
    # A refusal of the sender concerns our server, not this message: it is mended and the messages leave later.
    permanent = code >= 500 and (of_recipient or code == TOO_BIG)
    return Outcome(reason=f"Le serveur de courriels a répondu\u00a0: {' '.join(words.split())}", permanent=permanent, broken=broken)


def _words(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
