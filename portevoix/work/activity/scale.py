"""What a journey is paid back, from a scale: plain computation, in euros and cents, without the database.

The kilometres of a car are counted from 1 January to 31 December; each kilometre is paid at the rate of the tier that it falls in, on
the day of the journey (orders of 3 July 2006). Each amount is rounded to the cent, half a cent upwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portevoix.base.core.french_dates import date_fr
from portevoix.work.activity.enums import Means, RateKind, Vehicle

CENT = Decimal("0.01")
SMALL_CAR, MIDDLE_CAR = 5, 7  # fiscal power, in CV: the last of each category


class ScaleMissing(ValueError):
    """No scale is known for that day; the (French) sentence says so."""

    def __init__(self, day: date):
        super().__init__(f"Aucun barème n’est connu pour le {date_fr(day)}. Écrivez à l’aide, en bas de page.")


@dataclass(frozen=True, kw_only=True)
class Rate:
    """One amount of a scale, from `first` to the day before `until` (None: no end)."""

    kind: str
    vehicle: str = ""
    zone: str = ""
    tier_from: int = 0
    amount: Decimal
    first: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, kw_only=True)
class Journey:
    """What somebody travelled. night_cost: what the hotel cost in all; the scale is the most that is paid for a night."""

    day: date
    means: str = Means.CAR
    fiscal_power: int | None = None
    kilometres: int = 0
    tickets: Decimal = Decimal(0)
    meals: int = 0
    nights: int = 0
    night_cost: Decimal = Decimal(0)
    zone: str = ""


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """What one journey is paid back, in euros. parts: (kilometres, rate) for each tier that it went through."""

    kilometres: Decimal
    meals: Decimal
    nights: Decimal
    tickets: Decimal
    parts: tuple[tuple[int, Decimal], ...] = ()

    @property
    def away(self) -> Decimal:
        """Meals and nights."""
        return self.meals + self.nights

    @property
    def total(self) -> Decimal:
        return self.kilometres + self.meals + self.nights + self.tickets


def vehicle_of(means: str, fiscal_power: int | None) -> Vehicle:
    """Return the category of the order of 3 July 2006; `Vehicle.NONE` when no kilometre is paid."""
    if means == Means.MOTORCYCLE:
        return Vehicle.MOTORCYCLE
    if means != Means.CAR or not fiscal_power:
        return Vehicle.NONE
    if fiscal_power <= SMALL_CAR:
        return Vehicle.CAR_5
    return Vehicle.CAR_7 if fiscal_power <= MIDDLE_CAR else Vehicle.CAR_8


def amounts_of(journeys: Sequence[Journey], rates: Iterable[Rate], *, before: dict[int, int]) -> list[Amounts]:
    """Return what each journey is paid back, in the order given.

    before: kilometres by car already claimed, by calendar year. Raises `ScaleMissing`.
    """
    rates, driven, found = list(rates), dict(before), []
    for journey in journeys:
        found.append(_amounts(journey, rates, driven.get(journey.day.year, 0)))
        if journey.means == Means.CAR:
            driven[journey.day.year] = driven.get(journey.day.year, 0) + journey.kilometres
    return found


def _amounts(journey: Journey, rates: list[Rate], driven: int) -> Amounts:
    vehicle = vehicle_of(journey.means, journey.fiscal_power)
    parts = _tiers(journey, vehicle, rates, driven) if vehicle and journey.kilometres else ()
    meal = _rate(RateKind.MEAL, journey, rates) if journey.meals else Decimal(0)
    night = _rate(RateKind.NIGHT, journey, rates) if journey.nights else Decimal(0)
    return Amounts(
        kilometres=cents(sum((count * rate for count, rate in parts), Decimal(0))),
        meals=cents(journey.meals * meal),
        nights=cents(min(journey.night_cost, journey.nights * night)),
        tickets=cents(journey.tickets),
        parts=parts,
    )


def _tiers(journey: Journey, vehicle: Vehicle, rates: list[Rate], driven: int) -> tuple[tuple[int, Decimal], ...]:
    """Cut the kilometres of the journey where the year goes from one tier to the next."""
    held = [rate for rate in rates if rate.kind == RateKind.KILOMETRE and rate.vehicle == vehicle and rate.holds(journey.day)]
    if not held:
        raise ScaleMissing(journey.day)
    held.sort(key=lambda rate: rate.tier_from)
    start = driven if vehicle != Vehicle.MOTORCYCLE else 0
    end, parts = start + journey.kilometres, []
    for rate, following in zip(held, [*held[1:], None], strict=True):
        upper = end if following is None else min(end, following.tier_from)
        count = upper - max(start, rate.tier_from)
        if count > 0:
            parts.append((count, rate.amount))
    return tuple(parts)


def _rate(kind: RateKind, journey: Journey, rates: list[Rate]) -> Decimal:
    for rate in rates:
        if rate.kind == kind and rate.zone == journey.zone and rate.holds(journey.day):
            return rate.amount
    raise ScaleMissing(journey.day)


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, half a cent upwards."""
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
