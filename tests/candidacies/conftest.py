"""An officer of the region, and a users' commission with some of its seats held."""

from datetime import date

import pytest

from portevoix.register.directory.enums import SeatQuality
from tests import factories as make


@pytest.fixture
def officer():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


@pytest.fixture
def body():
    """A users' commission of the Bas-Rhin: titular 1 held until 2028, titular 2 until 31 December, both substitutes vacant."""
    make.BodyTypeRuleFactory()
    body = make.BodyFactory(name="Hôpital de Hautepierre", seated=True)
    first, second = body.seats.filter(quality=SeatQuality.TITULAR).order_by("rank")
    make.MandateFactory(seat=first)
    make.MandateFactory(seat=second, first=date(2024, 1, 1), term_end=date(2026, 12, 31))
    return body
