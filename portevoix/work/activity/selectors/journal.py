"""What somebody reads of their journal."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

from portevoix.register.directory.models import Person
from portevoix.work.activity.durations import duration_fr
from portevoix.work.activity.enums import ActivityKind
from portevoix.work.activity.models import JournalEntry
from portevoix.work.activity.models.journal import JournalQuerySet

CSV_HEADER = ("jour", "activite", "instance", "duree_minutes", "trajet_km", "remarques")


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What lines add up to."""

    lines: int
    minutes: int
    kilometres: int

    @property
    def duration(self) -> str:
        """« 62 h »."""
        return duration_fr(self.minutes)


def totals(entries: JournalQuerySet) -> Totals:
    """Add up lines."""
    found = entries.aggregate(lines=Count("pk"), minutes=Sum("minutes"), kilometres=Sum("kilometres"))
    return Totals(**{name: value or 0 for name, value in found.items()})


def entries_of(person: Person, *, year: int | None = None) -> JournalQuerySet:
    """Return the lines of somebody, of a year when it is given, the latest first."""
    rows = JournalEntry.objects.filter(person=person).select_related("body__body_type", "body__facility")
    return (rows if year is None else rows.of_year(year)).order_by("-day", "-pk")


def years_of(person: Person) -> list[int]:
    """Return the years in which somebody wrote, the latest first."""
    rows = JournalEntry.objects.filter(person=person).annotate(year=ExtractYear("day")).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def csv_rows(entries: JournalQuerySet) -> Iterator[list]:
    """Yield the lines as the cells of a file, in the order of `CSV_HEADER`."""
    for entry in entries:
        where = str(entry.body) if entry.body else ""
        yield [entry.day, ActivityKind(entry.kind).label, where, entry.minutes, entry.kilometres, entry.remarks]
