"""Accreditations: the one that counts on a day, those that end soon (dossier §2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from portevoix.base.core.periods import ONE_DAY, contains, last_day
from portevoix.register.directory.enums import AccreditationLevel, AccreditationStatus
from portevoix.register.directory.models import Accreditation, Association, Parameter, Territory
from portevoix.register.directory.selectors.rules import parameter_at

NOTICES = "accreditation-notice-"
TOLERANCE = "accreditation-renewal-tolerated"
YEARS = "accreditation-years"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the accreditation of an association is worth on a day.

    tolerated: its period is over, but its renewal was filed before the end and the setting of the day says to wait.
    """

    accreditation: Accreditation
    tolerated: bool = False

    @property
    def last_day(self) -> date | None:
        return last_day(self.accreditation.period)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """An accreditation that ends soon. notice: the notice reached, in days before the end."""

    accreditation: Accreditation
    last_day: date
    days_left: int
    notice: int | None


def accreditation_at(association: Association, day: date, *, region: Territory | None = None) -> Standing | None:
    """Return the accreditation that counts for `association` on `day`, that of its federation for a section; None without one.

    National first; a regional one counts only for `region`. (Art. L. 1114-1 and R. 1114-13 CSP.)
    """
    rows = Accreditation.objects.filter(counting_in(region), association=association.accredited)
    return standing(rows, day, tolerated=parameter_at(TOLERANCE, day, default=0) == 1)


def counting_in(region: Territory | None) -> Q:
    """Return the condition on accreditations that count in `region`: the national ones, and its own."""
    here = Q(level=AccreditationLevel.NATIONAL)
    return here if region is None else here | Q(level=AccreditationLevel.REGIONAL, region=region)


def standing(rows: Iterable[Accreditation], day: date, *, tolerated: bool) -> Standing | None:
    """Return which of `rows`, the accreditations of one association that count where it asks, counts on `day`; None when none does.

    tolerated: the setting of the day lets a renewal filed in time wait for its answer.
    """
    rows = sorted(rows, key=lambda row: (row.level, -(row.period.lower or date.min).toordinal(), row.pk))
    for row in rows:
        if contains(row.period, day):
            return Standing(accreditation=row)
    waiting = [row for row in rows if row.status == AccreditationStatus.RENEWAL_IN_PROGRESS and _filed_in_time(row, day)]
    return Standing(accreditation=waiting[0], tolerated=True) if waiting and tolerated else None


def _filed_in_time(row: Accreditation, day: date) -> bool:
    end = row.period.upper
    return bool(end and end <= day and row.renewal_filed_on and row.renewal_filed_on < end)


def notices_at(day: date) -> list[int]:
    """Return the notices in force on `day`, in days before the end, the furthest first: 210, 90, 0 as shipped."""
    rows = Parameter.objects.filter(code__startswith=NOTICES, period__contains=day)
    return sorted(rows.values_list("value", flat=True), reverse=True)


def expiring(*, within_days: int, today: date, region: Territory | None = None) -> list[Ending]:
    """Return the accreditations that end within `within_days` days of `today` (today included) and that no other follows.

    region: keep the national ones and those of this region. The nearest end first.
    """
    limit = today + timedelta(days=within_days) + ONE_DAY
    rows = Accreditation.objects.filter(period__endswith__gt=today, period__endswith__lte=limit, association__closed_on__isnull=True)
    if region is not None:
        rows = rows.filter(Q(level=AccreditationLevel.NATIONAL) | Q(region=region))
    rows = list(rows.select_related("association", "region").order_by("period__endswith", "association__sort_key", "pk"))
    begun = set(
        Accreditation.objects.filter(association__in={row.association_id for row in rows}).values_list(
            "association", "level", "region", "period__startswith"
        )
    )
    notices = notices_at(today)
    return [_ending(row, today, notices) for row in rows if (row.association_id, row.level, row.region_id, row.period.upper) not in begun]


def _ending(row: Accreditation, today: date, notices: list[int]) -> Ending:
    end = row.period.upper - ONE_DAY
    days_left = (end - today).days
    return Ending(
        accreditation=row,
        last_day=end,
        days_left=days_left,
        notice=min((notice for notice in notices if days_left <= notice), default=None),
    )
