"""Practice exchange groups: for France Assos Santé, for their members, and what the agency may know of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from portevoix.base.core.french_dates import date_fr
from portevoix.register.directory.enums import ConsentPurpose, TerritoryKind
from portevoix.register.directory.models import Person, Territory
from portevoix.register.directory.scope import scope_of
from portevoix.register.directory.selectors.consents import agreeing
from portevoix.register.directory.selectors.people import search_people
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.training.models import GroupMeeting, GroupMember, PracticeGroup
from portevoix.work.training.selectors.satisfaction import LEAST

MOST_FOUND = 30
FEWEST, MOST = 6, 12  # dossier §4.3: a group has six to twelve members


@dataclass(frozen=True, kw_only=True)
class Overview:
    """What the agency knows of a group: that it exists, where, when. members: None under the smallest number that is shown."""

    name: str
    department: str
    members: int | None
    meetings: list[GroupMeeting]


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Somebody of a group, as the others read them. email, phone: empty unless the person agrees to give them to their groups."""

    person: Person
    email: str
    phone: str


@dataclass(frozen=True, kw_only=True)
class MyGroup:
    """A group as its member sees it: the others by name, with how to reach those who agreed."""

    group: PracticeGroup
    others: list[Companion]
    coming: list[GroupMeeting]
    past: list[GroupMeeting]

    @property
    def next_words(self) -> str:
        """Return « prochaine rencontre le mardi 12 janvier 2027 », for the list."""
        day = next((one.day for one in self.coming if not one.cancelled), None)
        return f"prochaine rencontre le {date_fr(day, weekday=True)}" if day else "prochaine date à fixer"


def members_on(group: PracticeGroup, day: date) -> QuerySet[GroupMember]:
    """Return the members of a group on `day`, by name."""
    rows = GroupMember.objects.filter(group=group, period__contains=day).select_related("person__user", "group__region")
    return rows.order_by("person__sort_key", "pk")


def managed_groups(viewer: Any, *, today: date) -> QuerySet[PracticeGroup]:
    """Return the groups of the scope of `viewer` with `count` (members today) and `coming` (their meetings to come), by name."""
    counted = Count("members", filter=Q(members__period__contains=today), distinct=True)
    rows = PracticeGroup.objects.visible_to(scope_of(viewer)).annotate(count=counted)
    return rows.select_related("department").prefetch_related(_coming(today)).order_by("name", "pk")


def _coming(today: date) -> Prefetch:
    rows = GroupMeeting.objects.filter(day__gte=today, cancelled=False).select_related("commune").order_by("day", "starts", "pk")
    return Prefetch("meetings", rows, to_attr="coming")


def meetings_of_group(group: PracticeGroup) -> QuerySet[GroupMeeting]:
    """Return the meetings of a group, the latest first."""
    return GroupMeeting.objects.filter(group=group).select_related("commune").order_by("-day", "-starts", "-pk")


def size_warning(count: int, group: PracticeGroup) -> str:
    """Return why the size of a group deserves a look; empty when it has six to twelve members."""
    if count < FEWEST:
        missing = FEWEST - count
        return f"Il manque {missing} membre{'s' if missing > 1 else ''}\u00a0: un groupe marche bien de {FEWEST} à {MOST} personnes."
    if count > MOST:
        return f"Ce groupe a {count} membres\u00a0: au-delà de {MOST}, chacun parle moins."
    return ""


def overview(viewer: Any, *, today: date) -> list[Overview]:
    """Return what whoever reads figures may know of the groups that run on `today`: no member, no place, no facilitator."""
    scope, least = scope_of(viewer), parameter_at(LEAST[0], today, default=LEAST[1])
    rows = PracticeGroup.objects.filter(active__contains=today)
    if not scope.everything:
        rows = rows.filter(Q(region__code__in=scope.regions) | Q(department__code__in=scope.departments))
    counted = Count("members", filter=Q(members__period__contains=today), distinct=True)
    rows = rows.annotate(count=counted).select_related("department", "region").prefetch_related(_coming(today)).order_by("name", "pk")
    return [
        Overview(
            name=row.name,
            department=row.department.name if row.department else row.region.name,
            members=row.count if row.count >= least else None,
            meetings=row.coming,
        )
        for row in rows
    ]


def groups_of(viewer: Any, *, today: date) -> list[MyGroup]:
    """Return the groups of which the person of `viewer` is a member on `today`, by name."""
    me = scope_of(viewer).persons
    rows = PracticeGroup.objects.filter(members__person__in=me, members__period__contains=today).distinct()
    found = []
    for group in rows.select_related("department").order_by("name", "pk"):
        others = [member.person for member in members_on(group, today) if member.person_id not in me]
        meetings = list(GroupMeeting.objects.filter(group=group).select_related("commune").order_by("day", "starts", "pk"))
        found.append(
            MyGroup(
                group=group,
                others=companions(others),
                coming=[one for one in meetings if one.day >= today],
                past=[one for one in reversed(meetings) if one.day < today and not one.cancelled],
            )
        )
    return found


def companions(people: Collection[Person]) -> list[Companion]:
    """Return these people with the address and the telephone of those whose last answer gives them to their groups; one statement."""
    giving = agreeing([person.pk for person in people], ConsentPurpose.GROUPS)
    return [
        Companion(
            person=person,
            email=person.email if person.pk in giving else "",
            phone=person.phone if person.pk in giving else "",
        )
        for person in people
    ]


def group_names(person: Person, *, today: date) -> list[str]:
    """Return the names of the groups of which `person` is a member on `today`, in alphabetical order."""
    rows = GroupMember.objects.filter(person=person, period__contains=today)
    return list(rows.order_by("group__name", "pk").values_list("group__name", flat=True))


def people_to_add(viewer: Any, text: str, *, group: PracticeGroup, today: date) -> QuerySet[Person]:
    """Return the people of the scope of `viewer` whom `text` names and who are not in the group, by name; nobody without text."""
    inside = GroupMember.objects.filter(group=group, period__contains=today)
    found = search_people(text, viewer=viewer).exclude(pk__in=inside.values("person")).values_list("pk", flat=True)[:MOST_FOUND]
    return Person.objects.filter(pk__in=list(found)).order_by("sort_key", "pk")


def departments_of(viewer: Any) -> QuerySet[Territory]:
    """Return the departments of the regions of `viewer`, by name."""
    return Territory.objects.filter(parent__code__in=scope_of(viewer).regions).order_by("name")


def regions_of_groups(viewer: Any) -> QuerySet[Territory]:
    """Return the regions where `viewer` keeps groups."""
    return Territory.objects.filter(code__in=scope_of(viewer).regions, kind=TerritoryKind.REGION).order_by("name")
