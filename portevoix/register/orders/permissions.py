"""Who may prepare, edit and sign orders: `ORDER_PREPARE` and `ORDER_SIGN` in the region of the order."""

from typing import Any

from django.core.exceptions import PermissionDenied

from portevoix.register.access.permissions import Permission, can


def check(by: Any, permission: Permission, obj: Any = None) -> None:
    """Raise `PermissionDenied` unless `by` may do `permission` on `obj`."""
    if not can(by, permission, obj):
        raise PermissionDenied
