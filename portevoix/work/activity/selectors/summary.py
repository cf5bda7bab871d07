"""What « Mon espace » shows of the activity."""

from dataclasses import dataclass
from datetime import date

from portevoix.register.directory.models import Person
from portevoix.work.activity.models import JournalEntry
from portevoix.work.activity.selectors.claims import unclaimed
from portevoix.work.activity.selectors.journal import Totals, entries_of, totals
from portevoix.work.activity.selectors.leave import LeaveYear, leave_year

SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class OwnSummary:
    """The last lines of the journal, the totals of the year, the journeys not asked back yet, the leave of the year."""

    last: list[JournalEntry]
    totals: Totals
    journeys: int
    leave: LeaveYear


def own_summary(person: Person, *, today: date) -> OwnSummary:
    """Return what somebody sees of their own activity on their first page. The caller has checked whose it is."""
    return OwnSummary(
        last=list(entries_of(person)[:SHOWN]),
        totals=totals(entries_of(person, year=today.year)),
        journeys=unclaimed(person).count(),
        leave=leave_year(person, year=today.year, today=today),
    )
