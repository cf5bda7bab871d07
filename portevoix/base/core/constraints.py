"""Constraints that many tables need."""

from django.db.models import CheckConstraint, Q


def dated_act(stem: str, *, name: str) -> CheckConstraint:
    """Return the constraint « nobody did it without a date » on `<stem>_by` and `<stem>_at`.

    The date may stand alone: a program did it, or the account is gone.
    """
    return CheckConstraint(
        condition=Q(**{f"{stem}_by__isnull": True}) | Q(**{f"{stem}_at__isnull": False}),
        name=name,
        violation_error_message="Un acte a une date quand il a un auteur.",
    )
