"""Reads about roles: who has what, where, until when."""

from dataclasses import dataclass
from datetime import date

from portevoix.base.accounts.models import User
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import ROLES

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
