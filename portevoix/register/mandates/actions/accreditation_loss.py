"""An accreditation ends: those concerned are told in time; when it is lost, the agency ends the mandates that it chooses."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from portevoix.base.audit import journal
from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.french_dates import date_fr
from portevoix.base.notifications.actions import queue, queue_many
from portevoix.base.notifications.outbox import Draft, Recipient
from portevoix.register.access.permissions import Permission
from portevoix.register.access.selectors import accounts_having
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Association, Territory
from portevoix.register.directory.scope import Scope, ScopeKeys
from portevoix.register.mandates.actions.endings import end_mandate
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.notifications import ENDS, LOST, LOST_LIST
from portevoix.register.mandates.selectors.associations import AssociationStakes, accreditations_ending, mandates_to_close
from portevoix.register.mandates.selectors.notices import NOTICE, renewal_filed_on, told

NOT_FILED = "Aucune demande de renouvellement n’est enregistrée."


@transaction.atomic
def close_after_loss(*, association: Association, mandates: Iterable[Mandate], on: date, today: date, by: Any) -> list[Mandate]:
    """End the chosen `mandates` of `association` (sections included): `on` is their last day; tell the people and the association.

    Nothing ends by itself: the agency chooses each mandate. Raises `ValidationError` when none is chosen, or when one no longer rests
    on a lost accreditation; `PermissionDenied` outside the scope.
    """
    chosen = {mandate.pk for mandate in mandates}
    if not chosen:
        raise ValidationError("Cochez au moins un mandat.", code="nothing_chosen")
    lost = {row.mandate.pk: row.mandate for row in mandates_to_close(association, by, at=today)}
    if chosen - set(lost):
        raise ValidationError(
            "L’un de ces mandats ne dépend plus d’un agrément perdu\u00a0: relisez la liste, rien n’a été enregistré.", code="changed"
        )
    ended = [end_mandate(mandate=lost[pk], reason=EndReason.ACCREDITATION_LOST, on=on, by=by) for pk in sorted(chosen)]
    _tell_people(ended, on=on, by=by)
    _tell_association(association, ended, on=on, by=by)
    return ended


def agency_of(region: Territory) -> str:
    """Return how the agency of a region is called, without its article."""
    return f"agence régionale de santé {region.name}"


def _tell_people(ended: list[Mandate], *, on: date, by: Any) -> None:
    drafts = [
        Draft(
            to=Recipient(mandate.person.email, str(mandate.person)),
            about=mandate,
            values={
                "association": str(mandate.association),
                "instance": mandate.body.readable_name,
                "siege": mandate.seat.label,
                "fin": date_fr(on),
                "agence": agency_of(mandate.body.region),
            },
        )
        for mandate in ended
        if mandate.person.email
    ]
    queue_many(LOST.code, drafts, by=by)


def _tell_association(association: Association, ended: list[Mandate], *, on: date, by: Any) -> None:
    if not association.email:
        return
    region = ended[0].body.region
    values = {
        "association": str(association),
        "mandats": counted(len(ended)),
        "fin": date_fr(on),
        "liste": "\n".join(f"{mandate.body.readable_name}, {mandate.seat.label}" for mandate in ended),
        "agence": agency_of(region),
    }
    queue(LOST_LIST.code, to=[Recipient(association.email)], values=values, about=association, region=region.code, by=by)


def counted(number: int) -> str:
    """« 1 mandat », « 14 mandats »."""
    return f"{number}\u00a0mandat{'s' if number > 1 else ''}"


@transaction.atomic
def send_notices(*, today: date, by: Any) -> int:
    """Write of the accreditations that have reached a notice (210, 90, 0 days before the end as shipped); return how many are told.

    In each region that has mandates at stake: to the agency, and to the association itself. A notice already told is not told again:
    the journal keeps which.
    """
    regions = Territory.objects.filter(kind=TerritoryKind.REGION, region_bodies__isnull=False).distinct().order_by("code")
    return sum(_send_notices_of(region, today=today, by=by) for region in regions)


def _send_notices_of(region: Territory, *, today: date, by: Any) -> int:
    found = [row for row in accreditations_ending(Scope(regions=frozenset({region.code})), at=today) if row.notice is not None]
    sent = told([row.association for row in found], region)
    new = [row for row in found if (row.association.pk, row.covered_until.isoformat(), row.notice) not in sent]
    agency = accounts_having(Permission.ASSOCIATION_MANAGE, ScopeKeys(region=region.code), today=today) if new else []
    for row in new:
        readers = [Recipient(user.email, str(user)) for user in agency]
        readers += [Recipient(row.association.email)] if row.association.email else []
        queue(ENDS.code, to=readers, values=_notice_values(row), about=row.association, region=region.code, by=by)
        journal.record(NOTICE, target=row.association, by=by, region=region.code, ends_on=row.covered_until.isoformat(), notice=row.notice)
    return len(new)


def _notice_values(row: AssociationStakes) -> dict[str, str]:
    filed = renewal_filed_on(row.association, row.covered_until)
    return {
        "association": str(row.association),
        "echeance": date_fr(row.covered_until),
        "mandats": counted(row.at_stake),
        "depot": f"Le renouvellement est demandé depuis le {date_fr(filed)}." if filed else NOT_FILED,
        "lien": absolute_url(reverse("workspace:association", args=[row.association.pk])),
    }
