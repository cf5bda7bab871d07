"""« Ce qui m’attend »: the files and the tasks that somebody holds, the late ones first."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q

from portevoix.base.core.text import search_key
from portevoix.register.access.permissions import Permission as P
from portevoix.register.access.permissions import scope_for
from portevoix.register.directory.scope import NOTHING, Scope
from portevoix.work.candidacies.enums import CandidacyState as S
from portevoix.work.candidacies.enums import Channel
from portevoix.work.candidacies.models import Candidacy, Wish
from portevoix.work.candidacies.models.candidacies import CandidacyQuerySet
from portevoix.work.candidacies.selectors.clock import days_since, delays_at, with_due

PAGE = 25
# who holds what: the permission by which one acts on a file in these states
HELD: tuple[tuple[P, tuple[S, ...]], ...] = (
    (P.CANDIDACY_EXAMINE, (S.SUBMITTED,)),
    (P.CANDIDACY_DECIDE, (S.TO_DECIDE,)),
    (P.CANDIDACY_ASSESS, (S.UNDER_REVIEW,)),
    (P.CANDIDACY_FILE, (S.DRAFT, S.INCOMPLETE)),
)


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What the list is limited to; an empty value limits nothing. state: one of the states that the viewer holds."""

    call: int | None = None
    state: str = ""
    department: str = ""
    association: int | None = None
    text: str = ""
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class WaitingFile:
    """A file that the viewer holds. candidacy has its call and its association; wishes: how many."""

    candidacy: Candidacy
    since: datetime
    days: int
    due: date | None
    late: bool
    wishes: int


@dataclass(frozen=True, kw_only=True)
class WaitingFiles:
    """One page of the files that wait. total, late: of the whole list; states: how many in each state, whatever the criteria."""

    files: tuple[WaitingFile, ...]
    total: int
    late: int
    page: int
    pages: int
    states: dict[str, int]


def waiting_files(viewer: Any, *, today: date, criteria: Criteria | None = None, page: int = 1, per_page: int = PAGE) -> WaitingFiles:
    """Return the files that `viewer` holds, the most overdue first; files without a delay come last, the oldest first."""
    criteria = criteria or Criteria()
    held = held_files(viewer)
    states = dict(held.order_by().values_list("state").annotate(count=Count("pk")))
    rows = limited(with_due(held, delays_at(today)), criteria, today)
    counted = rows.order_by().aggregate(total=Count("pk"), late=Count("pk", filter=Q(due__lt=today)))
    pages = max(1, -(-counted["total"] // per_page))
    page = min(max(page, 1), pages)
    ordered = rows.order_by(F("due").asc(nulls_last=True), "state_changed_at", "pk")
    found = ordered.select_related("call", "association")[(page - 1) * per_page : page * per_page]
    return WaitingFiles(
        files=_with_wishes(found, today), total=counted["total"], late=counted["late"], page=page, pages=pages, states=states
    )


def count_waiting(viewer: Any) -> int:
    """Return how many files `viewer` holds: what the menu shows."""
    return held_files(viewer).count()


def held_files(viewer: Any) -> CandidacyQuerySet:
    """Return the files that `viewer` holds: in a state of theirs, where they may act. An association holds no paper draft."""
    states_of: dict[Scope, set[S]] = defaultdict(set)
    for permission, states in HELD:
        states_of[scope_for(viewer, permission)].update(states)
    states_of.pop(NOTHING, None)
    parts = [_held(scope, states) for scope, states in states_of.items()]
    return Candidacy.objects.filter(reduce(or_, parts)) if parts else Candidacy.objects.none()


def _held(scope: Scope, states: set[S]) -> Q:
    if _narrow(scope):
        ours = Candidacy.objects.visible_to(scope).filter(state__in=states)
        return Q(pk__in=ours.exclude(state=S.DRAFT, channel=Channel.PAPER).values("pk"))
    return _lying(scope) & Q(state__in=states)


def _narrow(scope: Scope) -> bool:
    return bool(scope.associations or scope.persons)


def _lying(scope: Scope) -> Q:
    """Return the condition on the place of a sent file, without a sub-query: what makes the list of a region fast."""
    if scope.everything:
        return Q()
    return Q(call__region__code__in=scope.regions) | Q(departments__overlap=sorted(scope.departments))


def limited(rows: CandidacyQuerySet, criteria: Criteria, today: date) -> CandidacyQuerySet:
    """Limit rows that have `due` to the criteria."""
    if criteria.call:
        rows = rows.filter(call=criteria.call)
    if criteria.state:
        rows = rows.filter(state=criteria.state)
    if criteria.department:
        rows = rows.filter(departments__contains=[criteria.department])
    if criteria.association:
        rows = rows.filter(Q(association=criteria.association) | Q(association__parent=criteria.association))
    for word in search_key(criteria.text).split():
        rows = rows.filter(sort_key__contains=word)
    return rows.filter(due__lt=today) if criteria.late else rows


def _with_wishes(rows: Iterable[Candidacy], today: date) -> tuple[WaitingFile, ...]:
    rows = list(rows)
    wishes = Wish.objects.filter(candidacy__in=rows).order_by().values_list("candidacy").annotate(count=Count("pk"))
    counts = dict(wishes)
    return tuple(
        WaitingFile(
            candidacy=row,
            since=row.state_changed_at,
            days=days_since(row.state_changed_at, today),
            due=row.due,
            late=row.due is not None and row.due < today,
            wishes=counts.get(row.pk, 0),
        )
        for row in rows
    )
