"""A representative who sits in a users' commission, with an account."""

import pytest

from tests import factories as make
from tests.sign_in import sign_in


@pytest.fixture
def mandate(clock):
    """The mandate of somebody of Strasbourg in a users' commission of the Bas-Rhin."""
    body = make.BodyFactory(name="Hôpital de Hautepierre", facility__name="Hôpital de Hautepierre")
    person = make.PersonFactory(
        civility="Mme", first_name="Odile", last_name="Wernert", home=make.CommuneFactory(name="Obernai", latitude=48.46, longitude=7.48)
    )
    return make.MandateFactory(seat=make.SeatFactory(body=body), person=person)


@pytest.fixture
def person(mandate):
    return mandate.person


@pytest.fixture
def body(mandate):
    return mandate.body


@pytest.fixture
def oneself(person):
    """The account of the representative."""
    return make.user_with_role("representative", person=person)


@pytest.fixture
def signed_in(client, oneself):
    return sign_in(client, oneself, second_factor=False)
