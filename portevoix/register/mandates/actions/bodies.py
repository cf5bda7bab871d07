"""Close a body with its mandates, and open it again (dossier annex C, scenario 7)."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import ONE_DAY, last_day
from portevoix.register.access.permissions import Permission
from portevoix.register.directory.models import Body
from portevoix.register.mandates.actions.endings import end_locked, restore_locked
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.permissions import check


@transaction.atomic
def close_body(*, body: Body, on: date, by: Any) -> Body:
    """Close `body` from the day `on` (its first closed day), with the bodies that derive from it.

    Their mandates that still run end the day before with INSTANCE_CLOSED. Mandates that begin on `on` or later are to be taken
    away first. Raises `ValidationError` (French) and `PermissionDenied`.
    """
    body = _locked(body)
    check(by, Permission.BODY_MANAGE, body)
    if body.closed_on:
        raise ValidationError(f"Cette instance est déjà close depuis le {date_fr(body.closed_on)}.", code="already_closed")
    if body.opened_on and on < body.opened_on:
        raise ValidationError(f"La clôture ne peut pas précéder la création ({date_fr(body.opened_on)}).", code="closed_before_opened")
    _close(body, on, by)
    return body


def _close(body, on, by):
    for derived in Body.objects.select_for_update(of=("self",), no_key=True).filter(parent=body, closed_on=None).order_by("pk"):
        _close(derived, on, by)
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True).select_related("seat", "body").filter(body=body)
    later = rows.filter(period__startswith__gte=on)
    if later.exists():
        raise ValidationError(
            f"Un mandat commence le {date_fr(later.order_by('period').first().period.lower)}, après la clôture : retirez-le d’abord.",
            code="mandate_later",
        )
    for mandate in rows.filter(period__contains=on, end_reason="").order_by("pk"):
        end_locked(mandate, reason=EndReason.BODY_CLOSED, on=on - ONE_DAY, by=by)
    body.closed_on = on
    body.full_clean(exclude={"body_type", "facility", "territory", "department", "region", "parent"})
    body.save()
    journal.record("body.close", target=body, by=by, on=on.isoformat())


@transaction.atomic
def reopen_body(*, body: Body, explanation: str, by: Any) -> Body:
    """Undo the closing of `body`: its mandates that ended with it run to their term again. Derived bodies are opened one by one.

    explanation: why, written by a person; it goes to the journal.
    """
    body = _locked(body)
    check(by, Permission.BODY_MANAGE, body)
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi l’instance est rouverte.", code="explanation_missing")
    if body.closed_on is None:
        raise ValidationError("Cette instance n’est pas close.", code="not_closed")
    before, body.closed_on = body.closed_on, None
    body.full_clean(exclude={"body_type", "facility", "territory", "department", "region", "parent"})
    body.save()
    journal.record("body.reopen", target=body, by=by, before=before.isoformat(), explanation=explanation.strip())
    rows = Mandate.objects.select_for_update(of=("self",), no_key=True).select_related("seat", "body")
    for mandate in rows.filter(body=body, end_reason=EndReason.BODY_CLOSED).order_by("pk"):
        if last_day(mandate.period) == before - ONE_DAY:
            restore_locked(mandate, by=by, explanation=explanation.strip())
    return body


def _locked(body):
    rows = Body.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("body_type", "department", "region").get(pk=body.pk)
