"""Who may prepare, edit and sign orders: `ORDER_PREPARE` and `ORDER_SIGN` in the region of the order."""

from typing import Any

from django.core.exceptions import PermissionDenied

from portevoix.register.access.permissions import Permission, can

CERTIFYING = (Permission.ORDER_VIEW, Permission.OWN_ASSOCIATION, Permission.OWN_MANDATES)


def may_certify(user: Any, mandate: Any) -> bool:
    """Tell whether `user` may have the certificate of `mandate`: the agency, the association, the person herself."""
    return any(can(user, permission, mandate) for permission in CERTIFYING)


def check(by: Any, permission: Permission, obj: Any = None) -> None:
    """Raise `PermissionDenied` unless `by` may do `permission` on `obj`."""
    if not can(by, permission, obj):
        raise PermissionDenied
