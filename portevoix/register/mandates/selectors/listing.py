"""The agents' board: figures of a perimeter and the list of its seats, page by page, on any day."""

from array import array
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db import connection
from django.db.models.expressions import RawSQL

from portevoix.base.core.periods import add_months
from portevoix.register.directory.scope import NOTHING, Scope, scope_of
from portevoix.register.mandates.selectors.criteria import ALL, SeatCriteria, SeatSort, seats_of_bodies
from portevoix.register.mandates.selectors.occupancy import QUALITY_ORDER, Fragment, occupancy_sql
from portevoix.register.mandates.selectors.revision import current_generation, remembered
from portevoix.register.mandates.selectors.rows import SeatRow, rows_of
from portevoix.register.mandates.selectors.search import bodies_found, find

LONG_VACANCY_MONTHS = 6
SOON_MONTHS = 9


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Counts of a perimeter on the day `at` (definitions: dossier §3.7).

    opened = filled + vacant; `vacant` includes the seats past their term. ending_soon: filled seats whose mandate ends, or whose
    holder leaves, within 9 months. Bodies are judged on all their open seats, whatever the qualities asked for.
    """

    at: date
    opened: int = 0
    filled: int = 0
    vacant: int = 0
    past_term: int = 0
    opened_titular: int = 0
    opened_substitute: int = 0
    opened_member: int = 0
    vacant_titular: int = 0
    vacant_substitute: int = 0
    vacant_member: int = 0
    vacant_long: int = 0
    oldest_vacancy: date | None = None
    ending_soon: int = 0
    bodies: int = 0
    bodies_with_vacancy: int = 0
    bodies_without_ru: int = 0
    bodies_with_one_titular: int = 0

    @property
    def filled_percent(self) -> int | None:
        """Share of the open seats that are filled, rounded down: 100 means all of them."""
        return self.filled * 100 // self.opened if self.opened else None


@dataclass(frozen=True, kw_only=True)
class SeatPage:
    """One page of the list, with the figures of its perimeter."""

    figures: Figures
    rows: list[SeatRow]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.size))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


COUNTS = """
SELECT count(*) FILTER (WHERE hit), count(*) FILTER (WHERE hit AND state = 'pourvu'), count(*) FILTER (WHERE hit AND state <> 'pourvu'),
  count(*) FILTER (WHERE hit AND state = 'echu'),
  count(*) FILTER (WHERE hit AND quality = 'titular'), count(*) FILTER (WHERE hit AND quality = 'substitute'),
  count(*) FILTER (WHERE hit AND quality = 'member'),
  count(*) FILTER (WHERE hit AND quality = 'titular' AND state <> 'pourvu'),
  count(*) FILTER (WHERE hit AND quality = 'substitute' AND state <> 'pourvu'),
  count(*) FILTER (WHERE hit AND quality = 'member' AND state <> 'pourvu'),
  count(*) FILTER (WHERE hit AND state <> 'pourvu' AND vacant_since < %s), min(vacant_since) FILTER (WHERE hit),
  count(*) FILTER (WHERE hit AND ends_on <= %s)
FROM occ
"""
COUNT_NAMES = [
    *("opened", "filled", "vacant", "past_term", "opened_titular", "opened_substitute", "opened_member"),
    *("vacant_titular", "vacant_substitute", "vacant_member", "vacant_long", "oldest_vacancy", "ending_soon"),
]
BODY_COUNTS = """
SELECT count(*), count(*) FILTER (WHERE filled < opened), count(*) FILTER (WHERE filled = 0),
  count(*) FILTER (WHERE titular = 1 AND opened_titular > 1)
FROM (
  SELECT body_id, count(*) AS opened, count(*) FILTER (WHERE state = 'pourvu') AS filled,
    count(*) FILTER (WHERE quality = 'titular') AS opened_titular,
    count(*) FILTER (WHERE quality = 'titular' AND state = 'pourvu') AS titular
  FROM occ GROUP BY body_id HAVING bool_or(hit)
) per_body
"""
BODY_COUNT_NAMES = ["bodies", "bodies_with_vacancy", "bodies_without_ru", "bodies_with_one_titular"]

# Every order ends the same way; `backwards` turns the first column only.
ORDERS = {
    SeatSort.VACANCY: "state = 'pourvu', vacant_since {way} NULLS LAST, ends_on NULLS LAST",
    SeatSort.FACILITY: "b.sort_key {way}, body_id",
    SeatSort.DEPARTMENT: "d.code {way} NULLS LAST, b.sort_key, body_id",
    SeatSort.SEAT: QUALITY_ORDER + " {way}, rank, b.sort_key",
    SeatSort.END: "ends_on {way} NULLS LAST, vacant_since NULLS LAST",
}
ORDER_TABLES = "JOIN directory_body b ON b.id = occ.body_id LEFT JOIN directory_territory d ON d.id = b.department_id"


def figures(viewer, *, at: date, criteria: SeatCriteria = ALL, names: Scope = NOTHING) -> Figures:
    """Return the figures on `at` of the seats that `viewer` (a `Scope` or an account) sees and that the criteria keep.

    Only the first group of criteria counts: the figures describe the perimeter that the list details. names: see `seat_rows`.
    """
    board = Board(scope_of(viewer), criteria=criteria, names=names, at=at)
    return board.figures()


def seat_rows(
    viewer,
    *,
    at: date,
    criteria: SeatCriteria = ALL,
    names: Scope = NOTHING,
    sort: SeatSort = SeatSort.VACANCY,
    backwards: bool = False,
    page: int = 1,
    size: int = 25,
) -> SeatPage:
    """Return one page of the seats open on `at` that `viewer` (a `Scope` or an account) sees, with the figures of the perimeter.

    names: the scope in which the viewer may read the names of holders (`scope_for(user, Permission.MANDATE_VIEW)`); elsewhere
    rows come without a name and the search does not look at people. A page past the end is the last one.
    """
    board = Board(scope_of(viewer), criteria=criteria, names=names, at=at)
    counts, ids = board.page(SeatSort(sort), backwards)
    number = min(max(1, page), max(1, ceil(len(ids) / size)))
    wanted = list(ids[(number - 1) * size : number * size])
    return SeatPage(figures=counts, rows=rows_of(wanted, at=at, names=names), total=len(ids), number=number, size=size)


def seat_ids(
    viewer, *, at: date, criteria: SeatCriteria = ALL, names: Scope = NOTHING, sort: SeatSort = SeatSort.VACANCY, backwards: bool = False
) -> array:
    """Return the numbers of all the seats of the list, in its order."""
    return Board(scope_of(viewer), criteria=criteria, names=names, at=at).ordered(sort, backwards)


class Board:
    """The figures and the orders of one perimeter on one day, each computed once per state of the register."""

    def __init__(self, scope: Scope, *, criteria: SeatCriteria, names: Scope, at: date):
        self.scope, self.criteria, self.at = scope, criteria, at
        self.names = names if criteria.text else NOTHING  # they matter to the search only
        self.generation = current_generation()

    def figures(self) -> Figures:
        """Return the figures of the perimeter."""
        return remembered(self.generation, self.figures_key, self._count)

    def ordered(self, sort: SeatSort, backwards: bool) -> array:
        """Return the numbers of the seats of the list, in order."""
        return self.page(sort, backwards)[1]

    def page(self, sort: SeatSort, backwards: bool) -> tuple[Figures, array]:
        """Return the figures and the numbers of the seats in order; what is not remembered is read in one statement."""
        order_key = ("order", self.scope, self.criteria, self.names, self.at, sort, backwards)
        known = self.generation
        ids = known.get(order_key) if known else None
        counts = known.get(self.figures_key) if known else None
        if ids is None:
            found, ids = self._count_and_order(sort, backwards)
            counts = counts or found
            if known:
                known.keep(self.figures_key, counts, len(COUNT_NAMES))
                known.keep(order_key, ids, len(ids))
        return counts or self.figures(), ids

    @property
    def figures_key(self) -> tuple:
        return ("figures", self.scope, self.criteria.perimeter, self.names, self.at)

    def _count(self):
        perimeter = self._perimeter()
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH occ AS MATERIALIZED ({perimeter.sql}) SELECT * FROM ({COUNTS}) counts, ({BODY_COUNTS}) body_counts",  # noqa: S608
                (*perimeter.params, *self._count_days()),
            )
            return self._figures_of(cursor.fetchone())

    def _count_and_order(self, sort, backwards):
        perimeter, kept = self._perimeter(), _situation(self.criteria, self.at)
        order = ORDERS[sort].format(way="DESC" if backwards else "ASC")
        tables = ORDER_TABLES if "b." in order else ""
        ids = f"SELECT array_agg(seat_id ORDER BY {order}, seat_id) FROM occ {tables} WHERE hit AND {kept.sql}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH occ AS MATERIALIZED ({perimeter.sql}) "  # noqa: S608
                f"SELECT counts.*, body_counts.*, ({ids}) FROM ({COUNTS}) counts, ({BODY_COUNTS}) body_counts",
                (*perimeter.params, *kept.params, *self._count_days()),
            )
            *counts, found = cursor.fetchone()
            return self._figures_of(counts), array("q", found or ())

    def _count_days(self):
        return add_months(self.at, -LONG_VACANCY_MONTHS), add_months(self.at, SOON_MONTHS)

    def _figures_of(self, row):
        return Figures(at=self.at, **dict(zip(COUNT_NAMES + BODY_COUNT_NAMES, row, strict=True)))

    def kept(self) -> Fragment:
        """Return the occupancy of the seats of the list, without any order."""
        perimeter, kept = self._perimeter(), _situation(self.criteria, self.at)
        return Fragment(f"SELECT * FROM ({perimeter.sql}) occ WHERE hit AND {kept.sql}", (*perimeter.params, *kept.params))  # noqa: S608

    def _perimeter(self) -> Fragment:
        """Return the occupancy of all the seats of the bodies concerned; `hit` says which of them the perimeter holds."""
        seats = seats_of_bodies(self.scope, self.criteria, at=self.at)
        hit, params = ["true"], []
        if self.criteria.qualities:
            hit.append("quality = ANY(%s)")
            params.append(sorted(self.criteria.qualities))
        if self.criteria.text.strip():
            matches = find(self.criteria.text, names=self.names, at=self.at, generation=self.generation)
            if matches:
                seats = among(seats, bodies_found(matches))
            for match in matches:
                hit.append("(body_id = ANY(%s) OR (state <> 'vacant' AND mandate_id = ANY(%s)))")
                params += [sorted(match.bodies), sorted(match.mandates)]
        core = occupancy_sql(seats, self.at)
        return Fragment(f"SELECT *, coalesce({' AND '.join(hit)}, false) AS hit FROM ({core.sql}) o", (*params, *core.params))  # noqa: S608


def among(seats, bodies: list[int]):
    """Limit `seats` to some bodies, given as one array whatever their number."""
    return seats.filter(body__in=RawSQL("SELECT unnest(%s::bigint[])", [bodies]))


def _situation(criteria: SeatCriteria, at: date) -> Fragment:
    """Return the condition of the second group of criteria."""
    conditions, params = ["true"], []
    if criteria.states:
        conditions.append("state = ANY(%s)")
        params.append(sorted(criteria.states))
    if criteria.association:
        conditions.append("state <> 'vacant' AND association_id IN (SELECT id FROM directory_association WHERE id = %s OR parent_id = %s)")
        params += [criteria.association, criteria.association]
    if criteria.ending_before:
        conditions.append("ends_on <= %s")
        params.append(criteria.ending_before)
    if criteria.vacant_over_months is not None:
        conditions.append("state <> 'pourvu' AND vacant_since < %s")
        params.append(add_months(at, -criteria.vacant_over_months))
    return Fragment(" AND ".join(conditions), tuple(params))
