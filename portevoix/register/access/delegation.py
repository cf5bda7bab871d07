"""Who may propose people for an association: its managers choose among themselves, without the administration (dossier §14.1, rule f)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from portevoix.base.accounts.models import User
from portevoix.base.core.periods import contains
from portevoix.register.access.actions import end, give
from portevoix.register.access.enums import RevokeReason
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Association
from portevoix.register.directory.scope import Scope

MANAGER = "association_manager"
CLOSED = "Le compte de cette adresse a été fermé. Écrivez à l’aide, en bas de page, pour le faire rouvrir."
ONESELF = "Demandez à une autre personne qui gère l’association\u00a0: nul ne retire son propre droit."


def may_delegate(by: Any, association: Association) -> bool:
    """Tell whether `by` says who manages `association`: a manager of it or of its federation, or the agency."""
    return can(by, Permission.CANDIDACY_FILE, association) or can(by, Permission.ASSOCIATION_MANAGE, association)


def delegate(*, email: str, association: Association, by: Any, first: date, first_name: str = "", last_name: str = "") -> RoleAssignment:
    """Let the account of `email` (opened now when there is none) manage `association` from `first` on, without end.

    Raises `PermissionDenied` when `by` does not say who manages it, `ValidationError` when the account manages it already.
    """
    if not may_delegate(by, association):
        raise PermissionDenied
    if User.objects.filter(email__iexact=email.strip(), is_active=False).exists():
        raise ValidationError(CLOSED)
    return give(email=email, role=MANAGER, by=by, first=first, target=association, first_name=first_name, last_name=last_name)


@transaction.atomic
def withdraw(*, assignment: RoleAssignment, by: Any, today: date) -> None:
    """End from `today` on the right of somebody else to manage an association.

    Raises `PermissionDenied` for another role or another association, `ValidationError` for one's own right or one that is over.
    """
    locked = RoleAssignment.objects.select_for_update(of=("self",)).select_related("association").get(pk=assignment.pk)
    if locked.role != MANAGER or locked.association is None or not may_delegate(by, locked.association):
        raise PermissionDenied
    if locked.user_id == by.pk:
        raise ValidationError(ONESELF)
    if not contains(locked.period, today):
        raise ValidationError("Ce droit est déjà terminé.")
    end(locked, by=by, today=today, reason=RevokeReason.OTHER)


def managers(scope: Scope, *, today: date) -> QuerySet[RoleAssignment]:
    """Return who manages the associations of `scope` and their sections on `today`, by association and name."""
    rows = RoleAssignment.objects.active_at(today).filter(role=MANAGER, user__is_active=True)
    rows = rows.filter(association__in=Association.objects.visible_to(scope)).select_related("user", "association", "granted_by")
    return rows.order_by("association__sort_key", "user__last_name", "user__email", "pk")


def has_managed(email: str, association: Association) -> bool:
    """Tell whether the account of `email` manages `association` or ever did, even for less than a day."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    events = RoleAssignment._meta.get_field("history").related_model
    return user is not None and events.objects.filter(role=MANAGER, association_id=association.pk, user_id=user.pk).exists()
