"""Turns a row of the ledger into the e-mail that leaves: plain text and its HTML twin, the same bytes at each attempt but for the parts."""

from email.charset import QP, Charset
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portevoix.base.notifications.models import Message
from portevoix.base.notifications.readable import html_of
from portevoix.base.notifications.registry import FAMILIES
from portevoix.base.notifications.selectors import common_values
from portevoix.base.notifications.unsubscribing import unsubscribe_url

PAGE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
</head>
<body>
{}</body>
</html>
"""
QUOTED = Charset("utf-8")
QUOTED.body_encoding = QP  # any server takes it, whatever the length of the lines


class AttachmentLost(Exception):
    """A stored file is no longer there; the (French) sentence goes to the ledger."""


def compose(message: Message) -> EmailMultiAlternatives:
    """Return the e-mail of a row, ready to leave; raise `AttachmentLost`."""
    headers = {
        "Message-ID": f"<{message.message_id}>",
        "Date": format_datetime(message.queued_at),
        "Auto-Submitted": "auto-generated",
        "Content-Language": "fr",
    }
    leave = unsubscribe_url(message) if message.family else ""
    if leave:
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text = plain_text(message, leave)
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((message.recipient_name, message.recipient_email))],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    email.encoding = QUOTED
    email.attach_alternative(html_twin(message.subject, text), "text/html")
    for stored in message.attachments.order_by("pk") if message.attachment_count else ():
        try:
            with stored.content.open("rb") as content:
                email.attach(stored.download_name, content.read(), stored.kind)
        except FileNotFoundError as error:
            raise AttachmentLost(f"La pièce jointe «\u00a0{stored.name}\u00a0» n’existe plus.") from error
    return email


def plain_text(message: Message, leave: str = "") -> str:
    """Return the whole plain text: the stored words, who sends, and how to receive no more such messages."""
    values = common_values()
    parts = [message.body, f"{values['site']}, message automatique\nAide\u00a0: {values['aide']}"]
    if leave:
        words = FAMILIES.get(message.family, "ces messages")
        parts.append(f"Vous ne voulez plus recevoir {words}\u00a0? Ouvrez cette page\u00a0:\n{leave}")
    return "\n\n".join(parts) + "\n"


def html_twin(subject: str, text: str) -> SafeString:
    """Return the HTML version of a plain text."""
    return format_html(PAGE, subject, html_of(text))
