"""Every entry in a state goes by one function, which dates it and places the file."""

import pytest
from django.core.exceptions import PermissionDenied

from portevoix.base.audit.models import Entry
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions.passages import record_entry, take_step, take_step_many
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.models import Candidacy
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


def test_a_step_writes_the_passage_with_its_author(agent):
    candidacy = make.CandidacyFactory(submitted=True)
    with take_step(candidacy, "accept", by=agent):
        pass
    passage = candidacy.passages.get()
    assert (passage.state, passage.entered_by, passage.entered_at) == (CandidacyState.UNDER_REVIEW, agent, candidacy.state_changed_at)


def test_a_step_that_fails_leaves_no_passage(agent):
    candidacy = make.CandidacyFactory(submitted=True)
    with pytest.raises(RuntimeError), take_step(candidacy, "accept", by=agent):
        raise RuntimeError
    candidacy.refresh_from_db()
    assert candidacy.state == CandidacyState.SUBMITTED
    assert not candidacy.passages.exists()


def test_a_step_out_of_its_state_is_refused_with_the_state(agent):
    candidacy = make.CandidacyFactory()
    with pytest.raises(StepRefused, match="brouillon"), take_step(candidacy, "accept", by=agent):
        pass


def test_a_step_refreshes_the_departments_that_see_the_file(agent):
    here, there = make.BodyFactory(), make.BodyFactory(facility__department=make.DepartmentFactory(moselle=True))
    candidacy = make.CandidacyFactory(submitted=True, wishes=[here])
    with take_step(candidacy, "accept", by=agent) as locked:
        locked.wishes.create(rank=2, body=there)
    candidacy.refresh_from_db()
    assert candidacy.departments == ["57", "67"]


def test_the_first_passage_is_written_at_the_creation(agent):
    candidacy = make.CandidacyFactory()
    record_entry(candidacy, by=agent)
    assert candidacy.passages.get().state == CandidacyState.DRAFT


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_whoever_does_not_examine_cannot_accept(role):
    candidacy = make.CandidacyFactory(submitted=True)
    user = make.user_with_role(role, territory=make.RegionFactory())
    with pytest.raises(PermissionDenied), take_step(candidacy, "accept", by=user):
        pass


def test_a_step_on_many_files_dates_each_and_remembers_where_each_came_from(agent):
    files = [make.CandidacyFactory(submitted=True), make.CandidacyFactory(under_review=True)]
    take_step_many(Candidacy.objects.filter(pk__in=[file.pk for file in files]), "ask_pieces", by=agent)
    assert {file.passages.get().state for file in files} == {CandidacyState.INCOMPLETE}
    entries = Entry.objects.filter(action="candidacy.ask_pieces")
    assert {entry.target_id: entry.data["before"] for entry in entries} == {files[0].pk: "submitted", files[1].pk: "under_review"}


def test_a_step_on_many_files_is_taken_on_all_of_them_or_none(agent):
    files = [make.CandidacyFactory(submitted=True), make.CandidacyFactory(to_decide=True)]
    with pytest.raises(StepRefused):
        take_step_many(Candidacy.objects.filter(pk__in=[file.pk for file in files]), "accept", by=agent)
    assert set(Candidacy.objects.values_list("state", flat=True)) == {CandidacyState.SUBMITTED, CandidacyState.TO_DECIDE}


def test_a_step_on_many_files_asks_for_the_right_on_each():
    files = [make.CandidacyFactory(submitted=True), make.CandidacyFactory(submitted=True)]
    user = make.user_with_role("fas_region", territory=make.RegionFactory())
    with pytest.raises(PermissionDenied):
        take_step_many(Candidacy.objects.filter(pk__in=[file.pk for file in files]), "accept", by=user)
