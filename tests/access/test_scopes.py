"""Who sees what: scopes of the roles."""

import pytest

from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import Body, Person
from portevoix.register.mandates.models import Mandate
from tests.factories import (
    AssociationFactory,
    BodyFactory,
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    SeatFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db


def test_a_regional_officer_sees_the_bodies_of_the_region_only():
    here, elsewhere = BodyFactory(), BodyFactory(facility__department=DepartmentFactory(elsewhere=True))
    officer = user_with_role("ars_region", territory=RegionFactory())
    assert list(Body.objects.visible_to(officer)) == [here]
    assert can(officer, Permission.MANDATE_MANAGE, here)
    assert not can(officer, Permission.MANDATE_MANAGE, elsewhere)


def test_a_departmental_officer_does_not_see_the_next_department():
    here, moselle = BodyFactory(), BodyFactory(facility__department=DepartmentFactory(moselle=True))
    officer = user_with_role("ars_department", territory=DepartmentFactory())
    assert list(Body.objects.visible_to(officer)) == [here]
    assert not can(officer, Permission.REGISTER_VIEW, moselle)


def test_an_association_manager_sees_the_mandates_of_its_sections_and_no_others():
    federation = AssociationFactory()
    section = AssociationFactory(parent=federation, department=DepartmentFactory())
    own = MandateFactory(association=section)
    MandateFactory()
    manager = user_with_role("association_manager", association=federation)
    assert list(Mandate.objects.visible_to(manager)) == [own]


def test_a_representative_sees_the_peers_of_the_same_body():
    body = BodyFactory()
    me, peer, stranger = PersonFactory(), PersonFactory(), PersonFactory()
    MandateFactory(seat=SeatFactory(body=body), person=me)
    MandateFactory(seat=SeatFactory(body=body), person=peer)
    MandateFactory(person=stranger)
    user = user_with_role("representative", person=me)
    assert set(Person.objects.visible_to(user)) == {me, peer}


def test_a_secretariat_sees_its_facility_only():
    facility = FacilityFactory()
    own = BodyFactory(facility=facility)
    BodyFactory()
    assert list(Body.objects.visible_to(user_with_role("facility_secretariat", facility=facility))) == [own]


def test_somebody_who_is_not_signed_in_sees_nothing(client):
    BodyFactory()
    assert not Body.objects.visible_to(None).exists()


def test_a_role_whose_period_is_over_gives_nothing(django_assert_num_queries):
    BodyFactory()
    officer = user_with_role("ars_region", territory=RegionFactory())
    officer.assignments.update(period="[2020-01-01,2021-01-01)")
    assert not Body.objects.visible_to(officer).exists()


def test_the_manager_of_a_section_reaches_its_mandates_as_the_federation_s_manager_does():
    federation = AssociationFactory()
    section = AssociationFactory(parent=federation, department=DepartmentFactory())
    mandate = MandateFactory(association=section)
    for association in (section, federation):
        assert can(user_with_role("association_manager", association=association), Permission.OWN_ASSOCIATION, mandate)
    other = AssociationFactory(parent=federation, department=DepartmentFactory(moselle=True))
    assert not can(user_with_role("association_manager", association=other), Permission.OWN_ASSOCIATION, mandate)
