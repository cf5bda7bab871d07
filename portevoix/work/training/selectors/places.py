"""What the choice of places and days needs: who is due and from where, in which towns a session could be held, which days are taken."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from portevoix.register.directory.models import Commune
from portevoix.register.directory.scope import scope_of
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.directory.selectors.travel import near_minutes, travel_at
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import DutyState, SessionState
from portevoix.work.training.models import Course, HalfDay, Session
from portevoix.work.training.placement.days import Days, Rules, Stop, choose_days
from portevoix.work.training.placement.problem import Question, Somebody, Town
from portevoix.work.training.placement.solver import Place, Proposal, propose
from portevoix.work.training.selectors.duty import duties

CHIEF_TOWNS = Path(__file__).parents[1] / "data" / "chief_towns.toml"
NOTICE, FIRST, LAST = ("placement-notice-days", 42), ("placement-first-weekday", 2), ("placement-last-weekday", 4)
DEFAULT_PLACES = 5
OFFERED = 40  # towns offered: the chief towns, then the most populated
READING = ("person__home", "body__department", "body__facility__commune")


@dataclass(frozen=True, kw_only=True)
class Due:
    """The people who have neither a place nor the training. unplaced: how many of them nobody knows where they are."""

    people: list[Somebody]
    unplaced: int


def due_people(viewer, *, at: date) -> Due:
    """Return who is due among the people whom `viewer` sees: from home, else from the commune of the establishment where they sit."""
    found = [one for one in duties(viewer, at=at) if one.open]
    mandates = Mandate.objects.select_related(*READING).in_bulk([one.mandate for one in found])
    people = []
    for one in found:
        place = _place(mandates[one.mandate])
        if place:
            due = one.due_on.isoformat() if one.due_on else ""
            people.append(Somebody(place=place, department=one.department, due=due, late=one.state == DutyState.OVERDUE))
    return Due(people=people, unplaced=len(found) - len(people))


def _place(mandate: Mandate) -> tuple[float, float] | None:
    facility = mandate.body.facility
    for row in (mandate.person.home, facility, facility.commune if facility else None):
        if row is not None and row.latitude is not None and row.longitude is not None:
            return (row.latitude, row.longitude)
    return None


@cache
def chief_town_codes() -> tuple[str, ...]:
    """Return the INSEE codes of the chief towns that are known, by department."""
    return tuple(tomllib.loads(CHIEF_TOWNS.read_text(encoding="utf-8"))["towns"].values())


def offered_towns(viewer) -> tuple[list[Commune], list[str]]:
    """Return the towns that may be chosen, by name, and the codes of those proposed by default: the chief towns of the departments.

    Where no chief town is known, the most populated town of each department is proposed.
    """
    scope = scope_of(viewer)
    rows = Commune.objects.filter(latitude__isnull=False, longitude__isnull=False).select_related("department")
    if not scope.everything:
        rows = rows.filter(department__parent__code__in=scope.regions)
    chiefs = list(rows.filter(code__in=chief_town_codes()))
    told = {commune.department_id for commune in chiefs}
    largest = rows.filter(population__isnull=False).order_by("-population", "pk")
    by_department = largest.order_by("department", "-population", "pk").distinct("department")
    chiefs += [commune for commune in by_department if commune.department_id not in told]
    known = {commune.pk for commune in chiefs}
    others = [commune for commune in largest[: OFFERED + len(chiefs)] if commune.pk not in known][: max(0, OFFERED - len(chiefs))]
    towns = sorted([*chiefs, *others], key=lambda commune: (commune.sort_key, commune.pk))
    return towns, [commune.code for commune in chiefs]


def question(people: Collection[Somebody], towns: Collection[Commune], *, places: int, at: date) -> Question:
    """Return the question with the dated settings of the guess of a travel time on `at`."""
    travel = travel_at(at)
    return Question(
        people=tuple(people),
        towns=tuple(Town(id=one.code, name=one.name, place=(one.latitude, one.longitude), department=one.department.code) for one in towns),
        places=places,
        most=near_minutes(at),
        detour_percent=travel.detour_percent,
        speed_kmh=travel.speed_kmh,
    )


def basic_course(at: date) -> Course | None:
    """Return the basic course that is in the catalogue on `at`."""
    return Course.objects.filter(is_basic=True, offered__contains=at).order_by("sort_key", "pk").first()


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The days proposed for each place, in the order of the proposal; `remote`: for those who stay beyond, None without anybody."""

    places: list[Days]
    remote: Days | None
    rules: Rules


def proposed_days(found: Proposal, course: Course, viewer, *, at: date) -> Calendar:
    """Return when each session of `course` could be held, in each place of `found` and remotely for those who stay beyond.

    Not on a day when a session that `viewer` sees has a half-day, in preparation or announced: one team holds them all.
    """
    rules = Rules(
        length=days_of(course),
        notice=parameter_at(NOTICE[0], at, default=NOTICE[1]),
        preferred=(parameter_at(FIRST[0], at, default=FIRST[1]), parameter_at(LAST[0], at, default=LAST[1])),
        taken=_taken_days(viewer, at=at),
    )
    stops = [Stop(dues=place.dues, departments=(place.town.department,)) for place in found.places]
    if found.beyond:
        stops.append(Stop(dues=found.left_dues, departments=tuple(sorted(found.left))))
    chosen = choose_days(stops, rules, today=at)
    return Calendar(places=chosen[: len(found.places)], remote=chosen[-1] if found.beyond else None, rules=rules)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Where and when: the question, its answer, and the days; no calendar without a basic course in the catalogue."""

    due: Due
    asked: Question
    found: Proposal
    course: Course | None
    calendar: Calendar | None

    @property
    def places(self) -> list[tuple[Place, Days | None]]:
        """Each place with its days."""
        days = self.calendar.places if self.calendar else [None] * len(self.found.places)
        return list(zip(self.found.places, days, strict=True))


def outlook(viewer, towns: Collection[Commune], *, places: int, at: date) -> Outlook:
    """Return where, among `towns`, and when sessions would serve best the people who are due on `at` and whom `viewer` sees."""
    due = due_people(viewer, at=at)
    asked = question(due.people, towns, places=places, at=at)
    found, course = propose(asked), basic_course(at)
    calendar = proposed_days(found, course, viewer, at=at) if course else None
    return Outlook(due=due, asked=asked, found=found, course=course, calendar=calendar)


def next_places(viewer, *, at: date) -> list[tuple[Place, Days | None]]:
    """Return the places proposed among the towns offered by default, each with its days; empty when nobody is due.

    For a region: a whole nation is asked on the page of the places, with the towns that one chooses.
    """
    if scope_of(viewer).everything:
        return []
    towns, proposed = offered_towns(viewer)
    return outlook(viewer, [town for town in towns if town.code in proposed], places=DEFAULT_PLACES, at=at).places


def days_of(course: Course) -> int:
    """Return how many days a course lasts, two half-days a day."""
    return (course.half_days + 1) // 2


def _taken_days(viewer, *, at: date) -> frozenset[date]:
    sessions = Session.objects.visible_to(viewer).exclude(state=SessionState.CANCELLED)
    return frozenset(HalfDay.objects.filter(session__in=sessions, day__gte=at).values_list("day", flat=True))
