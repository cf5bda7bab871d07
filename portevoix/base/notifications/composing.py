"""Turns a row of the ledger into the e-mail that leaves: plain text and its HTML twin, the same bytes at each attempt but for the parts."""

import re
from collections.abc import Iterator
from email.charset import QP, Charset
from email.utils import format_datetime, formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portevoix.base.notifications.models import Message
from portevoix.base.notifications.registry import FAMILIES
from portevoix.base.notifications.selectors import common_values
from portevoix.base.notifications.unsubscribing import unsubscribe_url

_LINK = re.compile(r"https?://[^\s<>«»\"]*[^\s<>«»\".,;:!?)\]’']")
_ITEM = re.compile(r"[-•–] ")
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
BREAK = format_html("<br>{}", "\n")
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
    """Return the HTML version of a plain text: paragraphs, lists, links; every word escaped."""
    return format_html(PAGE, subject, format_html_join("", "{}", ((_block(block),) for block in blocks(text))))


def _block(block: dict) -> SafeString:
    if "entries" in block:
        return format_html("<ul>\n{}</ul>\n", format_html_join("", "<li>{}</li>\n", ((_line(line),) for line in block["entries"])))
    return format_html("<p>{}</p>\n", format_html_join(BREAK, "{}", ((_line(line),) for line in block["lines"])))


def _line(line: list[dict]) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in line))


def _piece(piece: dict) -> str:
    return format_html('<a href="{0}">{0}</a>', piece["link"]) if "link" in piece else piece["words"]


def blocks(text: str) -> Iterator[dict]:
    """Yield the paragraphs and the lists of a plain text; a line is a list of pieces, each words or a link."""
    for paragraph in re.split(r"\n{2,}", text.strip()):
        lines = paragraph.split("\n")
        if all(_ITEM.match(line) for line in lines):
            yield {"entries": [pieces(_ITEM.sub("", line, count=1)) for line in lines]}
        else:
            yield {"lines": [pieces(line) for line in lines]}


def pieces(line: str) -> list[dict]:
    """Cut a line at its web addresses: `[{"words": …}, {"link": …}, …]`."""
    found, position = [], 0
    for match in _LINK.finditer(line):
        found.append({"words": line[position : match.start()]})
        found.append({"link": match.group()})
        position = match.end()
    found.append({"words": line[position:]})
    return [piece for piece in found if piece.get("words") or piece.get("link")]
