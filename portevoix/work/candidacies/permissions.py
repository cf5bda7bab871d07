"""What the two gates do not say by themselves: a department's agent manages the calls that lie wholly in the department."""

from typing import Any

from django.core.exceptions import PermissionDenied

from portevoix.base.audit.actors import Program
from portevoix.register.access.permissions import Permission, can, scope_for
from portevoix.register.directory.models import Seat
from portevoix.register.directory.models.bodies import SeatQuerySet
from portevoix.register.directory.scope import EVERYTHING, Scope
from portevoix.work.candidacies.models import Call


def managed_by(user: Any) -> Scope:
    """Return where `user` may open calls; a `Program` may anywhere: it acts for somebody who was checked."""
    return EVERYTHING if isinstance(user, Program) else scope_for(user, Permission.CALL_MANAGE)


def holds_whole(scope: Scope, seats: SeatQuerySet, *, region: str) -> bool:
    """Tell whether every seat of `seats` lies in `scope`: a department's agent offers no seat of a regional body (dossier §14.1)."""
    if scope.everything or region in scope.regions:
        return True
    return not seats.exclude(body__department__code__in=scope.departments).exists()


def may_manage(user: Any, call: Call) -> bool:
    """Tell whether `user` may manage `call`: the right, over each of its seats."""
    if not can(user, Permission.CALL_MANAGE, call):
        return False
    return holds_whole(managed_by(user), Seat.objects.filter(call_seats__call=call), region=call.region.code)


def ensure_manages(user: Any, call: Call) -> None:
    """Raise `PermissionDenied` unless `user` may manage `call`."""
    if not may_manage(user, call):
        raise PermissionDenied(Permission.CALL_MANAGE.value)
