"""The activity in figures, without names: for France Assos Santé by department and type of body, for an association its own people.

Nothing rests on fewer people than the dated setting `small-cell`; hours and kilometres are rounded, so that two readings a day apart do
not tell what somebody wrote between them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import ExtractYear

from portevoix.base.core.periods import period
from portevoix.register.directory.models import Person
from portevoix.register.directory.scope import Scope
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.mandates.models import Mandate
from portevoix.work.activity.enums import ClaimState
from portevoix.work.activity.models import ExpenseClaim, JournalEntry
from portevoix.work.activity.models.journal import JournalQuerySet
from portevoix.work.activity.publishing import Block, Line, block, published

SMALL_CELL, LEAST = "small-cell", 5
ROUND_HOURS, ROUND_KM, ROUND_EUROS = 5, 50, 100
COLUMNS = (
    *("pk", "person", "body", "minutes", "kilometres"),
    *("body__department__name", "body__body_type__name", "person__home__department__name"),
)
ELSEWHERE, NO_TYPE = "Hors d’un département", "Sans instance en particulier"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the figures: how many people it rests on, hours and kilometres rounded."""

    name: str
    people: int
    hours: int
    kilometres: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The year in figures. total: None when too few people wrote. asked: euros asked back, None when too few people asked."""

    year: int
    least: int
    total: Figure | None
    departments: list[Figure]
    types: list[Figure]
    asked: int | None = None


def region_figures(scope: Scope, *, year: int, today: date) -> Figures:
    """Return the figures of the regions of `scope`: bodies of the region, and lines of no body of the people who sit there."""
    inside = Q(body__region__code__in=scope.regions) | Q(body__isnull=True, person__in=Person.objects.visible_to(scope).values("pk"))
    entries = JournalEntry.objects.filter(inside).of_year(year)
    lines, departments, types = _read(entries)
    least = _least(today)
    blocks = [[block(name, keys, lines) for name, keys in sorted(cut.items())] for cut in (departments, types)]
    by_department, by_type = published(*blocks, lines, least=least)
    total = block("Ensemble", lines, lines)
    return Figures(
        year=year,
        least=least,
        total=_figure(total) if len(total.people) >= least else None,
        departments=[_figure(one) for one in by_department],
        types=[_figure(one) for one in by_type],
        asked=_asked(total.people, year=year, least=least),
    )


def association_figures(scope: Scope, *, year: int, today: date) -> Figures:
    """Return the total of the people who sit for the associations of `scope`: lines about the bodies where they sit for them."""
    ours = Q(association__in=scope.associations) | Q(association__parent__in=scope.associations)
    sitting = Mandate.objects.filter(ours, person=OuterRef("person"), body=OuterRef("body"))
    sitting = sitting.filter(period__overlap=period(date(year, 1, 1), date(year, 12, 31)))
    lines, _, _ = _read(JournalEntry.objects.filter(Exists(sitting)).of_year(year))
    least, total = _least(today), block("Ensemble", lines, lines)
    shown = _figure(total) if len(total.people) >= least else None
    return Figures(year=year, least=least, total=shown, departments=[], types=[])


def figure_years(today: date) -> list[int]:
    """Return the years in which anybody wrote, and this one, the latest first."""
    years = JournalEntry.objects.annotate(year=ExtractYear("day")).order_by("year").values_list("year", flat=True).distinct()
    return sorted({today.year, *years}, reverse=True)


def _read(entries: JournalQuerySet) -> tuple[dict[int, Line], dict[str, set[int]], dict[str, set[int]]]:
    """Return the lines by key, and the keys by department and by type of body."""
    lines: dict[int, Line] = {}
    departments, types = defaultdict(set), defaultdict(set)
    names = (
        "pk",
        "person",
        "minutes",
        "kilometres",
        "body__department__name",
        "person__home__department__name",
        "body__body_type__name",
        "body",
    )
    for row in entries.order_by("pk").values(*names):
        key = row["pk"]
        lines[key] = Line(person=row["person"], minutes=row["minutes"], kilometres=row["kilometres"])
        where = row["body__department__name"] if row["body"] else row["person__home__department__name"]
        departments[where or ELSEWHERE].add(key)
        kind = row["body__body_type__name"]
        types[f"{kind[:1].upper()}{kind[1:]}" if kind else NO_TYPE].add(key)
    return lines, departments, types


def _asked(people: frozenset[int], *, year: int, least: int) -> int | None:
    """Return what was asked back in the year, rounded; None when fewer than `least` people asked."""
    claims = ExpenseClaim.objects.filter(person__in=people, sent_at__year=year, state__in=[ClaimState.SENT, ClaimState.SETTLED])
    if claims.values("person").distinct().count() < least:
        return None
    return _rounded(claims.aggregate(sum=Sum("total"))["sum"] or Decimal(0), ROUND_EUROS)


def _figure(one: Block) -> Figure:
    return Figure(
        name=one.name, people=len(one.people), hours=_rounded(one.minutes / 60, ROUND_HOURS), kilometres=_rounded(one.kilometres, ROUND_KM)
    )


def _rounded(value: float | Decimal, step: int) -> int:
    return step * round(value / step)


def _least(today: date) -> int:
    return parameter_at(SMALL_CELL, today, default=LEAST)
