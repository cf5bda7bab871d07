"""Who proposes people in the name of an association: asked for by somebody unknown, answered by a manager or by the agency."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program, account
from portevoix.register.access.delegation import delegate, may_delegate
from portevoix.register.directory.models import Association
from portevoix.work.candidacies.actions.links import write_answer
from portevoix.work.candidacies.models import ManagerRequest

ASKER = Program("access_request")


@transaction.atomic
def ask_access(*, association: Association, email: str, name: str, function: str) -> ManagerRequest:
    """Keep the request of somebody to propose people for `association`; the same person asking twice waits once."""
    waiting = ManagerRequest.objects.filter(association=association, email__iexact=email.strip(), answered_at__isnull=True).first()
    if waiting is not None:
        return waiting
    request = ManagerRequest(association=association, email=email.strip().lower(), name=name.strip(), function=function.strip())
    request.full_clean()
    request.save()
    journal.record("managerrequest.ask", target=request, by=ASKER, association=association.pk)
    return request


def answer_access(*, request: ManagerRequest, granted: bool, by: Any, at: datetime) -> None:
    """Answer a request: the right is given today, or not; the person learns it by e-mail.

    Raises `PermissionDenied` when `by` does not say who manages the association, `ValidationError` when it was answered already.
    """
    with transaction.atomic():
        locked = ManagerRequest.objects.select_for_update(of=("self",)).select_related("association").get(pk=request.pk)
        if not may_delegate(by, locked.association):
            raise PermissionDenied
        if locked.answered_at is not None:
            raise ValidationError("Une autre personne a déjà répondu à cette demande.")
        if granted:
            first, _, last = locked.name.partition(" ")
            delegate(
                email=locked.email, association=locked.association, by=by, first=timezone.localdate(at), first_name=first, last_name=last
            )
        locked.granted, locked.answered_at, locked.answered_by = granted, at, account(by)
        locked.full_clean()
        locked.save()
        journal.record("managerrequest.answer", target=locked, by=by, granted=granted)
    write_answer(request=locked, at=at)
