"""Lists of orders, who holds one and since when, the lines of one on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from portevoix.base.accounts.models import User
from portevoix.base.core.text import search_key
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import ROLES, Permission, permissions_of
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Association, Body, Person, Seat, Territory
from portevoix.register.directory.scope import Scope
from portevoix.register.directory.selectors.people import search_people
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.enums import LineEffect, OrderState
from portevoix.register.orders.models import DesignationOrder, OrderLine, Signatory
from portevoix.register.orders.workflow import ORDER

MOST_BODIES, MOST_PEOPLE = 12, 12  # offered by a search: beyond, write more of the name
HOLDERS = {"agency": "l’agence, rédaction", "signatory": "la personne qui signe"}
WITH_ALL = ("region", "template", "signatory__user", "signatory__region", "modifies", "document", "signed_copy")
PEOPLE = ("drafted_by", "prepared_by", "signed_by")


class Tab(StrEnum):
    """The tabs of the list, as in the address."""

    DRAFTS = "redaction"
    TO_SIGN = "a-signer"
    SIGNED = "signes"
    PUBLISHED = "publies"
    ABANDONED = "abandonnes"


STATES = {
    Tab.DRAFTS: OrderState.DRAFT,
    Tab.TO_SIGN: OrderState.PREPARED,
    Tab.SIGNED: OrderState.SIGNED,
    Tab.PUBLISHED: OrderState.PUBLISHED,
    Tab.ABANDONED: OrderState.ABANDONED,
}


def first_tab(user: Any) -> Tab:
    """Return the tab that opens for `user`: what waits for a signature for whoever signs, drafts for the others."""
    return Tab.TO_SIGN if Permission.ORDER_SIGN in permissions_of(user) else Tab.DRAFTS


def orders(scope: Scope, *, tab: Tab, text: str = "") -> QuerySet[DesignationOrder]:
    """Return the orders of `scope` in the state of `tab`, each with `line_count`, `body_count`, `body_name` and `body_town`.

    text: a number, a word of the title, the name of a body or of a person.
    """
    first = OrderLine.objects.filter(order=OuterRef("pk")).order_by("rank", "pk")
    rows = (
        DesignationOrder.objects.visible_to(scope)
        .filter(state=STATES[tab])
        .select_related("region", "template", "signatory", "signature_request", *PEOPLE)
        .annotate(
            line_count=Count("lines", distinct=True),
            body_count=Count("lines__seat__body", distinct=True),
            body_name=Subquery(first.values("seat__body__name")[:1]),
            body_town=Subquery(first.values("seat__body__town")[:1]),
        )
    )
    if text.strip():
        named = OrderLine.objects.filter(order=OuterRef("pk")).filter(
            Q(seat__body__name__icontains=text.strip()) | Q(person__last_name__icontains=text.strip())
        )
        rows = rows.filter(Q(number__icontains=text.strip()) | Q(title__icontains=text.strip()) | Exists(named))
    return rows


def tab_counts(scope: Scope) -> dict[str, int]:
    """Return how many orders of `scope` stand in each tab."""
    rows = DesignationOrder.objects.visible_to(scope).order_by().values_list("state").annotate(n=Count("pk"))
    counts = dict(rows)
    return {tab: counts.get(state, 0) for tab, state in STATES.items()}


def with_all(rows: QuerySet[DesignationOrder]) -> QuerySet[DesignationOrder]:
    """Bring what the page of an order shows."""
    return rows.select_related(*WITH_ALL, *PEOPLE)


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who has the order in hand, and since when; `words` is empty when nobody has to act."""

    words: str
    since: datetime


def holder(order: DesignationOrder) -> Holder:
    """Return who holds `order` now."""
    owner = ORDER.owners[order.state]
    if order.state == OrderState.SIGNED:
        words = "l’agence, publication au recueil"
    elif owner == "signatory" and order.signatory:
        words = str(order.signatory)
    else:
        words = HOLDERS.get(owner or "", "")
    return Holder(words=words, since=order.state_changed_at)


def signable(scope: Scope, numbers: Sequence[str]) -> list[DesignationOrder]:
    """Return the orders of `scope` whose keys are among `numbers`, oldest first; what is not a key is left out."""
    keys = [int(number) for number in numbers if number.isdecimal() and len(number) < 15]
    return list(with_all(DesignationOrder.objects.visible_to(scope).filter(pk__in=keys)).order_by("state_changed_at", "pk"))


def begins(order: DesignationOrder) -> tuple[int, int]:
    """Return how many mandates `order` begins, and how many it ends."""
    counts = dict(order.lines.order_by().values_list("effect").annotate(n=Count("pk")))
    return counts.get(LineEffect.DESIGNATE, 0), counts.get(LineEffect.END, 0)


def signatories(scope: Scope) -> QuerySet[Signatory]:
    """Return the signatories of the regions of `scope`, the present ones first."""
    rows = Signatory.objects.visible_to(scope).select_related("region", "user")
    return rows.order_by("region__code", "authority", "delegation_reference", "-period", "pk")


def regions_of(scope: Scope) -> QuerySet[Territory]:
    """Return the regions of `scope`, by name."""
    rows = Territory.objects.filter(kind=TerritoryKind.REGION).order_by("name")
    return rows if scope.everything else rows.filter(code__in=scope.regions)


def accounts_that_sign(scope: Scope, *, today: date) -> QuerySet[User]:
    """Return the accounts that may sign in the regions of `scope`, by name."""
    roles = [code for code, role in ROLES.items() if Permission.ORDER_SIGN in role.permissions]
    here = RoleAssignment.objects.active_at(today).filter(role__in=roles, territory__in=regions_of(scope))
    return User.objects.filter(pk__in=here.values("user"), is_active=True).order_by("last_name", "first_name", "pk")


def seats_named(order: DesignationOrder, text: str, *, today: date) -> QuerySet[Seat]:
    """Return the open seats of the region of `order` in the bodies whose name or town holds `text`; none for an empty text."""
    if not text.strip():
        return Seat.objects.none()
    key = search_key(text)
    bodies = Body.objects.filter(region=order.region_id, sort_key__contains=key).order_by("sort_key", "pk")[:MOST_BODIES]
    rows = Seat.objects.open_at(today).filter(body__in=list(bodies)).select_related("body__department")
    return rows.order_by("body__sort_key", "body", "-quality", "rank", "pk")


def people_named(scope: Scope, text: str) -> list[Person]:
    """Return the people whom `text` may name, the likeliest first; nobody for an empty text."""
    return list(search_people(text, viewer=scope)[:MOST_PEOPLE]) if text.strip() else []


def last_seats(people: Sequence[Person]) -> dict[int, str]:
    """Return where each of `people` sat last, by key, to tell namesakes apart: « UNAFAM, centre hospitalier de Colmar »."""
    rows = Mandate.objects.filter(person__in=people).select_related("association", "body").order_by("period__startswith", "pk")
    return {row.person_id: f"{f'{row.association.short_name}, ' if row.association else ''}{row.body.readable_name}" for row in rows}


def known_associations() -> QuerySet[Association]:
    """Return the associations that exist, by name."""
    return Association.objects.filter(closed_on__isnull=True).order_by("sort_key", "pk")
