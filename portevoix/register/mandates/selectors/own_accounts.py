"""Who sits and has no account of their own yet: to whom one may be opened, and why not to the others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower, Trim

from portevoix.base.accounts.models import User
from portevoix.base.core.text import search_key
from portevoix.base.notifications.outbox import clean_address
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.own_account import ROLE
from portevoix.register.directory.models import Association, Facility, Person
from portevoix.register.mandates.enums import OpeningRefusal
from portevoix.register.mandates.models import Mandate


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Somebody who sits and has no account. region, region_name: of one of their mandates. refusal: None when one may be opened."""

    person: Person
    region: str
    region_name: str
    refusal: OpeningRefusal | None


def waiting_for_account(*, today: date, regions: Collection[str] = (), only: int | None = None) -> list[Waiting]:
    """Return who sits on `today` in one of `regions` (codes; none: everywhere) without the right on their own data, by name.

    only: the key of one person. Five statements, whatever their number.
    """
    people = list(_people(today, regions, only))
    addresses = {_address(person) for person in people} - {""}
    shared = _more_than_one(addresses)
    desks = _of_organisations(addresses)
    users = {user.email.lower(): user for user in User.objects.annotate(low=Lower("email")).filter(low__in=addresses)}
    owners = dict(Person.objects.filter(user__in=users.values()).values_list("user", "pk"))
    found = []
    for person in people:
        address = _address(person)
        refusal = (
            _of_the_address(address, shared, desks)
            or (OpeningRefusal.WITHDRAWN if person.had_right else None)
            or _of_the_account(person, users.get(address), owners)
        )
        found.append(Waiting(person=person, region=person.region_code, region_name=person.region_name, refusal=refusal))
    return found


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Those whom one reason leaves to an administrator. more: how many beyond those who are named."""

    refusal: OpeningRefusal
    count: int
    people: tuple[Person, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.people)


def by_refusal(rows: Collection[Waiting], *, most: int) -> list[Refused]:
    """Return those of `rows` who are refused, by reason, `most` of them named under each."""
    people = {refusal: [row.person for row in rows if row.refusal == refusal] for refusal in OpeningRefusal}
    return [Refused(refusal=refusal, count=len(them), people=tuple(them[:most])) for refusal, them in people.items() if them]


def _people(today: date, regions: Collection[str], only: int | None) -> QuerySet[Person]:
    sits = Mandate.objects.active_at(today).filter(person=OuterRef("pk")).order_by("period", "pk")
    if regions:
        sits = sits.filter(body__region__code__in=regions)
    rights = RoleAssignment.objects.filter(role=ROLE, person=OuterRef("pk"))
    rows = Person.objects.current().filter(Exists(sits), ~Exists(rights.filter(period__contains=today)))
    if only is not None:
        rows = rows.filter(pk=only)
    return (
        rows.annotate(
            had_right=Exists(rights),
            region_code=Subquery(sits.values("body__region__code")[:1]),
            region_name=Subquery(sits.values("body__region__name")[:1]),
        )
        .select_related("user")
        .order_by("sort_key", "pk")
    )


def _address(person: Person) -> str:
    return person.email.strip().lower()


def _more_than_one(addresses: Collection[str]) -> set[str]:
    """Return those of `addresses` that several people have, those who do not sit included."""
    rows = Person.objects.current().annotate(low=Lower(Trim("email"))).filter(low__in=addresses).values_list("low", flat=True)
    seen: set[str] = set()
    return {low for low in rows if low in seen or seen.add(low)}


def _of_organisations(addresses: Collection[str]) -> set[str]:
    """Return those of `addresses` that an association or an establishment gives as its own: several people may read them."""
    rows = [model.objects.annotate(low=Lower(Trim("email"))).filter(low__in=addresses) for model in (Association, Facility)]
    return set(rows[0].values_list("low", flat=True).union(rows[1].values_list("low", flat=True)))


def _of_the_address(address: str, shared: set[str], desks: set[str]) -> OpeningRefusal | None:
    if not address:
        return OpeningRefusal.NO_ADDRESS
    try:
        clean_address(address)
    except ValidationError:
        return OpeningRefusal.BAD_ADDRESS
    if address in shared:
        return OpeningRefusal.SHARED
    return OpeningRefusal.DESK if address in desks else None


def _of_the_account(person: Person, user: User | None, owners: dict[int, int]) -> OpeningRefusal | None:
    """Return why the account of the address, or that of the person, forbids to open; an account without a name may be theirs."""
    if person.user_id is not None and (user is None or user.pk != person.user_id):
        return OpeningRefusal.OTHER_ACCOUNT
    if user is None:
        return None
    named = search_key(f"{user.first_name} {user.last_name}")
    if owners.get(user.pk, person.pk) != person.pk or (named and named != search_key(f"{person.first_name} {person.last_name}")):
        return OpeningRefusal.SOMEBODY_ELSE
    return None if user.is_active else OpeningRefusal.CLOSED
