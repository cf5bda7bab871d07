"""Undoing gives the register back exactly as it was, or says what stands in the way."""

from collections import Counter
from datetime import UTC, date, datetime

import pghistory
import pytest
from django.db import connection

from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Association, Body, Person, Seat
from portevoix.register.imports import applying
from portevoix.register.imports.enums import DoubtKind, RunState
from portevoix.register.imports.models import Doubt, ImportedChange, ImportRun
from portevoix.register.imports.plan import Completion, Creation, Plan, PlannedDoubt
from portevoix.register.imports.undoing import UndoRefused, take_back
from portevoix.register.mandates.models import Mandate
from tests.factories import (
    AssociationFactory,
    BodyTypeFactory,
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    UserFactory,
)
from tests.imports.dumps import dump

pytestmark = pytest.mark.django_db
SOURCE = {"source": "classeur « essai.xlsx »", "source_date": date(2026, 11, 22)}
TERM = period(date(2025, 12, 1), date(2028, 11, 30))


@pytest.fixture
def agent():
    return UserFactory()


@pytest.fixture
def known_person():
    return PersonFactory(last_name="Wernert", first_name="Odile", email="")


@pytest.fixture
def plan(known_person):
    """A body with two seats, one held by somebody of the register whose address was empty, one by somebody new."""
    facility = FacilityFactory()
    body = Body(
        body_type=BodyTypeFactory(),
        facility=facility,
        name=facility.name,
        department=facility.department,
        region=facility.department.parent,
        **SOURCE,
    )
    seats = [Seat(body=body, quality=SeatQuality.TITULAR, rank=rank) for rank in (1, 2)]
    federation = AssociationFactory(name="UNAFAM")
    section = Association(code="unafam-67", name="UNAFAM 67", parent=federation, department=DepartmentFactory(), **SOURCE)
    newcomer = Person(last_name="Loir", first_name="Olivier", **SOURCE)
    mandates = [
        Mandate(seat=seat, body=body, person=person, association=section, period=TERM, term_end=date(2028, 11, 30), **SOURCE)
        for seat, person in zip(seats, (known_person, newcomer), strict=True)
    ]
    return Plan(
        bodies=[Creation(body, "CDU", 4)],
        seats=[Creation(seat, "CDU", 4) for seat in seats],
        sections=[Creation(section, "CDU", 4)],
        people=[Creation(newcomer, "CDU", 5)],
        mandates=[Creation(mandate, "CDU", 4) for mandate in mandates],
        completions=[Completion(known_person, {"email": "odile.wernert@exemple.fr"}, "CDU", 4)],
        doubts=[PlannedDoubt(kind=DoubtKind.PEOPLE, summary="…", evidence=["…"], person=known_person, other=newcomer)],
    )


@pytest.fixture
def before(plan):
    return dump()


@pytest.fixture
def run(plan, before, agent):
    """The run that wrote the plan."""
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    body = plan.bodies[0].row
    run = ImportRun.objects.create(
        file_name="essai.xlsx",
        region=body.region,
        body_type=body.body_type,
        state=RunState.APPLIED,
        applied_at=at,
        source_date=date(2026, 11, 22),
    )
    with pghistory.context(import_run=run.pk) as context:
        applying.write(plan, run=run, by=agent)
    run.history_context = context.id
    run.save()
    with connection.cursor() as cursor:  # the context of the history is forgotten when a transaction ends: here the test's goes on
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")
    return run


def test_the_plan_is_written_and_noted_row_by_row(run, known_person):
    assert Mandate.objects.count() == 2
    assert Person.objects.get(pk=known_person.pk).email == "odile.wernert@exemple.fr"
    assert Counter(ImportedChange.objects.filter(run=run).values_list("table", flat=True)) == {
        "directory.body": 1,
        "directory.seat": 2,
        "directory.association": 1,
        "directory.person": 2,
        "mandates.mandate": 2,
    }
    assert set(Entry.objects.filter(data__run=run.pk).values_list("action", flat=True)) == {
        "body.create", "seat.create", "association.create", "person.create", "person.complete", "mandate.create",
    }  # fmt: skip


def test_undoing_gives_back_every_table_as_it_was(run, before, agent):
    assert dump() != before
    take_back(run, by=agent)
    assert dump() == before
    assert not Doubt.objects.exists()


def test_undoing_is_refused_when_a_mandate_was_changed_since(run, agent):
    Mandate.objects.filter(person__last_name="Loir").update(order_reference="2026-0001")
    after = dump()
    with pytest.raises(UndoRefused, match=r"Changement postérieur\u00a0: mandats \(Olivier LOIR"):
        take_back(run, by=agent)
    assert dump() == after


def test_undoing_is_refused_when_a_completed_row_was_changed_since(run, known_person, agent):
    Person.objects.filter(pk=known_person.pk).update(phone="0353010067")
    with pytest.raises(UndoRefused, match=r"Changement postérieur\u00a0: personnes \(Odile WERNERT"):
        take_back(run, by=agent)


def test_a_change_from_before_the_run_does_not_matter(run, known_person, agent, before):
    assert known_person.history.count() == 2  # created, completed by the run
    take_back(run, by=agent)
    assert dump() == before


def test_undoing_is_refused_when_something_new_uses_what_was_created(run, agent):
    MandateFactory(person=Person.objects.get(last_name="Loir"))
    with pytest.raises(UndoRefused, match=r"Ajout postérieur\u00a0: mandats \(Olivier LOIR"):
        take_back(run, by=agent)


def test_undoing_is_refused_when_a_created_row_was_deleted_since(run, agent):
    Mandate.objects.filter(person__last_name="Loir").delete()
    with pytest.raises(UndoRefused, match="Changement postérieur\u00a0: mandats"):
        take_back(run, by=agent)
