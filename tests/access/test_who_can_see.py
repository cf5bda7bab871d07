"""« Qui voit mes données » tells what the pages really do."""

import pytest

from portevoix.register.access.permissions import LABELS, ROLES, Permission
from portevoix.register.access.scopes import active_assignments, scope_of_assignment
from portevoix.register.access.selectors import PERSONAL, who_can_see
from portevoix.register.directory.models import Person
from tests.factories import (
    TODAY,
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


def lines(person, **options):
    return {(viewer.role, viewer.place) for viewer in who_can_see(person, today=TODAY, **options)}


@pytest.fixture
def everybody():
    """One account a role and a place, around two departments."""
    here, moselle, elsewhere = DepartmentFactory(), DepartmentFactory(moselle=True), DepartmentFactory(elsewhere=True)
    federation = AssociationFactory(name="Fédération")
    section = AssociationFactory(name="Section", parent=federation, department=here)
    facility = FacilityFactory(department=here)
    accounts = [
        user_with_role("ars_region", territory=here.parent),
        user_with_role("ars_region", territory=elsewhere.parent),
        user_with_role("ars_department", territory=here),
        user_with_role("ars_department", territory=moselle),
        user_with_role("fas_region", territory=here.parent),
        user_with_role("association_manager", association=federation),
        user_with_role("association_manager", association=section),
        user_with_role("association_manager", association=AssociationFactory()),
        user_with_role("facility_secretariat", facility=facility),
        user_with_role("facility_secretariat", facility=FacilityFactory(department=here)),
        user_with_role("national_observer"),
        user_with_role("administrator"),
    ]
    return {"accounts": accounts, "facility": facility, "section": section, "federation": federation, "moselle": moselle}


@pytest.mark.parametrize("place", ["facility", "moselle", "nowhere"])
@pytest.mark.parametrize("association", ["section", "federation", None])
def test_it_lists_exactly_the_roles_to_which_the_pages_show_the_person(everybody, place, association):
    person = PersonFactory()
    body = None
    if place != "nowhere":
        facility = everybody["facility"] if place == "facility" else FacilityFactory(department=everybody["moselle"])
        body = BodyFactory(facility=facility)
        MandateFactory(seat=SeatFactory(body=body), person=person, association=association and everybody[association])
    expected = set()
    for user in everybody["accounts"]:
        for right in active_assignments(user):
            shown = Person.objects.visible_to(scope_of_assignment(right)).filter(pk=person.pk).exists()
            if shown and ROLES[right.role].permissions & set(PERSONAL):
                target = right.territory or right.association or right.facility
                expected.add((ROLES[right.role].name, str(target)))
    assert lines(person) == expected
    assert place == "nowhere" or expected


def test_neither_observer_nor_administrator_see_a_name(everybody):
    person = MandateFactory(seat=SeatFactory(body=BodyFactory(facility=everybody["facility"]))).person
    assert {role for role, _ in lines(person)}.isdisjoint({ROLES["national_observer"].name, ROLES["administrator"].name})


def test_one_s_own_account_and_closed_accounts_are_left_out(everybody):
    person = MandateFactory(seat=SeatFactory(body=BodyFactory(facility=everybody["facility"]))).person
    before = who_can_see(person, today=TODAY)
    person.user = user_with_role("ars_region", territory=RegionFactory())
    person.save()
    assert who_can_see(person, today=TODAY) == before
    for user in everybody["accounts"]:
        user.is_active = False
        user.save()
    assert lines(person) == set()


def test_accounts_are_counted_and_named_for_administrators_only():
    person = MandateFactory().person
    for name in ("Nora", "Marc"):
        user_with_role("ars_region", territory=RegionFactory(), user__first_name=name)
    (viewer,) = who_can_see(person, today=TODAY)
    assert (viewer.accounts, viewer.names) == (2, ())
    (viewer,) = who_can_see(person, today=TODAY, with_names=True)
    assert viewer.names == ("Nora MULLER", "Marc MULLER")


def test_it_says_what_each_role_lets_do():
    person = MandateFactory().person
    user_with_role("fas_region", territory=RegionFactory())
    (viewer,) = who_can_see(person, today=TODAY)
    assert LABELS[Permission.PERSON_CONTACT_VIEW] in viewer.acts
    assert LABELS[Permission.MANDATE_MANAGE] not in viewer.acts


def test_a_right_that_is_over_no_longer_counts():
    person = MandateFactory().person
    user_with_role("ars_region", territory=RegionFactory())
    assert who_can_see(person, today=TODAY.replace(year=2025)) == []


def test_the_list_costs_the_same_with_many_mandates(everybody, django_assert_max_num_queries):
    person = PersonFactory()
    for _ in range(5):
        MandateFactory(seat=SeatFactory(body=BodyFactory()), person=person)
    with django_assert_max_num_queries(2):
        who_can_see(person, today=TODAY)
