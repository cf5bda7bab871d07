"""Creates bodies with their seats, one by one or one per site, and opens or closes seats.

A body is closed by `mandates.actions.bodies.close_body`, which ends its mandates too. The caller gates.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import period
from portevoix.register.directory.actions.body_rules import SeatSpec
from portevoix.register.directory.enums import BodyLevel, TerritoryKind
from portevoix.register.directory.models import Body, BodyType, Facility, Seat, Territory
from portevoix.register.directory.selectors.bodies import plan_bodies
from portevoix.register.directory.selectors.rules import rule_at

LEVELS = {
    BodyLevel.DEPARTMENT: TerritoryKind.DEPARTMENT,
    BodyLevel.HEALTH_TERRITORY: TerritoryKind.HEALTH_TERRITORY,
    BodyLevel.REGION: TerritoryKind.REGION,
    BodyLevel.NATION: TerritoryKind.REGION,  # a national body is kept by the region that follows it
}
WHERE = {
    BodyLevel.FACILITY: "Choisissez l’établissement de cette instance.",
    BodyLevel.DEPARTMENT: "Choisissez le département de cette instance.",
    BodyLevel.HEALTH_TERRITORY: "Choisissez le territoire de démocratie sanitaire de cette instance.",
    BodyLevel.REGION: "Choisissez la région de cette instance.",
    BodyLevel.NATION: "Choisissez la région qui suit cette instance.",
}


@transaction.atomic
def create_body(
    *,
    body_type: BodyType,
    today: date,
    source: str,
    by: Any,
    facility: Facility | None = None,
    territory: Territory | None = None,
    name: str = "",
    opened_on: date | None = None,
    seats: Iterable[SeatSpec] | None = None,
) -> Body:
    """Create a body at a facility or on a territory, with the seats of the rule in force, or `seats` when given.

    opened_on: None when the day is not known; the rule in force `today` is then used. source: where the existence of the body is known.
    Raises `ValidationError` (French) when the place is not that of such a body, when it exists already, when nothing says its seats.
    """
    body = Body(
        body_type=body_type,
        facility=facility,
        territory=territory,
        name=name.strip() or _name(body_type, facility, territory),
        town=facility.town if facility else "",
        parent=_parent(body_type, facility, territory),
        opened_on=opened_on,
        source=source,
        source_date=today,
        **_place(body_type, facility, territory),
    )
    if facility and facility.closed_on and (opened_on or today) >= facility.closed_on:
        raise ValidationError(f"Cet établissement est fermé depuis le {date_fr(facility.closed_on)}.", code="facility_closed")
    body.full_clean()
    body.save()
    specs = list(seats) if seats is not None else _pattern(body_type, opened_on or today)
    Seat.objects.bulk_create(_seats(body, specs))
    journal.record("body.create", target=body, by=by, type=body_type.code, seats=sum(spec.count for spec in specs))
    return body


@transaction.atomic
def create_bodies(
    *,
    body_type: BodyType,
    region: Territory,
    today: date,
    source: str,
    by: Any,
    opened_on: date | None = None,
    categories: Collection[str] | None = None,
    departments: Collection[str] | None = None,
) -> list[Body]:
    """Create one body per open site of `region` that has none, with its seats; return the new ones. Run again, it creates none.

    categories, departments: as in `selectors.bodies.plan_bodies`, which shows the same before. Raises `ValidationError` when the type is
    not that of a facility or has no rule.
    """
    BodyType.objects.select_for_update(no_key=True).get(pk=body_type.pk)
    if body_type.level != BodyLevel.FACILITY or body_type.parent_id:
        raise ValidationError("Ce type d’instance ne se crée pas en nombre, une par établissement.", code="wrong_level")
    plan = plan_bodies(body_type, region=region, day=opened_on or today, categories=categories, departments=departments)
    if plan is None:
        raise ValidationError("Ce type d’instance n’a pas de règle ce jour-là. Écrivez d’abord la règle.", code="no_rule")
    specs = _specs(plan.rule)
    bodies = Body.objects.bulk_create(
        [
            Body(
                body_type=body_type,
                facility=facility,
                name=facility.name,
                town=facility.town,
                department=facility.department,
                region=region,
                opened_on=opened_on,
                source=source,
                source_date=today,
            )
            for facility in plan.facilities
        ],
        batch_size=500,
    )
    Seat.objects.bulk_create([seat for body in bodies for seat in _seats(body, specs)], batch_size=1000)
    journal.record_many("body.create", targets=bodies, by=by, type=body_type.code, seats=plan.seats_each)
    return bodies


@transaction.atomic
def add_seat(*, body: Body, quality: str, opened_on: date, by: Any, constituency: str = "") -> Seat:
    """Open one more seat of a quality; its rank is the next one. Raises `ValidationError` when the body is closed that day."""
    body = Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
    if body.closed_on and opened_on >= body.closed_on:
        raise ValidationError(f"Cette instance est close depuis le {date_fr(body.closed_on)}.", code="body_closed")
    if body.opened_on and opened_on < body.opened_on:
        raise ValidationError(f"Cette instance n’existe que depuis le {date_fr(body.opened_on)}.", code="body_not_open")
    last = body.seats.filter(quality=quality, constituency=constituency).aggregate(last=Max("rank"))["last"] or 0
    seat = Seat(body=body, quality=quality, rank=last + 1, constituency=constituency, opened_on=opened_on)
    seat.full_clean()
    seat.save()
    journal.record("seat.open", target=seat, by=by, body=body.pk, quality=quality, rank=seat.rank, on=opened_on.isoformat())
    return seat


@transaction.atomic
def close_seat(*, seat: Seat, on: date, by: Any) -> Seat:
    """Close a seat from the day `on` (its first closed day). It stays, with its past mandates.

    Raises `ValidationError` while a mandate still runs on it: the mandate is ended first. (`mandates` is a reverse name, not an import.)
    """
    seat = Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.pk)
    if seat.closed_on:
        raise ValidationError(f"Ce siège est déjà fermé depuis le {date_fr(seat.closed_on)}.", code="already_closed")
    if seat.opened_on and on < seat.opened_on:
        raise ValidationError(f"Ce siège n’existe que depuis le {date_fr(seat.opened_on)}.", code="closed_before_opened")
    if seat.mandates.filter(period__overlap=period(on)).exists():
        raise ValidationError("Un mandat court encore sur ce siège. Terminez-le d’abord, puis fermez le siège.", code="seat_held")
    seat.closed_on = on
    seat.save(update_fields=["closed_on"])
    journal.record("seat.close", target=seat, by=by, on=on.isoformat())
    return seat


@transaction.atomic
def reopen_seat(*, seat: Seat, explanation: str, by: Any) -> Seat:
    """Undo the closing of a seat. Raises `ValidationError` without an explanation or when the seat is open."""
    seat = Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.pk)
    if not explanation.strip():
        raise ValidationError("Expliquez en une phrase pourquoi le siège est rouvert.", code="explanation_missing")
    if seat.closed_on is None:
        raise ValidationError("Ce siège n’est pas fermé.", code="not_closed")
    before, seat.closed_on = seat.closed_on, None
    seat.save(update_fields=["closed_on"])
    journal.record("seat.reopen", target=seat, by=by, before=before.isoformat(), explanation=explanation.strip())
    return seat


def _pattern(body_type: BodyType, day: date) -> list[SeatSpec]:
    rule = rule_at(body_type, day)
    if rule is None:
        raise ValidationError("Ce type d’instance n’a pas de règle ce jour-là. Écrivez d’abord la règle.", code="no_rule")
    specs = _specs(rule)
    if not specs:
        raise ValidationError("La règle ne fixe pas le nombre de sièges. Indiquez les sièges de cette instance.", code="no_pattern")
    return specs


def _specs(rule) -> list[SeatSpec]:
    return [
        SeatSpec(quality=pattern.quality, count=pattern.count, constituency=pattern.constituency) for pattern in rule.seat_patterns.all()
    ]


def _seats(body: Body, specs: Iterable[SeatSpec]) -> list[Seat]:
    return [
        Seat(body=body, quality=spec.quality, rank=rank, constituency=spec.constituency, opened_on=body.opened_on)
        for spec in specs
        for rank in range(1, spec.count + 1)
    ]


def _place(body_type: BodyType, facility: Facility | None, territory: Territory | None) -> dict[str, Territory | None]:
    """Return the region and the department of a body; refuse a place that is not that of its type."""
    if body_type.level == BodyLevel.FACILITY:
        if facility is None or territory is not None:
            raise ValidationError(WHERE[BodyLevel.FACILITY], code="wrong_place")
        return {"region": facility.department.parent, "department": facility.department}
    if territory is None or facility is not None or territory.kind != LEVELS[body_type.level]:
        raise ValidationError(WHERE[body_type.level], code="wrong_place")
    if territory.kind == TerritoryKind.REGION:
        return {"region": territory, "department": None}
    if territory.kind == TerritoryKind.DEPARTMENT:
        return {"region": territory.parent, "department": territory}
    own = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, parent=territory.parent, code=territory.code.rpartition("-")[2]).first()
    return {"region": territory.parent, "department": own}


def _name(body_type: BodyType, facility: Facility | None, territory: Territory | None) -> str:
    if facility:
        return facility.name
    name = body_type.name[0].upper() + body_type.name[1:]
    return f"{name}, {territory.name}" if territory else name


def _parent(body_type: BodyType, facility: Facility | None, territory: Territory | None) -> Body | None:
    """Return the open body from which this one derives: of the parent type, at the same facility or on the same territory."""
    if body_type.parent_id is None:
        return None
    parents = Body.objects.filter(body_type=body_type.parent_id, closed_on__isnull=True, facility=facility, territory=territory)
    found = list(parents.order_by("pk")[:2])
    if len(found) == 1:
        return found[0]
    raise ValidationError(
        f"Cette instance dérive d’une autre\u00a0: créez d’abord «\u00a0{body_type.parent.name}\u00a0» au même endroit.", code="no_parent"
    )
