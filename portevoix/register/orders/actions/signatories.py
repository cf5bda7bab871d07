"""Record who may sign, from when to when."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import first_day, last_day, period
from portevoix.register.access.permissions import Permission
from portevoix.register.directory.enums import Authority
from portevoix.register.directory.models import Territory
from portevoix.register.orders.models import Signatory
from portevoix.register.orders.permissions import check

SOURCE = "saisie dans le registre"


@transaction.atomic
def add_signatory(
    *,
    region: Territory,
    civility: str,
    first_name: str,
    last_name: str,
    function: str,
    first: date,
    by: Any,
    today: date,
    last: date | None = None,
    delegation_reference: str = "",
    user: User | None = None,
    authority: str = Authority.AGENCY,
) -> Signatory:
    """Record somebody who may sign from `first` to `last`, for the authority itself or by a delegation whose reference is given.

    user: the account that signs; without one, whoever may sign in the region records the signature. Raises `ValidationError`.
    """
    if last and last < first:
        raise ValidationError({"last": f"La fin vient après le premier jour ({date_fr(first)})."})
    signatory = Signatory(
        region=region,
        authority=authority,
        user=user,
        civility=civility,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        function=function.strip(),
        delegation_reference=delegation_reference.strip(),
        period=period(first, last),
        source=SOURCE,
        source_date=today,
    )
    check(by, Permission.ORDER_PREPARE, signatory)
    signatory.full_clean()
    if not signatory.delegation_reference:
        _refuse_second_head(signatory)
    signatory.save()
    journal.record("signatory.add", target=signatory, by=by, first=first.isoformat(), last=last and last.isoformat())
    return signatory


def _refuse_second_head(signatory: Signatory) -> None:
    """An authority has one head at a time: the others sign by delegation."""
    others = Signatory.objects.filter(
        region=signatory.region, authority=signatory.authority, delegation_reference="", period__overlap=signatory.period
    )
    head = others.first()
    if head:
        raise ValidationError(
            f"{head} est déjà en fonction pendant cette période\u00a0: terminez-la d’abord, ou indiquez une délégation de signature.",
            code="second_head",
        )


@transaction.atomic
def end_signatory(*, signatory: Signatory, last: date, by: Any) -> Signatory:
    """Record the last day on which `signatory` may sign. What was signed before stays signed."""
    found = Signatory.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=signatory.pk)
    check(by, Permission.ORDER_PREPARE, found)
    begun, end = first_day(found.period), last_day(found.period)
    if begun and last < begun:
        raise ValidationError({"last": f"La période commence le {date_fr(begun)}."})
    if end and last > end:
        raise ValidationError({"last": f"La période se termine déjà le {date_fr(end)}."})
    found.period = period(begun, last)
    found.save()
    journal.record("signatory.end", target=found, by=by, on=last.isoformat())
    return found
