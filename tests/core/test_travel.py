"""A travel time guessed from a distance in a straight line."""

import pytest

from portevoix.base.core.distance import Travel, travel_words

USUAL = Travel(detour_percent=130, speed_kmh=60)


@pytest.mark.parametrize(("kilometres", "minutes"), [(0, 0), (1, 5), (23, 30), (46.15, 60), (46.2, 65), (150, 195)])
def test_the_minutes_are_rounded_up_to_five(kilometres, minutes):
    assert USUAL.minutes(kilometres) == minutes


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "dans votre commune"),
        (35, "environ 35\u00a0minutes de route, estimé d’après la distance"),
        (60, "environ 60\u00a0minutes de route, estimé d’après la distance"),
        (80, "environ 1\u00a0h\u00a020 de route, estimé d’après la distance"),
        (120, "environ 2\u00a0h de route, estimé d’après la distance"),
    ],
)
def test_the_travel_is_said_as_an_estimate(minutes, words):
    assert travel_words(minutes) == words
