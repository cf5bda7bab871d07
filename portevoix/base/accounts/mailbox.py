"""The mailbox of the demonstration: e-mails stay in a folder and are read on a page."""

import email
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Write each e-mail as one file of `settings.EMAIL_FILE_PATH`, whose name sorts by time."""

    def send_messages(self, email_messages) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            path = folder / f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
            path.write_bytes(message.message().as_bytes())
            path.chmod(0o600)
        return len(email_messages)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One e-mail as the page shows it: its plain text, and the names of what is attached."""

    sender: str
    recipient: str
    subject: str
    body: str
    sent_at: datetime | None
    attachments: tuple[str, ...] = ()


def letter_paths(*, recipient: str = "") -> list[Path]:
    """Return the files of the e-mails, newest first; `recipient`: a part of the name or of the address written to."""
    folder = Path(settings.EMAIL_FILE_PATH)
    paths = sorted(folder.glob("*.eml"), reverse=True) if folder.is_dir() else []
    wanted = recipient.strip().casefold()
    return [path for path in paths if wanted in _recipient(path).casefold()] if wanted else paths


def read_letter(path: Path) -> Letter:
    """Read one e-mail."""
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    date, text = message["Date"], message.get_body(preferencelist=("plain", "html"))
    return Letter(
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=text.get_content().replace("\r\n", "\n") if text else "",
        sent_at=_aware(date.datetime) if date else None,
        attachments=tuple(part.get_filename() or part.get_content_type() for part in message.iter_attachments()),
    )


def _aware(moment: datetime) -> datetime:
    """Django dates its e-mails « -0000 », which Python reads as a moment of UTC without a zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _recipient(path):
    with path.open("rb") as content:
        return str(BytesHeaderParser(policy=default).parse(content)["To"] or "")
