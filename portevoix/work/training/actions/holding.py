"""The row of a session is held while anything about its places is written: places are counted once, one after the other."""

from typing import Any

from django.core.exceptions import PermissionDenied

from portevoix.register.access.permissions import Permission, can
from portevoix.work.training.models import Enrolment, Session


def hold_session(session: Session) -> Session:
    """Return the session, locked until the end of the transaction; rows that point to it may still be read."""
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("course", "region", "commune__department").get(pk=session.pk)


def ensure_manages(by: Any, session: Session) -> None:
    """Raise `PermissionDenied` unless `by` runs the trainings where the session is."""
    if not can(by, Permission.TRAINING_MANAGE, session):
        raise PermissionDenied(Permission.TRAINING_MANAGE.value)


def enrolments_of(session: Session, *states: str):
    """Return the enrolments of `session` in `states`, in the order in which they came, with what messages and gates read in hand."""
    rows = Enrolment.objects.filter(session=session, state__in=states)
    return rows.select_related("session__region", "association", "person__home", "person__user").order_by("pk")
