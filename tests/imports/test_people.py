"""The same person under several spellings is one person; what is doubtful goes to the queue and is never merged silently."""

import pytest

from portevoix.register.directory.models import Person
from portevoix.register.imports import actions
from portevoix.register.imports.enums import Decision
from portevoix.register.imports.models import Doubt
from portevoix.register.imports.undoing import UndoRefused
from portevoix.register.mandates.actions.merge import merge_people
from tests.factories import (
    AssociationFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    SeatFactory,
)
from tests.imports.comparing import ME, NOW, applied, plan_of
from tests.imports.dumps import dump
from tests.imports.sheets import line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rule():
    return BodyTypeRuleFactory()


@pytest.fixture
def unafam():
    return AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")


@pytest.fixture
def facility(unafam):
    return FacilityFactory()


def known(facility, unafam, last="Le Baron", first="Gisèle", **more) -> Person:
    """Somebody who sits for UNAFAM elsewhere in the department."""
    person = PersonFactory(last_name=last, first_name=first, **more)
    other = FacilityFactory(department=facility.department)
    MandateFactory(person=person, association=unafam, seat=SeatFactory(body__facility=other, body__body_type__code="CS_EPS"))
    return person


@pytest.mark.parametrize(
    ("last", "first"), [("LE BARON", "Gisele"), ("LEBARON", "GISÈLE"), ("Le  Baron", " Gisèle "), ("Gisèle", "Le Baron")]
)
def test_another_spelling_of_a_person_of_the_register_is_that_person(facility, unafam, last, first):
    person = known(facility, unafam)
    plan = plan_of(line(facility, "Titulaire 1", last, first))
    assert plan.mandates[0].row.person == person
    assert (plan.people, plan.people_matched, plan.doubts) == ([], 1, [])


def test_the_spellings_of_one_person_in_a_workbook_are_one_record(facility):
    other = FacilityFactory(department=facility.department)
    applied(line(facility, "Titulaire 1", "LE BARON", "Gisele"), line(other, "Titulaire 1", "Le Baron", "Gisèle"))
    person = Person.objects.get()
    assert (person.last_name, person.first_name) == ("Le Baron", "Gisèle")
    assert person.mandates.count() == 2


def test_a_homonym_with_nothing_in_common_is_somebody_else_and_a_doubt(facility, unafam):
    person = known(facility, unafam)
    AssociationFactory(code="apf", name="APF France handicap", acronym="APF")
    moselle = FacilityFactory(department=DepartmentFactory(moselle=True), town="Metz")
    applied(line(moselle, "Titulaire 1", "LE BARON", "Gisèle", "APF"))
    assert Person.objects.count() == 2
    doubt = Doubt.objects.get()
    assert {doubt.person, doubt.other} == set(Person.objects.all())
    assert doubt.person == person
    assert any("Associations différentes" in sentence for sentence in doubt.evidence)


def test_different_addresses_keep_two_people_apart(facility, unafam):
    known(facility, unafam, email="gisele.lebaron@exemple.fr")
    plan = plan_of(line(facility, "Titulaire 1", "LE BARON", "Gisèle", email="g.lebaron@ailleurs.fr"))
    assert (len(plan.people), len(plan.doubts)) == (1, 1)


def test_somebody_of_another_region_is_neither_matched_nor_shown(facility, unafam):
    person = PersonFactory(last_name="Le Baron", first_name="Gisèle")
    north = FacilityFactory(department=DepartmentFactory(elsewhere=True))
    MandateFactory(person=person, association=unafam, seat=SeatFactory(body__facility=north))
    plan = plan_of(line(facility, "Titulaire 1", "LE BARON", "Gisèle"))
    assert (len(plan.people), plan.doubts) == (1, [])


def test_an_empty_address_is_completed_and_a_known_one_is_never_replaced(facility, unafam):
    person = known(facility, unafam, phone="0353010067")
    row = line(facility, "Titulaire 1", "LE BARON", "Gisèle", email="gisele.lebaron@exemple.fr", civility="Mme")
    applied(row)
    person.refresh_from_db()
    assert (person.email, person.phone, person.civility) == ("gisele.lebaron@exemple.fr", "0353010067", "Mme")
    before = dump()
    applied(row)
    assert dump() == before


def test_undoing_empties_what_was_completed(facility, unafam):
    known(facility, unafam)
    before = dump()
    run = applied(line(facility, "Titulaire 1", "LE BARON", "Gisèle", email="gisele.lebaron@exemple.fr"))
    actions.undo(run=run, by=ME, at=NOW)
    assert dump() == before


def test_a_doubt_answered_different_is_not_asked_again(facility, unafam):
    def homonyms(seat):
        other = FacilityFactory(department=facility.department)
        emails = ("gisele.lebaron@exemple.fr", "g.lebaron@ailleurs.fr")
        return [line(place, seat, "LE BARON", "Gisèle", email=email) for place, email in zip((facility, other), emails, strict=True)]

    applied(*homonyms("Titulaire 1"))
    doubt = Doubt.objects.get()
    later = homonyms("Titulaire 1")
    later[0][0] = FacilityFactory(department=facility.department).finess_et
    assert len(plan_of(*later).doubts) == 1, "asked as long as nobody has answered"
    actions.decide(doubt=doubt, decision=Decision.DIFFERENT, by=ME, at=NOW)
    plan = plan_of(*later)
    assert (plan.doubts, plan.people, plan.people_matched, len(plan.mandates)) == ([], [], 2, 2)


def test_a_doubt_that_waits_is_said_again_and_kept_once(facility, unafam):
    known(facility, unafam, email="gisele.lebaron@exemple.fr")
    row = line(facility, "Titulaire 1", "LE BARON", "Gisèle", email="g.lebaron@ailleurs.fr")
    applied(row)
    people = Person.objects.count()
    applied(row)
    assert (Doubt.objects.count(), Person.objects.count()) == (1, people)


def test_a_record_merged_into_another_stands_for_it(facility, unafam):
    person = known(facility, unafam)
    double = PersonFactory(last_name="Lebaron-Schmitt", first_name="Gisèle")
    merge_people(kept=person, absorbed=double, by=ME)
    plan = plan_of(line(facility, "Titulaire 1", "LEBARON-SCHMITT", "Gisèle"))
    assert (plan.people, plan.mandates[0].row.person) == ([], person)


def test_importing_again_after_a_merge_finds_the_record_that_was_kept(facility, unafam):
    person = known(facility, unafam, email="gisele.lebaron@exemple.fr")
    row = line(facility, "Titulaire 1", "LE BARON", "Gisèle", email="g.lebaron@ailleurs.fr")
    applied(row)
    actions.decide(doubt=Doubt.objects.get(), decision=Decision.SAME, by=ME, at=NOW)
    plan = plan_of(row)
    assert (plan.people, plan.mandates, plan.unchanged_count, plan.doubts) == ([], [], 1, [])
    assert plan.people_matched == 1
    assert person.mandates.count() == 2


def test_an_import_that_a_later_one_builds_on_is_undone_after_it(facility):
    first = applied(line(facility, "Titulaire 1", "LE BARON", "Gisèle"))
    other = FacilityFactory(department=facility.department)
    second = applied(line(other, "Titulaire 1", "LE BARON", "Gisèle"))
    with pytest.raises(UndoRefused, match=f"Annulez d’abord l’import {second.pk}."):
        actions.undo(run=first, by=ME, at=NOW)
    actions.undo(run=second, by=ME, at=NOW)
    actions.undo(run=first, by=ME, at=NOW)
    assert not Person.objects.exists()


def test_undoing_takes_away_the_questions_of_other_imports_about_who_disappears(facility):
    before = dump()
    first = applied(line(facility, "Titulaire 1", "LE BARON", "Gisèle", email="gisele.lebaron@exemple.fr"))
    other = FacilityFactory(department=facility.department)
    applied(line(other, "Titulaire 1", "LE BARON", "Gisèle", email="g.lebaron@ailleurs.fr"))
    assert Doubt.objects.count() == 1
    actions.undo(run=first, by=ME, at=NOW)
    assert not Doubt.objects.exists()
    assert dump() != before
    assert Person.objects.get().email == "g.lebaron@ailleurs.fr"


def test_two_people_of_a_workbook_never_become_one_record_of_the_register(facility, unafam):
    person = known(facility, unafam)
    other = FacilityFactory(department=facility.department)
    plan = plan_of(
        line(facility, "Titulaire 1", "LE BARON", "Gisèle", email="gisele.lebaron@exemple.fr"),
        line(other, "Titulaire 1", "LE BARON", "Gisèle", email="g.lebaron@ailleurs.fr"),
    )
    holders = [creation.row.person for creation in plan.mandates]
    assert holders[0] == person
    assert holders[1].pk is None
    assert len(plan.doubts) == 1
