"""The dated settings of the guess of a travel time, and what lies at which distance from a commune."""

from datetime import date

from portevoix.base.core.distance import Travel, distance_km
from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.rules import parameter_at

DETOUR, SPEED, NEAR = ("travel-detour", 130), ("travel-speed", 60), ("travel-near-minutes", 60)


def travel_at(day: date) -> Travel:
    """Return how travel times are guessed on `day`: settings `travel-detour` (%) and `travel-speed` (km/h)."""
    return Travel(detour_percent=parameter_at(DETOUR[0], day, default=DETOUR[1]), speed_kmh=parameter_at(SPEED[0], day, default=SPEED[1]))


def near_minutes(day: date) -> int:
    """Return how many minutes of road are « near home » on `day`."""
    return parameter_at(NEAR[0], day, default=NEAR[1])


def minutes_between(start: Commune | None, end: Commune | None, *, travel: Travel) -> int | None:
    """Return the guessed minutes by road between two communes; None when one of them is not known or not placed."""
    if start is None or end is None or start.latitude is None or end.latitude is None:
        return None
    return travel.minutes(distance_km(start.latitude, start.longitude, end.latitude, end.longitude))
