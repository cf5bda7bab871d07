"""Associations: their accreditation, when it ends, and the mandates that it carries (dossier §2.2).

Nothing here ends a mandate: the law has no automatic mechanism. Notices come before the end (dated settings
`accreditation-notice-*`), then the mandates that rest on a lost accreditation are proposed for closing, and an agent decides.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from portevoix.base.core.periods import ONE_DAY
from portevoix.register.directory.models import Accreditation, Association, Parameter
from portevoix.register.directory.scope import scope_of
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.criteria import ALL, seats_of_bodies
from portevoix.register.mandates.selectors.mandates import MandateRow, mandate_rows
from portevoix.register.mandates.selectors.occupancy import seats_sql

NOTICES = "accreditation-notice-"  # first, second, last: days before the end
TOLERANCE = "accreditation-renewal-tolerated"


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """The accreditation of an association at one level (or in one region) on a day.

    last_day: last day covered without a gap, renewals included; None: no known end. notice: the notice reached, in days before the
    end (210, 90 or 0 as shipped), None before the first. lapsed: the day is not covered any more (`last_day` is past).
    """

    accreditation: Accreditation
    last_day: date | None
    days_left: int | None
    notice: int | None
    lapsed: bool


def horizons_of(association: Association, *, at: date) -> list[Horizon]:
    """Return the accreditations that count for `association` on `at` (those of its federation for a section): national, then regions.

    One per level and region: the one of the day, else the next, else the last. The period is what counts: withdrawing an
    accreditation shortens it.
    """
    rows = Accreditation.objects.filter(association=association.accredited, period__startswith__isnull=False)
    groups: dict[tuple, list[Accreditation]] = {}
    for row in rows.select_related("region", "association").order_by("region__code", "period", "pk"):
        groups.setdefault((row.level, row.region_id), []).append(row)
    notices = notice_days(at)
    found = [_horizon(group, at, notices) for group in groups.values()]
    return sorted(found, key=lambda horizon: (horizon.accreditation.level, horizon.accreditation.region_id or 0))


def _horizon(group, at, notices):
    """Follow the renewals that begin the day after the end of the one before."""
    shown = next((row for row in group if row.period.upper is None or at < row.period.upper), group[-1])
    end = shown.period.upper
    for later in group:
        if end and later.period.lower == end:
            end = later.period.upper
    last = end - ONE_DAY if end else None
    days_left = None if last is None else (last - at).days
    return Horizon(
        accreditation=shown,
        last_day=last,
        days_left=days_left,
        notice=notice_reached(days_left, notices),
        lapsed=last is not None and last < at,
    )


def notice_days(at: date) -> list[int]:
    """Return the notices in force on `at`, in days before the end of an accreditation, the furthest first."""
    rows = Parameter.objects.filter(code__startswith=NOTICES, period__contains=at)
    return sorted(rows.values_list("value", flat=True), reverse=True)


def notice_reached(days_left: int | None, notices: list[int]) -> int | None:
    """Return the nearest notice reached when `days_left` days are left (the last day counts 0), None before the first."""
    return None if days_left is None else min((notice for notice in notices if days_left <= notice), default=None)


@dataclass(frozen=True, kw_only=True)
class Stake:
    """One mandate that outlives the accreditation of its association.

    covered_until: last day covered; None: the day is not covered. lost_on: last day of the accreditation that was lost. With neither,
    the register knows no accreditation that counts: it is to be looked for, not lost. tolerated: lost, but its renewal was filed in
    time and the setting says to wait.
    """

    mandate_id: int
    accredited_id: int
    covered_until: date | None
    lost_on: date | None
    tolerated: bool

    @property
    def lost(self) -> bool:
        return self.lost_on is not None

    @property
    def to_close(self) -> bool:
        return self.lost and not self.tolerated


REQUIRES = "IN (SELECT r.body_type_id FROM directory_bodytyperule r WHERE r.period @> %s::date AND r.requires_accreditation <> 'no')"
STAKES = """
WITH running AS (
  SELECT m.id, m.period, b.region_id, coalesce(a.parent_id, a.id) AS accredited_id
  FROM ({seats}) s JOIN mandates_mandate m ON m.seat_id = s.seat_id JOIN directory_body b ON b.id = s.body_id
  JOIN directory_association a ON a.id = m.association_id
  WHERE coalesce(upper(m.period) > %s, true) AND s.body_type_id {requires} AND {chosen}
), pair AS MATERIALIZED (
  SELECT p.accredited_id, p.region_id,
    range_agg(c.period) AS spans,
    max(upper(c.period)) FILTER (WHERE upper(c.period) <= %s) AS ended,
    bool_or(c.status = 'renewal' AND c.renewal_filed_on < upper(c.period)) FILTER (WHERE upper(c.period) <= %s) AS filed
  FROM (SELECT DISTINCT accredited_id, region_id FROM running) p
  LEFT JOIN directory_accreditation c ON c.association_id = p.accredited_id AND (c.level = 'national' OR c.region_id = p.region_id)
  GROUP BY 1, 2
)
SELECT running.id, running.accredited_id, upper(cover.span) - 1, pair.ended - 1, coalesce(pair.filed, false)
FROM running JOIN pair USING (accredited_id, region_id)
LEFT JOIN LATERAL (SELECT span FROM unnest(pair.spans) span WHERE span @> %s::date) cover ON true
WHERE cover.span IS NULL OR coalesce(upper(cover.span) < upper(running.period), NOT upper_inf(cover.span))
ORDER BY running.accredited_id, running.id
"""


def stakes(viewer, *, at: date, association: Association | None = None) -> list[Stake]:
    """Return the mandates running on `at`, or to come, that outlive the accreditation of their association.

    In the bodies that `viewer` (a `Scope` or an account) sees and whose rule asks for an accredited association. `association`
    limits to one accredited association with its sections, or to one section.
    """
    inner = seats_sql(seats_of_bodies(scope_of(viewer), ALL, at=at), at)
    chosen = "true" if association is None else "(a.id = %s OR a.parent_id = %s)"
    pks = () if association is None else (association.pk, association.pk)
    tolerated = Parameter.objects.filter(code=TOLERANCE, period__contains=at, value=1).exists()
    with connection.cursor() as cursor:
        sql = STAKES.format(seats=inner.sql, requires=REQUIRES, chosen=chosen)
        cursor.execute(sql, (*inner.params, at, at, *pks, at, at, at))
        return [
            Stake(
                mandate_id=mandate_id,
                accredited_id=accredited_id,
                covered_until=covered_until,
                lost_on=None if covered_until else ended,
                tolerated=covered_until is None and filed and tolerated,
            )
            for mandate_id, accredited_id, covered_until, ended, filed in cursor
        ]


@dataclass(frozen=True, kw_only=True)
class AssociationStakes:
    """One accredited association and what rests on its accreditation."""

    association: Association
    covered_until: date | None
    days_left: int | None
    notice: int | None
    at_stake: int
    to_close: int
    tolerated: int
    unknown: int


def accreditations_ending(viewer, *, at: date) -> list[AssociationStakes]:
    """Return the accredited associations with a notice reached, or an accreditation lost, and mandates that rest on it.

    The most pressing first. at_stake: mandates that outlive the accreditation; to_close: those of them whose accreditation is lost,
    without the tolerated; unknown: those for which the register knows no accreditation.
    """
    notices = notice_days(at)
    groups: dict[int, list[Stake]] = {}
    for stake in stakes(viewer, at=at):
        groups.setdefault(stake.accredited_id, []).append(stake)
    associations = Association.objects.in_bulk(groups)
    rows = [_stakes_of(associations[pk], group, at, notices) for pk, group in groups.items()]
    kept = [row for row in rows if row.to_close or row.tolerated or row.notice is not None]
    return sorted(kept, key=lambda row: (row.days_left if row.days_left is not None else -1, -row.at_stake, row.association.pk))


def _stakes_of(association, group, at, notices):
    covered = [stake.covered_until for stake in group if stake.covered_until]
    until = min(covered, default=None) if len(covered) == len(group) else None
    days_left = None if until is None else (until - at).days
    return AssociationStakes(
        association=association,
        covered_until=until,
        days_left=days_left,
        notice=notice_reached(days_left, notices),
        at_stake=len(group),
        to_close=sum(stake.to_close for stake in group),
        tolerated=sum(stake.tolerated for stake in group),
        unknown=sum(stake.covered_until is None and not stake.lost for stake in group),
    )


def mandates_of_association(association: Association, viewer, *, at: date) -> list[MandateRow]:
    """Return the mandates held for `association` or its sections that `viewer` sees, with their state on `at`."""
    held = Q(association=association) | Q(association__parent=association)
    return mandate_rows(Mandate.objects.visible_to(viewer).filter(held), at=at)


def mandates_to_close(association: Association, viewer, *, at: date) -> list[MandateRow]:
    """Return the mandates proposed for closing because the accreditation is lost on `at`; those tolerated are left out."""
    lost = [stake.mandate_id for stake in stakes(viewer, at=at, association=association) if stake.to_close]
    return mandate_rows(Mandate.objects.visible_to(viewer).filter(pk__in=lost), at=at)
