"""Who an account is, and where they sit."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from portevoix.base.accounts.models import User
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import ROLES, Permission, scope_for
from portevoix.register.directory.models import Body, Person
from portevoix.register.mandates.models import Mandate


def own_person(user: Any) -> Person | None:
    """Return the person that an account is (one, but for a mistake of administration); None for an account that is nobody."""
    persons = scope_for(user, Permission.ACTIVITY_OWN).persons
    return Person.objects.filter(pk__in=persons).select_related("home__department").order_by("pk").first()


def bodies_of(person: Person, *, today: date) -> list[Body]:
    """Return the bodies where somebody sits, will sit or has sat, in this order, then in alphabetical order.

    Will sit: an employee asks for the leave of a first meeting before the mandate begins.
    """
    mandates = Mandate.objects.filter(person=person)
    active = set(mandates.active_at(today).values_list("body", flat=True))
    coming = set(mandates.filter(period__startswith__gt=today).values_list("body", flat=True))
    bodies = Body.objects.filter(pk__in=mandates.values("body")).select_related("body_type", "facility", "department", "region")
    return sorted(bodies, key=lambda body: (body.pk not in active, body.pk not in coming, body.sort_key, body.pk))


def mandate_on(person: Person, body: Body, day: date) -> Mandate | None:
    """Return the mandate under which somebody sat in `body` on `day`; else the last one that had begun."""
    mandates = Mandate.objects.filter(person=person, body=body, period__startswith__lte=day).select_related("seat", "person")
    return mandates.active_at(day).first() or mandates.order_by("-period", "-pk").first()


def secretariat_of(body: Body, today: date) -> bool:
    """Tell whether an account reads what is sent to the facility of `body`."""
    return secretariats(body, today).exists()


def secretariats(body: Body, today: date) -> QuerySet[User]:
    """Return the accounts that read what is sent to the facility of `body`."""
    if body.facility_id is None:
        return User.objects.none()
    roles = [code for code, role in ROLES.items() if Permission.EXPENSE_VIEW in role.permissions]
    rows = RoleAssignment.objects.active_at(today).filter(role__in=roles, user__is_active=True, facility=body.facility_id)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")
