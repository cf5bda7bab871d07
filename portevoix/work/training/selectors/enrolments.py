"""Enrolments: of somebody, of the people of an association, of a session; who can be enrolled; who waits where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Min, Q, QuerySet, Value, When

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Association, Person
from portevoix.register.directory.scope import scope_of
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import AccessNeedKind
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.models import AccessNeed, Enrolment, Session

SHOWN_FIRST = (E.OFFERED, E.REGISTERED, E.WAITING, E.ATTENDED, E.PARTIAL, E.ABSENT, E.CANCELLED, E.EXPIRED)
STATE_ORDER = Case(*[When(state=state, then=Value(rank)) for rank, state in enumerate(SHOWN_FIRST)])


def association_of(person: Person, *, day: date, viewer: Any = None) -> Association | None:
    """Return the association for which somebody sits on `day` (the latest mandate; a past one when none runs); None when unknown.

    viewer: only among the associations of its scope, sections included.
    """
    rows = Mandate.objects.filter(person=person, association__isnull=False)
    if viewer is not None:
        ours = scope_of(viewer).associations
        rows = rows.filter(Q(association__in=ours) | Q(association__parent__in=ours))
    runs = Case(When(period__contains=day, then=Value(0)), default=Value(1))
    latest = rows.select_related("association__parent").order_by(runs, "-period", "-pk").first()
    return latest.association if latest else None


def waiting_rank(enrolment: Enrolment) -> int:
    """Return the rank of somebody on the waiting list, from 1."""
    return Enrolment.objects.filter(session=enrolment.session_id, state=E.WAITING, pk__lte=enrolment.pk).count()


def enrolments_in(session: Session, *, states: Collection[str] | None = None) -> QuerySet[Enrolment]:
    """Return the enrolments of a session for France Assos Santé: those with a place by name, then the list in its order, then the rest."""
    rows = Enrolment.objects.filter(session=session).select_related("person", "association")
    if states is not None:
        rows = rows.filter(state__in=list(states))
    waiting_in_order = Case(When(state=E.WAITING, then="pk"), default=Value(0))
    return rows.order_by(STATE_ORDER, waiting_in_order, "person__sort_key", "pk")


def enrolments_of_person(person: Person) -> QuerySet[Enrolment]:
    """Return every enrolment of somebody, what waits for them first, then the latest."""
    rows = Enrolment.objects.filter(person=person).select_related("session__course", "session__commune__department", "session__region")
    return rows.prefetch_related("session__half_days").order_by(STATE_ORDER, "-pk")


def people_to_enrol(viewer, *, session: Session, today: date) -> QuerySet[Person]:
    """Return the people who sit on `today` for the associations of `viewer` and are not enrolled in `session`, by name."""
    scope = scope_of(viewer)
    sitting = Mandate.objects.active_at(today).filter(Q(association__in=scope.associations) | Q(association__parent__in=scope.associations))
    enrolled = Enrolment.objects.filter(session=session, state__in=[E.WAITING, E.OFFERED, E.REGISTERED])
    people = Person.objects.current().filter(pk__in=sitting.values("person")).exclude(pk__in=enrolled.values("person"))
    return people.order_by("sort_key", "pk")


@dataclass(frozen=True, kw_only=True)
class NeedRow:
    """What somebody needs on the spot, in words."""

    person: str
    kinds: list[str]
    remark: str


def needs_of(session: Session) -> list[NeedRow]:
    """Return what the people of a session need on the spot, by name: for whoever runs it, and nobody else."""
    rows = AccessNeed.objects.filter(enrolment__session=session).select_related("enrolment__person")
    return [
        NeedRow(person=str(row.enrolment.person), kinds=[AccessNeedKind(kind).label for kind in row.kinds], remark=row.remark)
        for row in rows.order_by("enrolment__person__sort_key", "pk")
    ]


def person_of(viewer) -> Person | None:
    """Return whom the account `viewer` is, among the people whom it may act for itself; None when it is nobody in the register."""
    rows = Person.objects.current().filter(pk__in=scope_of(viewer).persons)
    return rows.select_related("home__department", "user").order_by("pk").first()


def our_enrolments(viewer, *, states: Collection[str]) -> QuerySet[Enrolment]:
    """Return the enrolments of the people of the associations of `viewer`, the nearest session first."""
    scope = scope_of(viewer)
    ours = Q(association__in=scope.associations) | Q(association__parent__in=scope.associations)
    rows = Enrolment.objects.filter(ours, state__in=list(states)).annotate(begins=Min("session__half_days__day"))
    rows = rows.select_related("person", "association__parent", "session__course", "session__region", "session__commune__department")
    return rows.prefetch_related("session__half_days").order_by("begins", "person__sort_key", "pk")


MOST_FOUND = 30


def people_named(viewer, text: str, *, session: Session) -> QuerySet[Person]:
    """Return the people whom `viewer` sees, whose name has every word of `text`, not yet enrolled in `session`; nobody for no text."""
    words = search_key(text).split()
    people = Person.objects.visible_to(viewer).current()
    if not words:
        return people.none()
    for word in words:
        people = people.filter(sort_key__contains=word)
    enrolled = Enrolment.objects.filter(session=session, state__in=[E.WAITING, E.OFFERED, E.REGISTERED])
    found = people.exclude(pk__in=enrolled.values("person")).order_by("sort_key", "pk").values_list("pk", flat=True)[:MOST_FOUND]
    return Person.objects.filter(pk__in=list(found)).order_by("sort_key", "pk")


def need_of(enrolment: Enrolment) -> dict[str, Any]:
    """Return what is kept of somebody's needs, for the form; nothing when nothing is."""
    need = AccessNeed.objects.filter(enrolment=enrolment).first()
    return {"kinds": need.kinds, "remark": need.remark} if need else {}
