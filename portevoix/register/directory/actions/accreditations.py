"""Records, renews and withdraws accreditations (art. L. 1114-1, R. 1114-1 and following CSP). The caller gates."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import ONE_DAY, add_years, first_day, last_day, period
from portevoix.register.directory.enums import AccreditationLevel, AccreditationStatus
from portevoix.register.directory.models import Accreditation, Association, Territory
from portevoix.register.directory.selectors.accreditations import YEARS
from portevoix.register.directory.selectors.rules import parameter_at

USUAL_YEARS = 5  # R. 1114-1 and following: the dated setting `accreditation-years` wins when it exists


@transaction.atomic
def record_accreditation(
    *,
    association: Association,
    level: str,
    first: date,
    source: str,
    source_date: date,
    by: Any,
    last: date | None = None,
    region: Territory | None = None,
    number: str = "",
) -> Accreditation:
    """Record an accreditation from `first` to `last` (five years when `last` is not given).

    Raises `ValidationError` (French) for a section (its federation carries the accreditation), for a region that is missing or in excess,
    for two accreditations at once.
    """
    if association.parent_id:
        raise ValidationError(f"L’agrément est porté par {association.accredited.name}\u00a0: enregistrez-le là.", code="section")
    Association.objects.select_for_update(of=("self",), no_key=True).get(pk=association.pk)
    last = last or add_years(first, parameter_at(YEARS, first, default=USUAL_YEARS)) - ONE_DAY
    if last < first:
        raise ValidationError("La fin de l’agrément ne peut pas précéder son début.", code="period_reversed")
    accreditation = Accreditation(
        association=association,
        level=level,
        region=region if level == AccreditationLevel.REGIONAL else None,
        number=number.strip(),
        period=period(first, last),
        source=source,
        source_date=source_date,
    )
    accreditation.full_clean()
    accreditation.save()
    journal.record("accreditation.record", target=accreditation, by=by, level=level, first=first.isoformat(), last=last.isoformat())
    return accreditation


@transaction.atomic
def file_renewal(*, accreditation: Accreditation, filed_on: date, by: Any) -> Accreditation:
    """Write that the renewal was asked for on `filed_on`. Raises `ValidationError` after a withdrawal or before the accreditation."""
    accreditation = _locked(accreditation)
    if accreditation.status == AccreditationStatus.WITHDRAWN:
        raise ValidationError("Cet agrément est retiré\u00a0: il ne se renouvelle pas.", code="withdrawn")
    begins = first_day(accreditation.period)
    if begins and filed_on < begins:
        raise ValidationError(f"L’agrément ne commence que le {date_fr(begins)}.", code="filed_too_early")
    accreditation.status, accreditation.renewal_filed_on = AccreditationStatus.RENEWAL_IN_PROGRESS, filed_on
    accreditation.save(update_fields=["status", "renewal_filed_on"])
    journal.record("accreditation.renewal_filed", target=accreditation, by=by, filed_on=filed_on.isoformat())
    return accreditation


@transaction.atomic
def renew_accreditation(
    *, accreditation: Accreditation, source: str, source_date: date, by: Any, last: date | None = None, number: str = ""
) -> Accreditation:
    """Record the renewal: a new accreditation from the day after the end of `accreditation`. Returns the new one."""
    accreditation = _locked(accreditation)
    end = last_day(accreditation.period)
    if end is None:
        raise ValidationError("Cet agrément n’a pas de fin\u00a0: il n’y a rien à renouveler.", code="no_end")
    if accreditation.status == AccreditationStatus.WITHDRAWN:
        raise ValidationError("Cet agrément est retiré\u00a0: enregistrez un nouvel agrément.", code="withdrawn")
    renewed = record_accreditation(
        association=accreditation.association,
        level=accreditation.level,
        region=accreditation.region,
        number=number or accreditation.number,
        first=end + ONE_DAY,
        last=last,
        source=source,
        source_date=source_date,
        by=by,
    )
    accreditation.status = AccreditationStatus.GRANTED
    accreditation.save(update_fields=["status"])
    return renewed


@transaction.atomic
def withdraw_accreditation(*, accreditation: Accreditation, on: date, reason: str, by: Any) -> Accreditation:
    """Withdraw an accreditation from the day `on` (the first day without it). Mandates are not ended: an agent decides (dossier §2.2).

    Raises `ValidationError` without a reason, or for a day outside its period.
    """
    accreditation = _locked(accreditation)
    if not reason.strip():
        raise ValidationError("Indiquez le motif du retrait.", code="reason_missing")
    begins, ends = first_day(accreditation.period), last_day(accreditation.period)
    if (begins and on <= begins) or (ends and on > ends):
        raise ValidationError("Le retrait prend effet pendant la période de l’agrément, après son premier jour.", code="outside_period")
    accreditation.period = period(begins, on - ONE_DAY)
    accreditation.status = AccreditationStatus.WITHDRAWN
    accreditation.save(update_fields=["period", "status"])
    journal.record("accreditation.withdraw", target=accreditation, by=by, on=on.isoformat(), reason=reason.strip())
    return accreditation


@transaction.atomic
def restore_accreditation(*, accreditation: Accreditation, explanation: str, by: Any) -> Accreditation:
    """Undo a withdrawal: the accreditation has the period and the status that it had before, as the row history tells.

    Raises `ValidationError` without an explanation, when it is not withdrawn, or when another one has taken its place since.
    """
    accreditation = _locked(accreditation)
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi l’agrément est rétabli.", code="explanation_missing")
    if accreditation.status != AccreditationStatus.WITHDRAWN:
        raise ValidationError("Cet agrément n’est pas retiré.", code="not_withdrawn")
    before = accreditation.history.exclude(status=AccreditationStatus.WITHDRAWN).order_by("-pgh_id").first()
    if before is None:
        raise ValidationError("Cet agrément a été enregistré déjà retiré\u00a0: enregistrez un nouvel agrément.", code="never_granted")
    accreditation.period, accreditation.status = before.period, before.status
    accreditation.full_clean(exclude={"association", "region"})
    accreditation.save(update_fields=["period", "status"])
    journal.record("accreditation.restore", target=accreditation, by=by, explanation=explanation.strip())
    return accreditation


def _locked(accreditation: Accreditation) -> Accreditation:
    rows = Accreditation.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("association", "region").get(pk=accreditation.pk)
