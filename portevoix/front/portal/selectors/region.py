"""The region in figures, for the home page and the map."""

from dataclasses import dataclass
from datetime import date

from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Territory
from portevoix.register.directory.scope import Scope
from portevoix.register.mandates.charts import vacancy_map, worst_first
from portevoix.register.mandates.selectors.criteria import SeatCriteria
from portevoix.register.mandates.selectors.listing import Figures, figures
from portevoix.register.mandates.selectors.territories import DepartmentFigures, by_department

COMMISSIONS = SeatCriteria(body_types=frozenset({"CDU"}))


@dataclass(frozen=True, kw_only=True)
class Region:
    """The commissions of users of a region on a day."""

    territory: Territory | None
    figures: Figures
    departments: list[DepartmentFigures]

    @property
    def worst(self) -> list[DepartmentFigures]:
        """The three departments that look for the most people."""
        return [row for row in worst_first(self.departments) if row.code][:3]


def region_today(code: str, *, at: date) -> Region:
    """Return the figures of the users' commissions of the region `code` (COG) on `at`."""
    scope = Scope(regions=frozenset({code}))
    return Region(
        territory=Territory.objects.filter(kind=TerritoryKind.REGION, code=code).first(),
        figures=figures(scope, at=at, criteria=COMMISSIONS),
        departments=by_department(scope, at=at, criteria=COMMISSIONS),
    )


def region_map(region: Region, *, code: str, at: date, url_of):
    """Return the map of the seats to fill, None where the region has no contours."""
    return vacancy_map(region.departments, region=code, at=at, url_of=url_of, vacant_word="à pourvoir")
