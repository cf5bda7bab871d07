"""How far two places are."""

from dataclasses import dataclass
from math import asin, ceil, cos, radians, sin, sqrt

EARTH_KM = 6371.0088


def distance_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Return the great-circle distance in kilometres between two points given in degrees (haversine)."""
    lat1, lon1, lat2, lon2 = map(radians, (from_lat, from_lon, to_lat, to_lon))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


@dataclass(frozen=True, kw_only=True)
class Travel:
    """How long a road is guessed to take from a distance in a straight line: no route is asked of anybody.

    detour_percent: length of the road for 100 of straight line. speed_kmh: mean speed from door to door.
    """

    detour_percent: int
    speed_kmh: int

    def minutes(self, kilometres: float) -> int:
        """Return the guessed minutes by road for a distance in a straight line, rounded up to five."""
        return 5 * ceil(kilometres * self.detour_percent * 60 / (100 * self.speed_kmh * 5))


def travel_words(minutes: int) -> str:
    """Return « environ 35 minutes de route, estimé d’après la distance » (« environ 1 h 20 de route… » from one hour on)."""
    if minutes == 0:
        return "dans votre commune"
    hours, rest = divmod(minutes, 60)
    told = f"{minutes}\u00a0minutes" if minutes <= 60 else f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"
    return f"environ {told} de route, estimé d’après la distance"
