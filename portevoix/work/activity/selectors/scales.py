"""The scales and the payers in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portevoix.base.core.distance import distance_km
from portevoix.base.core.periods import period
from portevoix.base.core.readable import readable_name
from portevoix.register.directory.models import Body, Commune
from portevoix.register.directory.selectors.travel import travel_at
from portevoix.work.activity.enums import PayerKind
from portevoix.work.activity.models import ExpenseRate, PayerRule
from portevoix.work.activity.scale import Rate


@dataclass(frozen=True, kw_only=True)
class Payer:
    """Who pays. name: the facility, the agency, the fund; empty when the person must say it. legal_basis: the text."""

    kind: PayerKind
    name: str = ""
    legal_basis: str = ""


def rates_in_force(days: Collection[date]) -> list[Rate]:
    """Return the rates in force on any of `days`."""
    if not days:
        return []
    rows = ExpenseRate.objects.filter(period__overlap=period(min(days), max(days))).order_by("pk")
    return [
        Rate(
            kind=row.kind,
            vehicle=row.vehicle,
            zone=row.zone,
            tier_from=row.tier_from,
            amount=row.amount,
            first=row.period.lower,
            until=row.period.upper,
        )
        for row in rows
    ]


def rates_shown(day: date) -> list[ExpenseRate]:
    """Return the scale of a day with its sources, to be read on a page."""
    return list(ExpenseRate.objects.filter(period__contains=day).order_by("kind", "vehicle", "zone", "tier_from"))


def payer_of(body: Body, day: date) -> Payer:
    """Return who pays back the expenses of the members of `body` on `day`; a derived body follows the type that it derives from."""
    kinds = [body.body_type_id, body.body_type.parent_id]
    rules = {rule.body_type_id: rule for rule in PayerRule.objects.filter(body_type__in=kinds, period__contains=day)}
    rule = rules.get(kinds[0]) or rules.get(kinds[1])
    if rule is None or (rule.payer == PayerKind.FACILITY and body.facility is None):
        return Payer(kind=PayerKind.ORGANISER)
    names = {
        PayerKind.FACILITY: readable_name(body.facility.name, body.facility.town) if body.facility else "",
        PayerKind.AGENCY: f"Agence régionale de santé {body.region.name}",
        PayerKind.FUND: body.readable_name,
    }
    return Payer(kind=PayerKind(rule.payer), name=names[PayerKind(rule.payer)], legal_basis=rule.legal_basis)


def commune_of(body: Body) -> Commune | None:
    """Return the commune of a body: that of its facility, by its name in the department, when it is found."""
    town = body.facility.town if body.facility else body.town
    if not town:
        return None
    rows = Commune.objects.filter(name__iexact=town)
    return (rows.filter(department=body.department) if body.department_id else rows).order_by("-population", "pk").first()


def proposed_kilometres(origin: Commune | None, destination: Commune | None, *, day: date) -> int:
    """Return a distance there and back to start from: as the crow flies, lengthened by the dated detour of roads; 0 when not known."""
    if origin is None or destination is None or origin.latitude is None or destination.latitude is None:
        return 0
    straight = distance_km(origin.latitude, origin.longitude, destination.latitude, destination.longitude)
    return round(2 * straight * travel_at(day).detour_percent / 100)
