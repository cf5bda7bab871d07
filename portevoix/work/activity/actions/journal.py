"""Write the journal. Its content never goes to the journal of actions: one's activity is one's own."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.screening import ensure_screened
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Body, Person
from portevoix.work.activity.models import JournalEntry

IN_A_CLAIM = "Cette ligne est dans un état de frais. Retirez-la d’abord de l’état de frais, puis recommencez."
FUTURE = "Ce jour n’est pas encore passé. Notez l’activité quand elle est faite."


@transaction.atomic
def add_entry(*, person: Person, by: Any, today: date, confirmed: bool = False, **facts: Any) -> JournalEntry:
    """Write one line (kind, day, minutes; body, kilometres, remarks when given).

    confirmed: the writer keeps a remark that seems to name somebody. Raises `ValidationError` (code `screened` for the remark),
    `PermissionDenied` in somebody else's journal.
    """
    entry = JournalEntry(person=person, created_by_id=by.pk)
    _ensure_own(entry, by)
    _fill(entry, facts, today=today, confirmed=confirmed)
    journal.record("journalentry.add", target=entry, by=by)
    return entry


@transaction.atomic
def change_entry(*, entry: JournalEntry, by: Any, today: date, confirmed: bool = False, **facts: Any) -> JournalEntry:
    """Correct one line. Its day cannot move while it is in a claim. Raises as `add_entry`."""
    _ensure_own(entry, by)
    if facts.get("day", entry.day) != entry.day or facts.get("body", entry.body) != entry.body:
        _ensure_unclaimed(entry)
    _fill(entry, facts, today=today, confirmed=confirmed)
    journal.record("journalentry.change", target=entry, by=by)
    return entry


@transaction.atomic
def delete_entry(*, entry: JournalEntry, by: Any) -> None:
    """Delete one line for good. Raises `ValidationError` when a claim rests on it."""
    _ensure_own(entry, by)
    _ensure_unclaimed(entry)
    journal.record("journalentry.delete", target=entry, by=by)
    entry.delete()


def _fill(entry: JournalEntry, facts: dict[str, Any], *, today: date, confirmed: bool) -> None:
    for name, value in facts.items():
        setattr(entry, name, value)
    if entry.day and entry.day > today:
        raise ValidationError({"day": FUTURE})
    ensure_screened(entry.remarks, confirmed=confirmed, known=_known(entry.body))
    entry.full_clean()
    entry.save()


def _known(body: Body | None) -> list[str]:
    """Return names that may stand in a remark: that of the body, often a person's (« hôpital Émile Muller »)."""
    return [body.readable_name, body.town] if body else []


def _ensure_own(entry: JournalEntry, by: Any) -> None:
    if not can(by, Permission.ACTIVITY_OWN, entry):
        raise PermissionDenied


def _ensure_unclaimed(entry: JournalEntry) -> None:
    if entry.expense_lines.exists():
        raise ValidationError(IN_A_CLAIM)
