"""Somebody of France Assos Santé, signed in."""

from datetime import UTC, datetime, time

import pytest
import time_machine

from tests import factories as make
from tests.factories import TODAY
from tests.sign_in import sign_in


@pytest.fixture
def delegate():
    return make.user_with_role("fas_region", territory=make.RegionFactory())


@pytest.fixture
def delegation(client, delegate):
    sign_in(client, delegate)
    return client


@pytest.fixture(autouse=True)
def stopped_clock():
    with time_machine.travel(datetime.combine(TODAY, time(10), tzinfo=UTC), tick=False):
        yield
