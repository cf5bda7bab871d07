"""Reads for the creation of bodies: which sites would get one, and what stands in the way."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from portevoix.register.directory.enums import SeatQuality, TerritoryKind
from portevoix.register.directory.models import Body, BodyType, BodyTypeRule, Facility, FacilityCategory, Territory
from portevoix.register.directory.scope import Scope
from portevoix.register.directory.selectors.rules import rule_at


@dataclass(frozen=True, kw_only=True)
class CategoryCount:
    """A category with the number of open sites; `proposed`: the rule says that its sites have a body of their own."""

    category: FacilityCategory
    sites: int
    proposed: bool


@dataclass(frozen=True, kw_only=True)
class BodiesPlan:
    """What a creation in bulk would do. `facilities`: the sites that would get a body; `existing`: those that have one already."""

    body_type: BodyType
    rule: BodyTypeRule
    facilities: list[Facility]
    existing: int
    seats_each: int

    @property
    def seats(self) -> int:
        """How many seats would be created in all."""
        return self.seats_each * len(self.facilities)

    @property
    def by_department(self) -> list[tuple[Territory, int]]:
        """How many bodies each department would get, in the order of the codes."""
        counts = Counter(facility.department for facility in self.facilities)
        return sorted(counts.items(), key=lambda item: item[0].code)


def sites_of(region: Territory, day: date) -> Iterable[Facility]:
    """Return the facilities of `region` that are open on `day`."""
    return Facility.objects.open_at(day).filter(department__parent=region)


def category_counts(body_type: BodyType, *, region: Territory, day: date) -> list[CategoryCount]:
    """Return the categories present in `region` with their open sites, those that the rule proposes first, then by number of sites."""
    rule = rule_at(body_type, day)
    proposed = set(rule.facility_categories.values_list("pk", flat=True)) if rule else set()
    counts = Counter(sites_of(region, day).exclude(category=None).values_list("category", flat=True))
    categories = FacilityCategory.objects.in_bulk(counts)
    rows = [CategoryCount(category=categories[pk], sites=sites, proposed=pk in proposed) for pk, sites in counts.items()]
    return sorted(rows, key=lambda row: (not row.proposed, -row.sites, row.category.code))


def plan_bodies(
    body_type: BodyType,
    *,
    region: Territory,
    day: date,
    categories: Collection[str] | None = None,
    departments: Collection[str] | None = None,
) -> BodiesPlan | None:
    """Return what « one body of this type per site » would create; None when the type has no rule on `day`.

    categories: codes to keep, by default those that the rule proposes. departments: codes to keep, by default the whole region.
    """
    rule = rule_at(body_type, day)
    if rule is None:
        return None
    if categories is None:
        categories = set(rule.facility_categories.values_list("code", flat=True))
    sites = sites_of(region, day).filter(category__code__in=categories)
    if departments is not None:
        sites = sites.filter(department__code__in=departments)
    held = Exists(Body.objects.filter(body_type=body_type, facility=OuterRef("pk"), closed_on__isnull=True))
    sites = sites.annotate(held=held).select_related("department__parent", "category").order_by("department__code", "sort_key", "pk")
    rows = list(sites)
    return BodiesPlan(
        body_type=body_type,
        rule=rule,
        facilities=[facility for facility in rows if not facility.held],
        existing=sum(facility.held for facility in rows),
        seats_each=sum(pattern.count for pattern in rule.seat_patterns.all()),
    )


def places_of(scope: Scope) -> QuerySet[Territory]:
    """Return the territories on which whoever keeps the bodies of `scope` may create one: those that lie wholly inside."""
    rows = Territory.objects.order_by("kind", "code", "pk")
    if scope.everything:
        return rows
    inside = Q(kind=TerritoryKind.REGION, code__in=scope.regions) | Q(parent__code__in=scope.regions)
    inside |= Q(kind=TerritoryKind.DEPARTMENT, code__in=scope.departments)
    for code in scope.departments:
        inside |= Q(kind=TerritoryKind.HEALTH_TERRITORY, code__endswith=f"-{code}")
    return rows.filter(inside)


def seats_of(body: Body) -> str:
    """Return « 2 titulaires, 2 suppléants », from the seats of `body`."""
    counts = Counter(body.seats.order_by("quality").values_list("quality", flat=True))
    ordered = [(quality, counts[quality]) for quality in SeatQuality if counts[quality]]
    return ", ".join(f"{count}\u00a0{quality.label}{'s' if count > 1 else ''}" for quality, count in ordered)
