"""From the roles of an account to the part of the register that it sees; asked once a request."""

from datetime import date
from typing import Any

from django.utils import timezone

from portevoix.register.access.models import RoleAssignment
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Person
from portevoix.register.directory.scope import NOTHING, Scope


def active_assignments(user: Any) -> list[RoleAssignment]:
    """Return the assignments of `user` that are active today, read once and kept on the account object."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    cached = getattr(user, "_active_assignments", None)
    if cached is None:
        cached = user._active_assignments = assignments_at(user, timezone.localdate())
    return cached


def assignments_at(user: Any, day: date) -> list[RoleAssignment]:
    """Return the assignments of `user` that are active on `day`."""
    return list(RoleAssignment.objects.active_at(day).filter(user=user).select_related("territory").order_by("pk"))


def scope_of_assignment(assignment: RoleAssignment) -> Scope:
    """Return the scope of one assignment; without any limit it is the whole country."""
    if assignment.territory_id:
        name = "regions" if assignment.territory.kind == TerritoryKind.REGION else "departments"
        return Scope(**{name: frozenset({assignment.territory.code})})
    if assignment.association_id:
        return Scope(associations=frozenset({assignment.association_id}))
    if assignment.facility_id:
        return Scope(facilities=frozenset({assignment.facility_id}))
    if assignment.person_id:
        return Scope(persons=frozenset({assignment.person_id}))
    return Scope(everything=True)


def scope_of(user: Any) -> Scope:
    """Return all that `user` may see; a representative sees also the bodies where they sit (rule (b) of dossier §14.1).

    Named by `settings.SCOPE_RESOLVER`.
    """
    scope = NOTHING
    for assignment in active_assignments(user):
        scope |= scope_of_assignment(assignment)
    if scope.persons:
        bodies = Person.objects.filter(pk__in=scope.persons, mandates__period__contains=timezone.localdate())
        scope |= Scope(bodies=frozenset(bodies.values_list("mandates__body_id", flat=True)))
    return scope
