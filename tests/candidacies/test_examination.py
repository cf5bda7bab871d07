"""Examination of a file: each act on its state, by who may, told to whom it concerns."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.base.audit.models import Entry
from portevoix.base.notifications.models import Message
from portevoix.register.directory.models import Person
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import examination, telling
from portevoix.work.candidacies.actions.marks import ChangedMeanwhile, mark_of
from portevoix.work.candidacies.enums import AssessmentValue, CandidacyState, WishState
from portevoix.work.candidacies.models import CheckWaiver
from tests import factories as make
from tests.candidacies.files import commission, result, setting, sound_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


@pytest.fixture
def delegate():
    return make.user_with_role("ars_department", territory=make.DepartmentFactory())


def state(candidacy):
    candidacy.refresh_from_db()
    return candidacy.state


# pieces


def test_pieces_are_asked_with_the_delay_of_the_dated_setting_and_told_to_the_association(agent):
    setting("delai-pieces", 10)
    file = sound_file()
    asked = examination.ask_pieces(candidacy=file, items="Lettre de l’association", by=agent, today=make.TODAY)
    assert asked.due_on == make.TODAY + timedelta(days=10)
    assert state(file) == CandidacyState.INCOMPLETE
    message = Message.objects.get()
    assert (message.code, message.recipient_email) == ("candidacies.pieces_asked", file.association_email)
    assert "2 décembre 2026" in message.body


@pytest.mark.parametrize(("fields", "field"), [({"items": " "}, "items"), ({"items": "Lettre", "due_on": date(2026, 11, 21)}, "due_on")])
def test_a_request_without_words_or_in_the_past_is_refused(agent, fields, field):
    with pytest.raises(ValidationError) as refusal:
        examination.ask_pieces(candidacy=sound_file(), by=agent, today=make.TODAY, **fields)
    assert field in refusal.value.message_dict


def test_a_request_that_names_somebody_waits_for_a_confirmation(agent):
    file, words = sound_file(), "La lettre de Mme Keller, tél. 06 12 34 56 78"
    with pytest.raises(ValidationError) as refusal:
        examination.ask_pieces(candidacy=file, items=words, by=agent, today=make.TODAY)
    assert refusal.value.code == "screened"
    examination.ask_pieces(candidacy=file, items=words, by=agent, today=make.TODAY, confirmed=True)
    assert state(file) == CandidacyState.INCOMPLETE


def test_pieces_received_by_post_close_the_request(agent):
    file = sound_file()
    asked = examination.ask_pieces(candidacy=file, items="Lettre", by=agent, today=make.TODAY)
    examination.record_answer(candidacy=file, by=agent)
    asked.refresh_from_db()
    assert (state(file), asked.answered_by) == (CandidacyState.SUBMITTED, agent)


# complete, opinion


def test_a_complete_file_goes_to_the_delegations_of_its_departments(agent, delegate):
    make.user_with_role("ars_department", territory=make.DepartmentFactory(moselle=True))
    file = sound_file()
    examination.accept(candidacy=file, by=agent, today=make.TODAY)
    assert state(file) == CandidacyState.UNDER_REVIEW
    assert [message.recipient_email for message in Message.objects.all()] == [delegate.email]


def test_an_incomplete_file_is_not_accepted_and_says_what_is_missing(agent):
    file = sound_file(charter_accepted=False)
    with pytest.raises(ValidationError, match="charte"):
        examination.accept(candidacy=file, by=agent, today=make.TODAY)
    assert state(file) == CandidacyState.SUBMITTED


def test_a_file_that_another_check_stops_may_still_be_sent_for_an_opinion(agent):
    file = sound_file(association=make.AssociationFactory())
    examination.accept(candidacy=file, by=agent, today=make.TODAY)
    assert state(file) == CandidacyState.UNDER_REVIEW


def test_the_opinion_moves_the_file_to_the_decision(delegate):
    file = sound_file(under_review=True)
    examination.assess(candidacy=file, value=AssessmentValue.FAVOURABLE, by=delegate)
    assert state(file) == CandidacyState.TO_DECIDE
    assert file.assessments.get().given_by == delegate


def test_the_opinion_is_corrected_until_the_decision_and_stays_one(delegate):
    file = sound_file(under_review=True)
    examination.assess(candidacy=file, value=AssessmentValue.FAVOURABLE, by=delegate)
    examination.assess(candidacy=file, value=AssessmentValue.RESERVED, comment="Distance importante.", by=delegate)
    assert file.assessments.get().value == AssessmentValue.RESERVED
    assert Entry.objects.filter(action="candidacy.correct_assessment").count() == 1


def test_an_opinion_comes_too_late_after_the_decision(delegate):
    with pytest.raises(StepRefused):
        examination.assess(candidacy=sound_file(not_selected=True), value=AssessmentValue.FAVOURABLE, by=delegate)


def test_an_opinion_that_is_not_favourable_says_why(delegate):
    with pytest.raises(ValidationError) as refusal:
        examination.assess(candidacy=sound_file(under_review=True), value=AssessmentValue.UNFAVOURABLE, by=delegate)
    assert "comment" in refusal.value.message_dict


@pytest.mark.parametrize("role", ["ars_region", "fas_region"])
def test_the_opinion_is_the_delegations(role):
    user = make.user_with_role(role, territory=make.RegionFactory())
    with pytest.raises(PermissionDenied):
        examination.assess(candidacy=sound_file(under_review=True), value=AssessmentValue.FAVOURABLE, by=user)


def test_the_delegation_of_another_department_gives_no_opinion():
    other = make.user_with_role("ars_department", territory=make.DepartmentFactory(moselle=True))
    with pytest.raises(PermissionDenied):
        examination.assess(candidacy=sound_file(under_review=True), value=AssessmentValue.FAVOURABLE, by=other)


def test_the_agency_may_go_on_without_the_opinion_and_receive_it_late(agent, delegate):
    file = sound_file(under_review=True)
    examination.go_on(candidacy=file, by=agent)
    assert state(file) == CandidacyState.TO_DECIDE
    examination.assess(candidacy=file, value=AssessmentValue.FAVOURABLE, by=delegate)
    assert file.assessments.exists()
    assert state(file) == CandidacyState.TO_DECIDE


# the record of the person


def test_an_agent_chooses_the_record(agent):
    file, person = sound_file(person=None), make.PersonFactory()
    examination.link_person(candidacy=file, person=person, by=agent, today=make.TODAY)
    assert result(file, "record").outcome == "pass"


def test_a_record_is_created_from_the_file(agent):
    file = sound_file(person=None, last_name="Wernert", first_name="Odile", email="odile@exemple.fr", phone="0388000000", civility="Mme")
    person = examination.link_person(candidacy=file, person=None, by=agent, today=make.TODAY)
    assert (person.sorted_name, person.email, person.phone, person.civility) == ("WERNERT Odile", "odile@exemple.fr", "0388000000", "Mme")
    assert file.number in person.source
    assert Person.objects.get(pk=person.pk).name_published is False


def test_a_merged_record_is_not_chosen(agent):
    merged = make.PersonFactory(merged_into=make.PersonFactory())
    with pytest.raises(ValidationError):
        examination.link_person(candidacy=sound_file(person=None), person=merged, by=agent, today=make.TODAY)


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_who_does_not_examine_chooses_no_record(role):
    user = make.user_with_role(role, territory=make.RegionFactory())
    with pytest.raises(PermissionDenied):
        examination.link_person(candidacy=sound_file(person=None), person=None, by=user, today=make.TODAY)


# checks set aside


def test_a_check_that_stops_is_set_aside_with_a_reason_and_taken_back(agent):
    file = sound_file(no_tie_declared=False)
    waiver = examination.waive_check(candidacy=file, key="no_tie", reason="Déclaration reçue par courrier.", by=agent, today=make.TODAY)
    assert not result(file, "no_tie").blocking
    examination.restore_check(waiver=waiver, by=agent)
    assert result(file, "no_tie").blocking


def test_a_check_of_a_wish_is_set_aside_for_that_wish(agent):
    file = sound_file(bodies=[commission(), commission()])
    for wish in file.wishes.all():
        wish.body.body_type.rules.update(requires_interest_declaration=True)
    first = file.wishes.order_by("rank").first()
    key = f"interests:{first.pk}"
    examination.waive_check(candidacy=file, key=key, reason="Reçue par courrier.", by=agent, today=make.TODAY)
    assert CheckWaiver.objects.get().code == key
    assert not result(file, "interests").blocking


@pytest.mark.parametrize(("key", "reason"), [("membership", "Sans objet."), ("no_tie", " "), ("no_such_check", "Sans objet.")])
def test_nothing_is_set_aside_without_need_or_reason(agent, key, reason):
    with pytest.raises(ValidationError):
        examination.waive_check(candidacy=sound_file(no_tie_declared=False), key=key, reason=reason, by=agent, today=make.TODAY)


def test_what_the_register_would_refuse_is_not_set_aside(agent):
    with pytest.raises(ValidationError, match="ne peut pas être écartée"):
        examination.waive_check(candidacy=sound_file(person=None), key="record", reason="Plus tard.", by=agent, today=make.TODAY)


# withdrawal, acknowledgement, two readers


def test_a_recorded_withdrawal_takes_the_wishes_with_it_and_is_told(agent):
    file = sound_file(to_decide=True)
    examination.record_withdrawal(candidacy=file, by=agent)
    assert state(file) == CandidacyState.WITHDRAWN
    assert file.wishes.get().state == WishState.WITHDRAWN
    assert {message.recipient_email for message in Message.objects.all()} == {file.email, file.association_email}


def test_the_acknowledgement_gives_number_day_service_and_delay(agent):
    setting("delai-reponse-candidature", 60)
    file = sound_file()
    telling.acknowledged(file, by=agent, today=make.TODAY)
    body = Message.objects.get(recipient_email=file.email).body
    for words in (file.number, "10 novembre 2026", "Agence régionale de santé Grand Est", "21 janvier 2027", "L. 112-3"):
        assert words in body


def test_the_second_of_two_readers_is_told_and_nothing_is_overwritten(agent):
    file = sound_file()
    seen = mark_of(file)
    examination.accept(candidacy=file, by=agent, today=make.TODAY, seen=seen)
    with pytest.raises(ChangedMeanwhile, match="Claire MULLER"):
        examination.ask_pieces(candidacy=file, items="Lettre", by=agent, today=make.TODAY, seen=seen)
    assert state(file) == CandidacyState.UNDER_REVIEW
