"""Rows of the activity for the tests."""

from datetime import date
from typing import Any

from portevoix.register.directory.models import Person
from portevoix.work.activity.enums import ActivityKind
from portevoix.work.activity.models import JournalEntry

DAY = date(2026, 11, 18)


def entry(person: Person, **facts: Any) -> JournalEntry:
    """Write one line of a journal: a meeting of two hours."""
    return JournalEntry.objects.create(**{"person": person, "kind": ActivityKind.MEETING, "day": DAY, "minutes": 120, **facts})
