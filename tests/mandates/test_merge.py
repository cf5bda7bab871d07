"""Two records of one person become one, and two again."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.register.directory.models import Membership, Person
from portevoix.register.mandates.actions import merge as merging
from portevoix.register.mandates.actions import merge_people, unmerge_people
from portevoix.register.mandates.models import Mandate
from tests.factories import (
    TODAY,
    AssociationFactory,
    BodyFactory,
    DepartmentFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    RoleAssignmentFactory,
    SeatFactory,
    UserFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db
BY = Program("tests")


def refused(code, action, **kwargs):
    with pytest.raises(ValidationError) as error:
        action(by=BY, **kwargs)
    assert error.value.code == code
    assert Entry.objects.count() == 0


def joined(person, association, first, last=None):
    return Membership.objects.create(person=person, association=association, period=period(first, last), source="essai", source_date=TODAY)


def snapshot():
    """Everything that a merge touches, without the merges themselves."""
    return [
        list(model.objects.order_by("pk").values(*columns))
        for model, columns in (
            (Person, ("pk", "merged_into", "user", "email", "phone", "civility")),
            (Mandate, ("pk", "person", "period")),
            (Membership, ("pk", "person", "period")),
        )
    ]


def test_every_relation_to_a_person_says_what_a_merge_does_with_it():
    found = {f"{model._meta.label_lower}.{name}": strategy for (model, name), strategy in merging.relations().items()}
    assert found["mandates.mandate.person"] == "move"
    assert found["mandates.mandateevent.person"] == "history"
    assert set(found.values()) <= merging.STRATEGIES


def test_a_relation_that_says_nothing_stops_the_merge(monkeypatch):
    monkeypatch.delitem(merging.BELOW, "directory.membership.person")
    with pytest.raises(ImproperlyConfigured, match=r"directory\.Membership\.person"):
        merge_people(kept=PersonFactory(), absorbed=PersonFactory(), by=BY)


def test_mandates_rights_and_earlier_merges_move_to_the_record_that_is_kept():
    kept, absorbed = PersonFactory(), PersonFactory()
    earlier = PersonFactory(merged_into=absorbed)
    mandate = MandateFactory(person=absorbed)
    right = RoleAssignmentFactory(role="representative", person=absorbed)
    merge = merge_people(kept=kept, absorbed=absorbed, by=BY)
    for row in (mandate, right, earlier, absorbed):
        row.refresh_from_db()
    assert (mandate.person, right.person, earlier.merged_into, absorbed.merged_into) == (kept, kept, kept, kept)
    assert list(Person.objects.current()) == [kept]
    entry = Entry.objects.get()
    assert (entry.action, entry.target_id, entry.data) == ("person.merge", kept.pk, {"absorbed": absorbed.pk, "merge": merge.pk})


def test_what_the_kept_record_lacks_is_filled_in_and_consent_is_not_taken_over():
    kept = PersonFactory(email="", phone="0388000000")
    absorbed = PersonFactory(email="odile@exemple.fr", phone="0611111111", published=True)
    merge_people(kept=kept, absorbed=absorbed, by=BY)
    kept.refresh_from_db()
    assert (kept.email, kept.phone, kept.name_published) == ("odile@exemple.fr", "0388000000", False)


def test_memberships_of_the_same_association_become_one_longer_one():
    kept, absorbed, association = PersonFactory(), PersonFactory(), AssociationFactory()
    twin = joined(kept, association, date(2020, 1, 1), date(2022, 12, 31))
    joined(absorbed, association, date(2022, 6, 1))
    other = joined(absorbed, AssociationFactory(), date(2020, 1, 1))
    merge_people(kept=kept, absorbed=absorbed, by=BY)
    assert {row.pk: (row.period.lower, row.period.upper) for row in kept.memberships.all()} == {
        twin.pk: (date(2020, 1, 1), None),
        other.pk: (date(2020, 1, 1), None),
    }


def test_an_account_follows_the_person():
    account = UserFactory()
    kept, absorbed = PersonFactory(), PersonFactory(user=account)
    merge_people(kept=kept, absorbed=absorbed, by=BY)
    assert Person.objects.get(user=account) == kept


def test_a_merge_undone_gives_back_exactly_what_was():
    kept, absorbed, association = PersonFactory(email=""), PersonFactory(email="a@exemple.fr", user=UserFactory()), AssociationFactory()
    MandateFactory(person=absorbed)
    MandateFactory(person=kept)
    joined(kept, association, date(2020, 1, 1), date(2022, 12, 31))
    joined(absorbed, association, date(2022, 6, 1))
    PersonFactory(merged_into=absorbed)
    before = snapshot()
    merge = merge_people(kept=kept, absorbed=absorbed, by=BY)
    assert snapshot() != before
    later = MandateFactory(person=kept)
    unmerge_people(merge=merge, explanation="Deux homonymes.", by=BY)
    assert later.person == kept
    Mandate.objects.filter(pk=later.pk).delete()
    assert snapshot() == before
    assert Entry.objects.order_by("pk").last().data["explanation"] == "Deux homonymes."
    merge_people(kept=kept, absorbed=absorbed, by=BY)  # and again, if need be


def test_what_was_removed_or_moved_since_does_not_come_back():
    kept, absorbed, third = PersonFactory(), PersonFactory(), PersonFactory()
    removed, moved = MandateFactory(person=absorbed), MandateFactory(person=absorbed)
    merge = merge_people(kept=kept, absorbed=absorbed, by=BY)
    removed.delete()
    Mandate.objects.filter(pk=moved.pk).update(person=third)
    unmerge_people(merge=merge, explanation="Deux homonymes.", by=BY)
    moved.refresh_from_db()
    assert moved.person == third


def test_two_people_who_sit_in_one_body_at_once_are_not_merged():
    mandate = MandateFactory()
    other = MandateFactory(seat=SeatFactory(body=mandate.body), first=date(2028, 11, 30), term_end=None)
    refused("same_body", merge_people, kept=mandate.person, absorbed=other.person)
    Mandate.objects.filter(pk=other.pk).update(period=period(date(2028, 12, 1)))
    merge_people(kept=mandate.person, absorbed=other.person, by=BY)


def test_one_record_merged_records_and_two_accounts_are_refused():
    person = PersonFactory(user=UserFactory())
    refused("same", merge_people, kept=person, absorbed=person)
    refused("two_accounts", merge_people, kept=person, absorbed=PersonFactory(user=UserFactory()))
    refused("already_merged", merge_people, kept=person, absorbed=PersonFactory(merged_into=PersonFactory()))
    refused("already_merged", merge_people, kept=PersonFactory(merged_into=person), absorbed=person)


def test_a_merge_is_undone_once_with_a_reason_and_the_last_first():
    first, second, third = PersonFactory(), PersonFactory(), PersonFactory()
    merge = merge_people(kept=first, absorbed=second, by=BY)
    with pytest.raises(ValidationError, match="Expliquez"):
        unmerge_people(merge=merge, explanation=" ", by=BY)
    above = merge_people(kept=third, absorbed=first, by=BY)
    with pytest.raises(ValidationError, match="à son tour"):
        unmerge_people(merge=merge, explanation="Deux homonymes.", by=BY)
    unmerge_people(merge=above, explanation="Deux homonymes.", by=BY)
    unmerge_people(merge=merge, explanation="Deux homonymes.", by=BY)
    with pytest.raises(ValidationError, match="déjà séparées"):
        unmerge_people(merge=merge, explanation="Deux homonymes.", by=BY)
    assert not Person.objects.filter(merged_into__isnull=False).exists()


@pytest.mark.parametrize("role", ["ars_department", "fas_region", "national_observer", "administrator"])
def test_only_the_regional_agency_merges_people(role):
    one, other = MandateFactory().person, MandateFactory().person
    territory = {"ars_department": DepartmentFactory, "fas_region": RegionFactory}.get(role)
    stranger = user_with_role(role, **({"territory": territory()} if territory else {}))
    with pytest.raises(PermissionDenied):
        merge_people(kept=one, absorbed=other, by=stranger)
    merge = merge_people(kept=one, absorbed=other, by=user_with_role("ars_region", territory=RegionFactory()))
    with pytest.raises(PermissionDenied):
        unmerge_people(merge=merge, explanation="Deux homonymes.", by=stranger)


def test_a_person_who_sits_in_another_region_too_is_not_merged_from_here():
    officer = user_with_role("ars_region", territory=RegionFactory())
    here, absorbed = MandateFactory().person, MandateFactory().person
    MandateFactory(person=absorbed, seat__body=BodyFactory(facility__department=DepartmentFactory(elsewhere=True)))
    with pytest.raises(ValidationError, match="hors de votre territoire"):
        merge_people(kept=here, absorbed=absorbed, by=officer)
