"""Who proposes people for an association, and who asks to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from portevoix.base.core.text import search_key
from portevoix.register.access.delegation import managers
from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.models import Association
from portevoix.register.directory.scope import Scope
from portevoix.work.candidacies.models import ManagerRequest


def associations_named(text: str) -> QuerySet[Association]:
    """Return the associations, sections too, that have every word of `text` in their name or another of their names, by name."""
    rows = Association.objects.filter(closed_on__isnull=True).select_related("parent")
    for word in search_key(text).split():
        rows = rows.filter(Q(sort_key__contains=word) | Q(aliases__sort_key__contains=word))
    return rows.distinct().order_by("sort_key", "pk")


def association_by_number(number: str) -> Association | None:
    """Return the association of this number that is not dissolved, else None."""
    if not number.isdecimal():
        return None
    return Association.objects.filter(pk=number, closed_on__isnull=True).select_related("parent").first()


@dataclass(frozen=True, kw_only=True)
class ManagerRow:
    """Somebody who proposes people for an association; mine: it is the reader."""

    right: RoleAssignment
    mine: bool


def manager_rows(scope: Scope, *, me: int, today: date) -> list[ManagerRow]:
    """Return who manages the associations of `scope` on `today`; me: number of the reader's account."""
    return [ManagerRow(right=right, mine=right.user_id == me) for right in managers(scope, today=today)]


@dataclass(frozen=True, kw_only=True)
class AssociationChoice:
    """An association to choose in a list of links."""

    name: str
    hint: str
    choose: str


def association_choices(rows: Iterable[Association]) -> list[AssociationChoice]:
    """Return associations as the lines of a list; a section says of which federation."""
    return [
        AssociationChoice(name=row.name, hint=f"Section de {row.parent.name}" if row.parent else "", choose=f"?association={row.pk}")
        for row in rows
    ]


def waiting_requests(scope: Scope) -> QuerySet[ManagerRequest]:
    """Return the requests of access that wait for an answer in `scope`, the oldest first."""
    return ManagerRequest.objects.visible_to(scope).waiting().select_related("association__parent").order_by("asked_at", "pk")
