"""The year of somebody: what they did, for whom, what they asked back."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Sum

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import day_of
from portevoix.base.core.text import NBSP
from portevoix.base.documents.engine import render
from portevoix.base.documents.shapes import FileSummaryData, Section, Table
from portevoix.register.directory.models import Body, Person
from portevoix.register.orders.selectors.certificates import body_words
from portevoix.register.orders.selectors.composition import person_words
from portevoix.work.activity.durations import duration_fr
from portevoix.work.activity.enums import ActivityKind, ClaimState
from portevoix.work.activity.models import ExpenseClaim, JournalEntry
from portevoix.work.activity.selectors.journal import Totals, entries_of, totals
from portevoix.work.activity.selectors.leave import LeaveYear, days_words, leave_year
from portevoix.work.activity.words import euros

TITLE = "Mon année de représentation"
NO_BODY = "Sans instance en particulier"


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one kind of activity, or one body, took in the year."""

    name: str
    lines: int
    minutes: int
    kilometres: int

    @property
    def duration(self) -> str:
        return duration_fr(self.minutes)


@dataclass(frozen=True, kw_only=True)
class YearStatement:
    """The year of somebody, without their remarks. asked, settled: in euros, of the claims sent and paid in the year."""

    year: int
    totals: Totals
    kinds: list[Share]
    bodies: list[Share]
    asked: Decimal
    settled: Decimal
    leave: LeaveYear


def year_statement(person: Person, *, year: int, today: date) -> YearStatement:
    """Return the year of somebody. The caller has checked whose it is."""
    entries = JournalEntry.objects.filter(person=person).of_year(year)
    sums = {"lines": Count("pk"), "minutes": Sum("minutes"), "kilometres": Sum("kilometres")}
    kinds = entries.values("kind").annotate(**sums).order_by("-minutes", "kind")
    bodies = list(entries.values("body").annotate(**sums).order_by("-minutes", "body"))
    known = Body.objects.filter(pk__in=[row["body"] for row in bodies]).select_related("body_type", "facility").in_bulk()
    claims = ExpenseClaim.objects.filter(person=person, sent_at__year=year)
    return YearStatement(
        year=year,
        totals=totals(entries_of(person, year=year)),
        kinds=[_share(ActivityKind(row.pop("kind")).label.capitalize(), row) for row in kinds],
        bodies=[_share(body_words(known[pk]) if (pk := row.pop("body")) else NO_BODY, row) for row in bodies],
        asked=_total(claims.filter(state__in=[ClaimState.SENT, ClaimState.SETTLED])),
        settled=_total(claims.filter(state=ClaimState.SETTLED)),
        leave=leave_year(person, year=year, today=today),
    )


def year_pdf(person: Person, *, year: int, at: datetime, large: bool) -> bytes:
    """Return the year of somebody as a PDF, in large characters when asked."""
    today = day_of(at)
    data = year_data(person, year_statement(person, year=year, today=today), today=today)
    return render("file_summary", data, title=f"{TITLE}, {year}", timestamp=at, large=large, author=str(person))


def year_data(person: Person, statement: YearStatement, *, today: date) -> FileSummaryData:
    """Return what the statement says on paper."""
    return FileSummaryData(
        authority=["Porte-voix"],
        title=TITLE,
        number=f"Année {statement.year}",
        state=person_words(person),
        sections=[
            Section(
                title="En tout",
                facts=[
                    ("Temps", statement.totals.duration),
                    ("Trajets", f"{statement.totals.kilometres}{NBSP}km"),
                    ("Frais demandés", euros(statement.asked)),
                    ("Frais payés", euros(statement.settled)),
                    ("Congé de représentation", days_words(statement.leave.taken)),
                ],
            ),
            Section(title="Par activité", tables=[_table("Activité", statement.kinds)]),
            Section(title="Par instance", tables=[_table("Instance", statement.bodies)]),
        ],
        updated=f"Établi le {date_fr(today)}, d’après les lignes du journal de la personne",
    )


def _share(name: str, row: dict) -> Share:
    return Share(name=name, **row)


def _total(claims) -> Decimal:
    return claims.aggregate(sum=Sum("total"))["sum"] or Decimal(0)


def _table(first: str, shares: list[Share]) -> Table:
    rows = [[share.name, str(share.lines), share.duration, f"{share.kilometres}{NBSP}km"] for share in shares]
    return Table(columns=[first, "Lignes", "Temps", "Trajets"], rows=rows or [["Aucune ligne", "–", "–", "–"]], row_names=True)
