"""What somebody needs on the spot: asked apart, read by France Assos Santé only, deleted after the session (standards §3.2)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q

from portevoix.base.audit import journal
from portevoix.base.core.screening import ensure_screened
from portevoix.register.access.permissions import Permission, can
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.enums import SessionState
from portevoix.work.training.models import AccessNeed, Enrolment, Session
from portevoix.work.training.workflow import ACTIVE


@transaction.atomic
def save_need(*, enrolment: Enrolment, kinds: Collection[str], remark: str, by: Any, confirmed: bool = False) -> AccessNeed | None:
    """Keep what somebody needs; nothing ticked and nothing written deletes it. The journal says neither what nor how much.

    Only the person and France Assos Santé may. Raises `ValidationError` when the remark seems to speak of health or to name somebody
    and `confirmed` is not set, `StepRefused` once the enrolment is over, `PermissionDenied`.
    """
    row = Enrolment.objects.select_for_update(of=("self",), no_key=True).select_related("session__region").get(pk=enrolment.pk)
    if not (can(by, Permission.TRAINING_OWN, row) or can(by, Permission.TRAINING_MANAGE, row)):
        raise PermissionDenied(Permission.TRAINING_OWN.value)
    if row.state not in ACTIVE:
        raise StepRefused("Enregistrer un besoin\u00a0: impossible, cette inscription est terminée.")
    remark = remark.strip()
    ensure_screened(remark, confirmed=confirmed)
    journal.record("enrolment.need", target=row, by=by)
    if not kinds and not remark:
        AccessNeed.objects.filter(enrolment=row).delete()
        return None
    need = AccessNeed.objects.filter(enrolment=row).first() or AccessNeed(enrolment=row)
    need.kinds, need.remark = sorted(set(kinds)), remark
    need.full_clean(exclude=() if kinds else {"kinds"})
    need.save()
    return need


def forget_needs(*, today: date) -> int:
    """Delete the needs of the sessions that are over on `today`, or cancelled, and of the enrolments that are over; return how many."""
    over = Session.objects.annotate(last=Max("half_days__day")).filter(Q(last__lt=today) | Q(state=SessionState.CANCELLED))
    gone = Q(enrolment__session__in=over.values("pk")) | ~Q(enrolment__state__in=list(ACTIVE))
    return AccessNeed.objects.filter(gone).delete()[0]
