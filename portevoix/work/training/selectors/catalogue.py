"""The catalogue of a year, by family, and a course."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from portevoix.base.core.periods import period
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.directory.scope import scope_of
from portevoix.work.training.models import Course, CourseFamily


@dataclass(frozen=True, kw_only=True)
class FamilyCourses:
    """A family and its courses of a year, in alphabetical order; the basic training first."""

    family: CourseFamily
    courses: list[Course]


def year_of(year: int):
    """Return the days of a year as a period."""
    return period(date(year, 1, 1), date(year, 12, 31))


def courses_of(year: int) -> QuerySet[Course]:
    """Return the courses that are in the catalogue during `year`, at least one day."""
    return Course.objects.filter(offered__overlap=year_of(year)).select_related("family", "region").prefetch_related("body_types")


def catalogue(year: int, *, family: str = "") -> list[FamilyCourses]:
    """Return the families of the catalogue of `year` that have a course, in their order; family: the code of the only one wanted."""
    rows = courses_of(year)
    if family:
        rows = rows.filter(family__code=family)
    groups: dict[CourseFamily, list[Course]] = {}
    for course in rows.order_by("family__rank", "family__pk", "-is_basic", "sort_key", "pk"):
        groups.setdefault(course.family, []).append(course)
    return [FamilyCourses(family=family, courses=courses) for family, courses in groups.items()]


def catalogue_years(today: date) -> list[int]:
    """Return the years that can be chosen: this one, the next, and the past ones back to three years, that have a course."""
    return [year for year in range(today.year + 1, today.year - 4, -1) if courses_of(year).exists()]


def families() -> QuerySet[CourseFamily]:
    """Return every family, in its order."""
    return CourseFamily.objects.order_by("rank", "pk")


def course_of_code(code: str) -> Course | None:
    """Return the course of this code, with its family and its body types."""
    return Course.objects.select_related("family", "region").prefetch_related("body_types").filter(code=code).first()


def managed_courses(viewer, *, family: str = "", today: date | None = None) -> QuerySet[Course]:
    """Return the courses that `viewer` works with: the national ones and those of the regions; `sessions_held` counts its sessions.

    today: only those that are in the catalogue on this day.
    """
    scope = scope_of(viewer)
    rows = Course.objects.select_related("family", "region")
    if not scope.everything:
        rows = rows.filter(Q(region__isnull=True) | Q(region__code__in=scope.regions))
    if family:
        rows = rows.filter(family__code=family)
    if today is not None:
        rows = rows.filter(offered__contains=today)
    rows = rows.annotate(sessions_held=Count("sessions", distinct=True))
    return rows.order_by("family__rank", "-is_basic", "sort_key", "pk")


def regions_of(viewer) -> list[Territory]:
    """Return the regions in which `viewer` runs trainings, by code."""
    scope = scope_of(viewer)
    rows = Territory.objects.filter(kind=TerritoryKind.REGION)
    return list((rows if scope.everything else rows.filter(code__in=scope.regions)).order_by("code", "pk"))


def body_types_of_courses() -> QuerySet[BodyType]:
    """Return the body types that a course may be about."""
    return BodyType.objects.order_by("sort_key", "pk")
