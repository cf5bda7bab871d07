"""What the two gates do not say by themselves: the public texts have no territory."""

from typing import Any

from django.core.exceptions import PermissionDenied

from portevoix.register.access.permissions import Permission, can


def ensure_writes(by: Any) -> None:
    """Raise `PermissionDenied` unless `by` keeps the public pages."""
    if not can(by, Permission.OUTREACH_MANAGE):
        raise PermissionDenied(Permission.OUTREACH_MANAGE.value)
