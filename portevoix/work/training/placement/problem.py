"""What the question is made of: people who have to come, towns where a session could be held, the minutes between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True, kw_only=True)
class Town:
    """A town where a session could be held. place: latitude and longitude in degrees; department: INSEE code, for its holidays."""

    id: str
    name: str
    place: tuple[float, float]
    department: str = ""


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person who has to come: where from, in which department they are counted, until when; `late`: the delay is over."""

    place: tuple[float, float]
    department: str
    due: str = ""
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    """Choose `places` of the towns. most: minutes beyond which a place is too far. detour, speed: of the guess, in % and in km/h."""

    people: Sequence[Somebody]
    towns: Sequence[Town]
    places: int
    most: int
    detour_percent: int
    speed_kmh: int

    @cached_property
    def minutes(self) -> np.ndarray:
        """Guessed minutes by road, one row a person, one column a town, rounded up to five as on the other pages."""
        if not self.people or not self.towns:
            return np.zeros((len(self.people), len(self.towns)))
        here, there = np.radians([one.place for one in self.people]), np.radians([one.place for one in self.towns])
        lat, lon = here[:, None, 0] - there[None, :, 0], here[:, None, 1] - there[None, :, 1]
        half = np.sin(lat / 2) ** 2 + np.cos(here[:, None, 0]) * np.cos(there[None, :, 0]) * np.sin(lon / 2) ** 2
        kilometres = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
        return 5 * np.ceil(kilometres * self.detour_percent * 60 / (100 * self.speed_kmh * 5))

    @cached_property
    def within(self) -> np.ndarray:
        """Whether each person is near enough to each town."""
        return self.minutes <= self.most


EARTH_KM = 6371.0088
