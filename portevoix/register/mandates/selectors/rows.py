"""Rows of a list of seats, with all that a page shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from portevoix.base.core.readable import readable_name
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Seat
from portevoix.register.directory.scope import Scope, ScopeKeys
from portevoix.register.mandates.enums import EndReason, SeatState
from portevoix.register.mandates.selectors.occupancy import RECORDED, Fragment, days_vacant, occupancy_sql


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One open seat on a day, with its body and with who sits.

    The columns of the mandate (mandate_id … order_reference) are those of the holder: the current mandate, or the one past its term;
    None or empty for a vacant seat. person_id and the name are None where the viewer may not read names. Days are included.
    """

    seat_id: int
    quality: str
    rank: int
    constituency: str
    body_id: int
    body_name: str
    body_type_code: str
    body_type_name: str
    town: str
    facility_id: int | None
    finess_et: str
    department_code: str
    department_name: str
    region_code: str
    state: SeatState
    vacant_since: date | None
    vacant_days: int | None
    ends_on: date | None
    mandate_id: int | None
    person_id: int | None
    last_name: str | None
    first_name: str | None
    association_id: int | None
    association_name: str
    accredited_id: int | None
    accredited_name: str
    first_day: date | None
    last_day: date | None
    departure_on: date | None
    departure_reason: str
    order_reference: str

    @property
    def body_readable_name(self) -> str:
        """The name of the body as one reads it; `body_name` is what the register holds, for exports."""
        return readable_name(self.body_name, self.town)

    @property
    def seat_label(self) -> str:
        """« Titulaire 1 », with the constituency when there is one."""
        name = f"{SeatQuality(self.quality).label.capitalize()} {self.rank}"
        return f"{name} ({self.constituency})" if self.constituency else name

    @property
    def holder_name(self) -> str | None:
        """« WERNERT Odile »; None for a vacant seat, or where names are not shown."""
        return f"{self.last_name.upper()} {self.first_name}".strip() if self.last_name else None

    @property
    def state_label(self) -> str:
        return SeatState(self.state).label

    @property
    def departure_label(self) -> str:
        return EndReason(self.departure_reason).label if self.departure_reason else ""


CHUNK = 1000  # rows fetched at a time by an export
SEATS, PEOPLE, NO_RELATION = Fragment("directory_seat"), Fragment("directory_person"), Fragment("")
# Two steps, so that the planner never has ten tables to put in order: it would think longer than it works.
DETAILS = """
WITH {relations} placed AS MATERIALIZED (
  SELECT o.seat_id, o.quality, o.rank, s.constituency,
    o.body_id, b.name AS body_name, b.sort_key, t.code AS body_type_code, t.name AS body_type_name, b.town,
    b.facility_id, coalesce(f.finess_et, '') AS finess_et,
    coalesce(d.code, '') AS department_code, coalesce(d.name, '') AS department_name, r.code AS region_code,
    o.state, o.vacant_since, o.ends_on, CASE WHEN o.state <> 'vacant' THEN o.mandate_id END AS mandate_id, o.first_day, o.last_day
  FROM ({core} OFFSET 0) o
  JOIN {seats} s ON s.id = o.seat_id
  JOIN directory_body b ON b.id = o.body_id
  JOIN directory_bodytype t ON t.id = b.body_type_id
  JOIN directory_territory r ON r.id = b.region_id
  LEFT JOIN directory_territory d ON d.id = b.department_id
  LEFT JOIN directory_facility f ON f.id = b.facility_id
)
SELECT placed.*, m.person_id, p.last_name, p.first_name,
  m.association_id, coalesce(nullif(a.acronym, ''), a.name, '') AS association_name,
  ac.id AS accredited_id, coalesce(nullif(ac.acronym, ''), ac.name, '') AS accredited_name,
  m.departure_on, coalesce(m.departure_reason, '') AS departure_reason, coalesce(m.order_reference, '') AS order_reference
FROM placed
LEFT JOIN {mandates} m ON m.id = placed.mandate_id
LEFT JOIN {people} p ON p.id = m.person_id
LEFT JOIN directory_association a ON a.id = m.association_id
LEFT JOIN directory_association ac ON ac.id = coalesce(a.parent_id, a.id)
"""


def rows_of(seat_ids: Sequence[int], *, at: date, names: Scope) -> list[SeatRow]:
    """Return the rows of these seats on `at`, in the order of `seat_ids`; names only inside the scope `names`."""
    if not seat_ids:
        return []
    core = occupancy_sql(Seat.objects.filter(pk__in=list(seat_ids)), at)
    found = {row.seat_id: row for row in read_rows(core, at=at, names=names)}
    return [found[pk] for pk in seat_ids if pk in found]


def read_rows(
    core: Fragment,
    *,
    at: date,
    names: Scope,
    seats: Fragment = SEATS,
    mandates: Fragment = RECORDED,
    people: Fragment = PEOPLE,
    relations: Fragment = NO_RELATION,
    order: str = "placed.seat_id",
) -> list[SeatRow]:
    """Return the rows of the occupancy `core`; seats, mandates and people are the relations that complete it.

    relations: « name AS MATERIALIZED (…), » for the names that the other fragments use: each is computed once, whatever the plan.
    """
    sql = DETAILS.format(relations=relations.sql, core=core.sql, seats=seats.sql, mandates=mandates.sql, people=people.sql)
    params = (*relations.params, *core.params, *seats.params, *mandates.params, *people.params)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {order}", params)
        return list(_rows(cursor, at=at, names=names))


def stream_rows(core: Fragment, *, at: date, names: Scope, order: str) -> Iterator[SeatRow]:
    """Yield the rows of the occupancy `core` from a server-side cursor: memory does not depend on their number."""
    sql = DETAILS.format(relations="", core=core.sql, seats=SEATS.sql, mandates=RECORDED.sql, people=PEOPLE.sql)
    with connection.chunked_cursor() as cursor:
        cursor.itersize = CHUNK
        cursor.execute(f"{sql} ORDER BY {order}", core.params)
        yield from _rows(cursor, at=at, names=names)


def _rows(cursor, *, at, names):
    columns = [column.name for column in cursor.description]
    for row in cursor:
        yield seat_row(dict(zip(columns, row, strict=True)), at=at, names=names)


def seat_row(columns: dict, *, at: date, names: Scope) -> SeatRow:
    """Build a row from the columns of `DETAILS`; hide what the viewer may not read."""
    columns.pop("sort_key")
    columns["state"] = SeatState(columns["state"])
    columns["vacant_days"] = days_vacant(columns["vacant_since"], at)
    if columns["mandate_id"] is None:
        columns["first_day"] = columns["last_day"] = None
    elif not names_shown(columns, names):
        columns["person_id"] = columns["last_name"] = columns["first_name"] = None
    return SeatRow(**columns)


def names_shown(columns: dict, names: Scope) -> bool:
    """Tell whether the scope `names` reaches this row: its territory, its site, its body, its association or its person."""
    if names.everything:
        return True
    keys = ScopeKeys(
        departments=frozenset({columns["department_code"]} - {""}),
        region=columns["region_code"],
        facility=columns["facility_id"],
        body=columns["body_id"],
        associations=frozenset({columns["association_id"], columns["accredited_id"]} - {None}),
        person=columns["person_id"],
    )
    return names.covers(keys)
