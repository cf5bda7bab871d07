"""Log lines for machines: one JSON object a line, with the number of the request, without addresses or secrets."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

request_id: ContextVar[str] = ContextVar("request_id", default="")

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
SECRET = re.compile(
    r"(?i)\b(\w*(?:password|passwd|secret|token|code|sessionid|authorization|cookie)\w*)([\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;)}]+"
)
URL_PASSWORD = re.compile(r"(\w+://[^\s:/@]+:)[^\s@/]+@")
SIGNED = re.compile(r"[\w.=-]{4,}:[\w-]{5,8}:[\w=-]{20,}")  # text that the program signed: a link that signs somebody in
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request"}


def without_secrets(text: str) -> str:
    """Return `text` with e-mail addresses, passwords, codes, tokens and signed links replaced."""
    text = SIGNED.sub("[signé]", URL_PASSWORD.sub(r"\1***@", text))
    return SECRET.sub(r"\1\2***", EMAIL.sub("[adresse]", text))


class JsonFormatter(logging.Formatter):
    """One line, one object: time (UTC), level, logger, request, message, what the caller added, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; nothing that a user typed can add a second one or forge a key."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": request_id.get(),
            "message": without_secrets(record.getMessage()),
        }
        line |= {name: plain(value) for name, value in vars(record).items() if name not in STANDARD and name not in line}
        if record.exc_info and record.exc_info[0]:
            line["traceback"] = without_secrets("".join(traceback.format_exception(*record.exc_info)))
        return json.dumps(line, ensure_ascii=False)


def plain(value: object) -> object:
    """Return a number as it is, anything else as a text without secrets."""
    return value if isinstance(value, int | float | bool | None) else without_secrets(str(value))
