"""How often something may be done, counted in the database: all processes together, and no two requests at once between counts."""

import hashlib
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from math import ceil

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portevoix.base.accounts.models import RateCounter
from portevoix.base.ui.errors import TooManyRequests

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True)
class Rate:
    """So many times in so many seconds."""

    amount: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """Read « 5/15m »: five times in fifteen minutes (`s`, `m`, `h` or `d`); raise `ValueError` on anything else."""
        found = re.fullmatch(r"(\d+)/(\d+)([smhd])", text)
        if not found:
            raise ValueError(f"{text!r} is not a rate such as 5/15m")
        return cls(int(found[1]), int(found[2]) * UNITS[found[3]])


def consume(name: str, key: str, *, at: datetime) -> int:
    """Count one more use of `name` by `key` at `at`; return 0 when it is allowed, else how many seconds to wait.

    `name` is an entry of `settings.RATE_LIMITS`. The key is kept only as a keyed hash: no address, no number.
    """
    rate = Rate.parse(settings.RATE_LIMITS[name])
    hashed = salted_hmac(f"portevoix.limits.{name}", key, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {RateCounter._meta.db_table} AS counter (key, count, ends_at)
            VALUES (%(key)s, 1, %(at)s + make_interval(secs => %(seconds)s))
            ON CONFLICT (key) DO UPDATE SET
                count = CASE WHEN counter.ends_at <= %(at)s THEN 1 ELSE counter.count + 1 END,
                ends_at = CASE WHEN counter.ends_at <= %(at)s THEN excluded.ends_at ELSE counter.ends_at END
            RETURNING count, ends_at
            """,  # noqa: S608 (the table's own name)
            {"key": hashed, "at": at, "seconds": rate.seconds},
        )
        count, ends_at = cursor.fetchone()
    return 0 if count <= rate.amount else max(1, ceil((ends_at - at).total_seconds()))


def enforce(name: str, key: str, *, at: datetime, message: str = "") -> None:
    """Count one more use; raise `TooManyRequests` (the readable 429 page, with Retry-After) above the limit."""
    wait = consume(name, key, at=at)
    if wait:
        raise TooManyRequests(message, retry_after=wait)


def client_key(request) -> str:
    """Return what stands for the network address of the request: whole in version 4, the first half in version 6."""
    address = get_client_ip(request) or "unknown"
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


def requester_key(request) -> str:
    """Return the account of the request, or its network address when nobody is signed in."""
    return f"account {request.user.pk}" if request.user.is_authenticated else client_key(request)


def limited(name: str, *, methods: frozenset[str] | None = frozenset({"POST"})) -> Callable:
    """Decorate a view: each requester may call it as often as `settings.RATE_LIMITS[name]`; `methods` None counts every method."""

    def decorate(view):
        @wraps(view)
        def counted(request, *args, **kwargs):
            if methods is None or request.method in methods:
                enforce(name, requester_key(request), at=timezone.now())
            return view(request, *args, **kwargs)

        return counted

    return decorate


def address_key(address: str) -> str:
    """Return the key of an e-mail address, the same however it is typed."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()
