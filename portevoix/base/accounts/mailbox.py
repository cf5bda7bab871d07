"""The mailbox of the demonstration: e-mails stay in a folder and are read on a page."""

import email
import secrets
import time
from dataclasses import dataclass
from datetime import datetime
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
    """One e-mail as the page shows it."""

    recipient: str
    subject: str
    body: str
    sent_at: datetime | None


def letters(*, limit: int = 30) -> list[Letter]:
    """Return the last e-mails of the folder, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    paths = sorted(folder.glob("*.eml"), reverse=True)[:limit] if folder.is_dir() else []
    return [_read(path) for path in paths]


def _read(path):
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    date = message["Date"]
    return Letter(
        recipient=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        body=message.get_content(),
        sent_at=date.datetime if date else None,
    )
