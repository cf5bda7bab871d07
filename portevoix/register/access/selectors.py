"""Reads about roles: who has what, where, until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from portevoix.base.accounts.models import User
from portevoix.base.core.periods import last_day
from portevoix.base.core.text import search_key
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import LABELS, ROLES, Permission, Role, ScopeKind
from portevoix.register.access.scopes import scope_of_assignment
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Association, Facility, Person, Territory
from portevoix.register.directory.scope import ScopeKeys

WHOLE_COUNTRY = "tout le pays"


def role_name(assignment: RoleAssignment) -> str:
    """Return the French name of the role; the bare code when the role no longer exists."""
    role = ROLES.get(assignment.role)
    return role.name if role else assignment.role


def place_of(assignment: RoleAssignment) -> str:
    """Return on what the role bears: territory, association, establishment or person, « tout le pays » without any."""
    target = assignment.territory or assignment.association or assignment.facility or assignment.person
    return str(target) if target else WHOLE_COUNTRY


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """One account of the demonstration, as the sign-in page and `make run` show it."""

    pk: int
    email: str
    name: str
    role: str
    place: str


def demo_accounts(*, today: date) -> list[DemoAccount]:
    """Return the accounts of the demonstration that have a role on `today`, one line a role, in the order of `ROLES`."""
    rows = (
        RoleAssignment.objects.active_at(today)
        .filter(user__is_demo=True, user__is_active=True)
        .select_related("user", "territory", "association", "facility", "person")
        .order_by("user__last_name", "user__first_name", "pk")
    )
    order = {code: position for position, code in enumerate(ROLES)}
    return [
        DemoAccount(pk=row.user_id, email=row.user.email, name=row.user.get_full_name(), role=role_name(row), place=place_of(row))
        for row in sorted(rows, key=lambda row: order.get(row.role, len(order)))
    ]


def demo_user(pk: int) -> User | None:
    """Return the open account of the demonstration that has this number; None for any other account."""
    return User.objects.filter(pk=pk, is_demo=True, is_active=True).first()


def rights(*, today: date, ended: bool = False, text: str = "", role: str = "") -> QuerySet[RoleAssignment]:
    """Return the rights that are running or to come on `today` (or, with `ended`, those that are over), by account.

    `text` is looked for in names and addresses; `role` is a code of `ROLES`.
    """
    over = Q(period__endswith__lte=today)
    rows = RoleAssignment.objects.filter(over if ended else ~over | Q(period__endswith__isnull=True))
    for word in text.split():
        rows = rows.filter(Q(user__email__icontains=word) | Q(user__last_name__icontains=word) | Q(user__first_name__icontains=word))
    if role:
        rows = rows.filter(role=role)
    targets = rows.select_related("user", "territory", "association", "facility", "person", "granted_by")
    return targets.order_by("user__last_name", "user__email", "period", "pk")


def rights_of(user: User) -> QuerySet[RoleAssignment]:
    """Return every right of an account, past ones too, latest first."""
    rows = RoleAssignment.objects.filter(user=user).select_related("territory", "association", "facility", "person", "granted_by")
    return rows.order_by("-period", "-pk")


def is_over(assignment: RoleAssignment, *, today: date) -> bool:
    """Tell whether the last day of a right is before `today`."""
    end = last_day(assignment.period)
    return end is not None and end < today


def account_number(address: str) -> int:
    """Return the number of the account of this address; 0, which is nobody's, when there is none."""
    return User.objects.filter(email__iexact=address.strip()).values_list("pk", flat=True).first() or 0


def account_names(numbers: Collection[int]) -> dict[int, str]:
    """Return the names of these accounts by number; those that no longer exist are missing."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=numbers)}


def targets_of(role: Role) -> QuerySet | None:
    """Return everything on which `role` may bear; None when it bears on the whole country."""
    if role.scope_kind == ScopeKind.NATION:
        return None
    if role.scope_kind in {ScopeKind.REGION, ScopeKind.DEPARTMENT}:
        kind = TerritoryKind.REGION if role.scope_kind == ScopeKind.REGION else TerritoryKind.DEPARTMENT
        return Territory.objects.filter(kind=kind).order_by("code", "pk")
    model = {ScopeKind.ASSOCIATION: Association, ScopeKind.FACILITY: Facility, ScopeKind.PERSON: Person}[role.scope_kind]
    rows = model.objects.current() if model is Person else model.objects.all()
    return rows.order_by("sort_key", "pk")


def targets_for(role: Role, *, text: str, limit: int = 20) -> QuerySet | None:
    """Return on what `role` may bear: every territory of its kind, or what has every word of `text` in its name."""
    rows = targets_of(role)
    if rows is None or rows.model is Territory:
        return rows
    words = search_key(text).split()
    if not words:
        return rows.none()
    for word in words:
        rows = rows.filter(sort_key__contains=word)
    return rows[:limit]


def target_by_code(role: Role, code: str) -> Territory | Association | Facility | Person | None:
    """Return on what `role` bears by its official code (COG, code of association, FINESS ET, number of the person), or None."""
    rows = targets_of(role)
    if rows is None:
        return None
    key = {Territory: "code", Association: "code", Facility: "finess_et", Person: "pk"}[rows.model]
    if key == "pk" and not code.isdecimal():
        return None
    return rows.filter(**{key: code}).first()


def accounts_having(permission: Permission, keys: ScopeKeys, *, today: date) -> list[User]:
    """Return the open accounts that may do `permission` on a row that lies at `keys`, by name: whom to write to about it.

    The roles on the whole country are left out: they watch, they do not answer.
    """
    roles = [role.code for role in ROLES.values() if permission in role.permissions and role.scope_kind != ScopeKind.NATION]
    rows = RoleAssignment.objects.active_at(today).filter(role__in=roles, user__is_active=True).select_related("user", "territory")
    users = {row.user for row in rows if scope_of_assignment(row).covers(keys)}
    return sorted(users, key=lambda user: (user.last_name, user.first_name, user.pk))


# What lets an account see a person by name.
PERSONAL = (
    Permission.MANDATE_VIEW,
    Permission.PERSON_VIEW,
    Permission.PERSON_CONTACT_VIEW,
    Permission.PERSON_PHONE_VIEW,
    Permission.MANDATE_MANAGE,
    Permission.PERSON_MERGE,
    Permission.OWN_ASSOCIATION,
    Permission.CANDIDACY_VIEW,
    Permission.CANDIDACY_FILE,
    Permission.CANDIDACY_SHARED,
    Permission.TRAINING_VIEW,
    Permission.TRAINING_ENROL,
    Permission.EXPENSE_VIEW,
)


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Who may see a person: a role on a place, how many accounts have it, and what it lets them do."""

    role: str
    place: str
    accounts: int
    acts: tuple[str, ...]
    names: tuple[str, ...] = ()


def who_can_see(person: Person, *, today: date, with_names: bool = False) -> list[Viewer]:
    """Return the roles that reach `person` on `today`, computed from the scopes that the pages obey.

    The person's own account is left out. `with_names` adds the names of the accounts (administrators only).
    """
    places = [ScopeKeys(person=person.pk), *(mandate.scope_keys for mandate in _mandates(person))]
    found: dict[tuple[str, str], list[RoleAssignment]] = {}
    active = RoleAssignment.objects.active_at(today).filter(user__is_active=True).exclude(user=person.user_id)
    for row in active.select_related("user", "territory", "association", "facility", "person").order_by("pk"):
        role = ROLES.get(row.role)
        if role and role.permissions & set(PERSONAL) and any(scope_of_assignment(row).covers(keys) for keys in places):
            found.setdefault((row.role, place_of(row)), []).append(row)
    order = {code: position for position, code in enumerate(ROLES)}
    return [
        Viewer(
            role=ROLES[code].name,
            place=place,
            accounts=len({row.user_id for row in rows}),
            acts=tuple(LABELS[permission] for permission in PERSONAL if permission in ROLES[code].permissions),
            names=tuple(dict.fromkeys(str(row.user) for row in rows)) if with_names else (),
        )
        for (code, place), rows in sorted(found.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    ]


def _mandates(person: Person) -> QuerySet:
    """Every mandate of the person, past ones too: whoever works on the body sees who sat there."""
    return person.mandates.select_related("body__region", "body__department", "association__parent").order_by("pk")
