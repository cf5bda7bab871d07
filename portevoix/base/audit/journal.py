"""Writes the journal of actions, in the transaction of the action."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import pgtrigger

from portevoix.base.audit.models import Entry
from portevoix.base.core.logs import request_id


def record(action: str, *, target: Any, by: Any, **data: Any) -> Entry:
    """Add one entry: `by` did `action` (for example `mandate.end`) on the row `target`.

    `data` holds codes, dates and numbers that explain the act (reason, before, after), never a name or an address.
    """
    return Entry.objects.create(**_fields(action, target=target, by=by, data=data))


def record_many(action: str, *, targets: list, by: Any, **data: Any) -> None:
    """Add one entry per row of `targets`, in one statement."""
    Entry.objects.bulk_create([Entry(**_fields(action, target=target, by=by, data=data)) for target in targets])


def _fields(action, *, target, by, data):
    return {
        "actor_id": by.pk,
        "actor": "" if by.pk else str(by)[:120],  # an account is known by its number: no name is copied
        "action": action,
        "target_type": target._meta.label_lower,
        "target_id": target.pk,
        "data": data,
        "request_id": request_id.get(),
    }


def forget(*, actions: Collection[str], before: datetime) -> int:
    """Delete the entries of these actions older than `before` and return how many; the only way out of the journal."""
    with pgtrigger.ignore("audit.Entry:append_only"):
        return Entry.objects.filter(action__in=actions, at__lt=before).delete()[0]
