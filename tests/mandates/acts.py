"""What the tests of the acts on mandates share: an act that is refused, a mandate, the state of a seat."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.register.directory.models import Seat
from portevoix.register.mandates import actions
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.occupancy import occupancy
from tests.factories import (
    PersonFactory,
    SeatFactory,
)

BY = Program("tests")


def refused(code, action, **kwargs):
    """The action is refused with this code, in a French sentence, and nothing is written."""
    before = list(Mandate.objects.order_by("pk").values()), Entry.objects.count()
    with pytest.raises(ValidationError) as error:
        action(by=BY, **kwargs)
    assert error.value.code == code
    assert error.value.message.endswith(".")
    assert (list(Mandate.objects.order_by("pk").values()), Entry.objects.count()) == before
    return error.value.message


def create(**kwargs):
    values = {"seat": None, "person": None, "first": date(2025, 12, 1), "last": date(2028, 11, 30), "by": BY} | kwargs
    values["seat"] = values["seat"] or SeatFactory()
    values["person"] = values["person"] or PersonFactory()
    return actions.create_mandate(**values)


def state(seat, day):
    return occupancy(Seat.objects.filter(pk=seat.pk), at=day)[0].state
