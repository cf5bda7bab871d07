"""Records what somebody says of the end of their mandate, and tells their association."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import last_day
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.outbox import Recipient
from portevoix.register.access.permissions import Permission
from portevoix.register.access.selectors import accounts_having
from portevoix.register.mandates.models import Mandate, RenewalWish
from portevoix.register.mandates.notifications import WISH
from portevoix.register.mandates.permissions import check

OVER = "Ce mandat est déjà terminé. Écrivez à votre association, ou à l’aide en bas de page."


@transaction.atomic
def say_wish(*, mandate: Mandate, continues: bool, by: Any, today: date, path: str) -> RenewalWish:
    """Record that the person of `mandate` wishes to go on, or to stop; said again, the last word counts.

    path: the page where the association reads it. Its managers are written to when the word is new.
    Raises `ValidationError` (French) once the end of the mandate is recorded, and `PermissionDenied`.
    """
    related = ("body__region", "body__department", "association__parent", "person", "seat")
    held = Mandate.objects.select_for_update(of=("self",)).select_related(*related).get(pk=mandate.pk)
    check(by, Permission.OWN_MANDATES, held)
    if held.end_reason:
        raise ValidationError(OVER, code="over")
    before = held.renewal_wishes.order_by("-pk").first()
    if before is not None and before.continues == continues:
        return before
    said = RenewalWish.objects.create(mandate=held, continues=continues, said_by_id=by.pk)
    journal.record("mandate.wish", target=held, by=by, continues=continues)
    _tell(held, continues=continues, by=by, today=today, path=path)
    return said


def _tell(mandate: Mandate, *, continues: bool, by: Any, today: date, path: str) -> None:
    """Write to those who keep the mandates of the association."""
    managers = accounts_having(Permission.OWN_ASSOCIATION, mandate.scope_keys, today=today)
    if not managers or mandate.association is None:
        return
    values = {
        "personne": str(mandate.person),
        "souhait": "souhaite continuer" if continues else "préfère arrêter",
        "instance": mandate.body.readable_name,
        "siege": mandate.seat.label,
        "fin": date_fr(last_day(mandate.period)) if last_day(mandate.period) else "date non connue",
        "lien": absolute_url(path),
    }
    queue(WISH.code, to=[Recipient(user.email, str(user)) for user in managers], values=values, about=mandate, by=by)
