"""Whoever is designated gets the account of their own space, and nobody else's."""

import pytest

from portevoix.base.accounts.models import User
from portevoix.base.audit.actors import Program
from portevoix.register.access.models import RoleAssignment
from portevoix.register.access.own_account import open_own_account
from tests import factories as make

pytestmark = pytest.mark.django_db
BY = Program("tests")


def opened(person):
    return open_own_account(person=person, by=BY, today=make.TODAY)


def test_somebody_with_an_address_gets_an_account_on_their_own_data():
    person = make.PersonFactory(email="Nadia@exemple.fr")
    right = opened(person)
    person.refresh_from_db()
    assert (right.role, right.person, person.user.email) == ("representative", person, "nadia@exemple.fr")


def test_a_second_mandate_opens_nothing_more():
    person = make.PersonFactory(email="nadia@exemple.fr")
    opened(person)
    assert opened(person) is None
    assert RoleAssignment.objects.filter(person=person).count() == 1


def test_nothing_is_opened_without_an_address():
    assert opened(make.PersonFactory(email="")) is None
    assert not User.objects.exists()


def test_the_account_of_a_manager_of_the_same_address_also_opens_the_own_space():
    user = make.user_with_role("association_manager", association=make.AssociationFactory())
    right = opened(make.PersonFactory(email=user.email))
    assert right.user == user


def test_the_address_shared_with_somebody_else_opens_nothing():
    first, second = (make.PersonFactory(email="foyer@exemple.fr") for _ in range(2))
    opened(first)
    assert opened(second) is None
    assert not RoleAssignment.objects.filter(person=second).exists()


def test_a_closed_account_stays_closed():
    user = make.UserFactory(email="nadia@exemple.fr", is_active=False)
    assert opened(make.PersonFactory(email="nadia@exemple.fr")) is None
    user.refresh_from_db()
    assert not user.is_active
