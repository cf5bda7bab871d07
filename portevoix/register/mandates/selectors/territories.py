"""Figures by department, for the map and its table."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from portevoix.base.core.periods import add_months
from portevoix.register.directory.scope import scope_of
from portevoix.register.mandates.selectors.criteria import ALL, SeatCriteria, seats_of_bodies
from portevoix.register.mandates.selectors.listing import LONG_VACANCY_MONTHS
from portevoix.register.mandates.selectors.occupancy import occupancy_sql
from portevoix.register.mandates.selectors.revision import current_generation, remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentFigures:
    """Counts of one department; empty code and name: the bodies that belong to the whole region."""

    code: str
    name: str
    opened: int
    filled: int
    vacant: int
    vacant_titular: int
    vacant_substitute: int
    vacant_member: int
    past_term: int
    vacant_long: int
    bodies: int
    bodies_with_vacancy: int

    @property
    def vacant_percent(self) -> int:
        """Share of the open seats that are vacant, rounded to the nearest."""
        return round(self.vacant * 100 / self.opened) if self.opened else 0


BY_DEPARTMENT = """
SELECT coalesce(d.code, ''), coalesce(d.name, ''), count(*), count(*) FILTER (WHERE state = 'pourvu'),
  count(*) FILTER (WHERE state <> 'pourvu'), count(*) FILTER (WHERE state <> 'pourvu' AND quality = 'titular'),
  count(*) FILTER (WHERE state <> 'pourvu' AND quality = 'substitute'), count(*) FILTER (WHERE state <> 'pourvu' AND quality = 'member'),
  count(*) FILTER (WHERE state = 'echu'), count(*) FILTER (WHERE vacant_since < %s),
  count(DISTINCT body_id), count(DISTINCT body_id) FILTER (WHERE state <> 'pourvu')
FROM ({core} OFFSET 0) o JOIN directory_body b ON b.id = o.body_id LEFT JOIN directory_territory d ON d.id = b.department_id
WHERE %s OR quality = ANY(%s)
GROUP BY d.code, d.name ORDER BY d.code NULLS LAST
"""
NAMES = tuple(DepartmentFigures.__dataclass_fields__)


def by_department(viewer, *, at: date, criteria: SeatCriteria = ALL) -> list[DepartmentFigures]:
    """Return the figures on `at` of the seats that `viewer` sees, by department code, regional bodies last.

    Of the criteria, those on bodies and `qualities` count; `text` does not.
    """
    scope = scope_of(viewer)
    key = ("departments", scope, criteria.on_bodies, criteria.qualities, at)
    return list(remembered(current_generation(), key, lambda: _count(scope, criteria, at), size=2000))


def _count(scope, criteria, at):
    core = occupancy_sql(seats_of_bodies(scope, criteria, at=at), at)
    qualities = sorted(criteria.qualities)
    with connection.cursor() as cursor:
        cursor.execute(BY_DEPARTMENT.format(core=core.sql), (add_months(at, -LONG_VACANCY_MONTHS), *core.params, not qualities, qualities))
        return tuple(DepartmentFigures(**dict(zip(NAMES, row, strict=True))) for row in cursor)
