"""Reads of the journal of actions."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from portevoix.base.audit.models import Entry

PAGE = 50


def entries(
    *,
    actor: int | None = None,
    action: str = "",
    target: tuple[str, int] | None = None,
    first: date | None = None,
    last: date | None = None,
    before: int | None = None,
) -> QuerySet[Entry]:
    """Return entries, latest first.

    actor: number of an account. action: a code (`mandate.end`) or its first part (`mandate`). target: (type, number).
    first, last: days, both included. before: only the entries older than this number (next page).
    """
    rows = Entry.objects.all()
    if actor is not None:
        rows = rows.filter(actor_id=actor)
    if action:
        rows = rows.filter(action=action) if "." in action else rows.filter(action__startswith=f"{action}.")
    if target is not None:
        rows = rows.filter(target_type=target[0], target_id=target[1])
    if first is not None:
        rows = rows.filter(at__gte=_midnight(first))
    if last is not None:
        rows = rows.filter(at__lt=_midnight(date.fromordinal(last.toordinal() + 1)))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return rows.order_by("-pk")


def page_of_entries(rows: QuerySet[Entry], *, size: int = PAGE) -> tuple[list[Entry], int | None]:
    """Return one page and the number to give as `before` for the next one (None on the last): no count of a table that only grows."""
    found = list(rows[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def entries_about(rows: Mapping[str, Iterable[int]], *, limit: int) -> list[Entry]:
    """Return the latest entries about any of `rows`: numbers by type (`mandates.mandate`), latest first."""
    about = Q(pk__in=[])
    for target_type, numbers in rows.items():
        about |= Q(target_type=target_type, target_id__in=numbers)
    return list(Entry.objects.filter(about).order_by("-pk")[:limit])
