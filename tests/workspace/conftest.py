"""An agent of the region, a body with its four seats, one mandate."""

import pytest

from tests import factories as make
from tests.sign_in import sign_in


@pytest.fixture
def agent(client):
    return sign_in(client, make.user_with_role("ars_region", territory=make.RegionFactory()))


@pytest.fixture
def seated():
    """A users' commission with its rule and its four seats."""
    make.BodyTypeRuleFactory()
    return make.BodyFactory(name="Hôpital de Hautepierre", seated=True)


@pytest.fixture
def mandate(seated):
    person = make.PersonFactory(last_name="Wernert", first_name="Odile")
    return make.MandateFactory(seat=seated.seats.get(quality="titular", rank=1), person=person)
