"""What servers of e-mails write back: delivered, or returned (delivery status notifications, RFC 3464)."""

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

RESULTS = {"delivered": True, "failed": False}  # the other actions (delayed, relayed, expanded) decide nothing


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one report says of one message: delivered, or returned with the words of the server."""

    message_id: str
    delivered: bool
    words: str = ""


def read_report(content: bytes) -> Report | None:
    """Read one e-mail received at the return address; None when it is no report, or one that decides nothing."""
    email = message_from_bytes(content, policy=default)
    if email.get_content_type() != "multipart/report":
        return None
    status, identifier = "", ""
    words = ""
    for part in email.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in part.get_payload():
                status = str(block.get("Action") or status).strip().lower()
                words = str(block.get("Diagnostic-Code") or block.get("Status") or words)
        elif part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            identifier = _identifier(part) or identifier
    if status not in RESULTS or not identifier:
        return None
    return Report(message_id=identifier, delivered=RESULTS[status], words=" ".join(words.split())[:300])


def _identifier(part: EmailMessage) -> str:
    """Return the Message-ID of the message that the report gives back, whole or by its headers."""
    if part.get_content_type() == "message/rfc822":
        original = part.get_payload(0)
    else:
        original = message_from_bytes(part.get_payload(decode=True), policy=default)
    return str(original.get("Message-ID") or "").strip(" <>")
