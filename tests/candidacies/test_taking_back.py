"""A file that was sent is taken back while nobody has begun to examine it and the call is open; never afterwards."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portevoix.base.audit.models import Entry
from portevoix.base.notifications.models import Message
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import call_steps, examination, filing
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.models import Candidacy
from tests import factories as make
from tests.candidacies.filing_world import NOW, filing_world
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(clock):
    return filing_world()


@pytest.fixture
def agent(world):
    return make.user_with_role("ars_region", territory=make.RegionFactory())


def take_back(world, sent, *, by=None) -> Candidacy:
    return filing.take_back(candidacy=sent, by=by or world.manager, at=NOW)


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_file_that_nobody_examined_is_a_draft_again_with_its_number(world):
    sent = world.sent()
    number = sent.number
    back = take_back(world, sent)
    assert (back.state, back.number, back.submitted_at, back.submitted_by) == (CandidacyState.DRAFT, number, None, None)
    assert [one.state for one in back.passages.order_by("pk")] == ["draft", "submitted", "draft"]
    assert Entry.objects.get(action="candidacy.take_back").target_id == sent.pk


def test_it_is_written_again_then_sent_again_under_the_same_number(world):
    sent = world.sent()
    number = sent.number
    back = take_back(world, sent)
    mark = filing.step_mark(back, ("occupation",))
    filing.save_step(candidacy=back, fields=("occupation",), answers={"occupation": "comptable"}, mark=mark, by=world.manager)
    again = filing.submit(candidacy=back, by=world.manager, at=NOW)
    assert (again.number, again.occupation, again.state) == (number, "comptable", CandidacyState.SUBMITTED)
    assert Message.objects.filter(code="candidacies.acknowledgement").count() == 4  # association and person, twice
    assert world.sent(last_name="Kern").number == "C-2026-0002"


def test_the_association_and_the_person_are_told_that_the_acknowledgement_no_longer_counts(world):
    take_back(world, world.sent())
    messages = Message.objects.filter(code="candidacies.taken_back")
    assert set(messages.values_list("recipient_email", flat=True)) == {"contact@asso.exemple.fr", "lucie.roth@exemple.fr"}
    body = messages.first().body
    assert "ne compte plus" in body
    assert "15 décembre 2026" in body


def test_the_agency_no_longer_sees_a_file_that_was_taken_back(world, agent):
    sent = world.sent()
    assert Candidacy.objects.visible_to(agent.scope).filter(pk=sent.pk).exists()
    take_back(world, sent)
    assert not Candidacy.objects.visible_to(agent.scope).filter(pk=sent.pk).exists()


@pytest.mark.parametrize("act", ["pieces", "accepted", "record", "answered"])
def test_nothing_is_taken_back_once_the_examination_began(world, agent, act):
    sent = world.sent()
    if act in ("pieces", "answered"):
        examination.ask_pieces(candidacy=sent, items="Lettre", by=agent, today=make.TODAY)
    if act == "answered":
        filing.answer(candidacy=sent, by=world.manager)
    if act == "accepted":
        Candidacy.objects.filter(pk=sent.pk).update(state=CandidacyState.UNDER_REVIEW)
    if act == "record":
        examination.link_person(candidacy=sent, person=None, by=agent, today=make.TODAY)
    sent.refresh_from_db()
    with pytest.raises(StepRefused, match=r"l’examen a commencé\. Vous pouvez retirer la candidature, ou demander à l’agence"):
        take_back(world, sent)
    assert not Message.objects.filter(code="candidacies.taken_back").exists()


def test_a_check_set_aside_is_an_examination_begun(world, agent):
    sent = world.sent()
    sent.waivers.create(code="accreditation", reason="Agrément reçu.", given_by=agent)
    with pytest.raises(StepRefused, match="l’examen a commencé"):
        take_back(world, sent)


def test_nothing_is_taken_back_after_the_closing(world, agent):
    sent = world.sent()
    with pytest.raises(StepRefused, match=r"l’appel est clos depuis le 16 décembre 2026\. Vous pouvez retirer"):
        filing.take_back(candidacy=sent, by=world.manager, at=world.call.closes_at)
    call_steps.close_call(call=world.call, by=agent, at=NOW)
    with pytest.raises(StepRefused, match="l’appel est clos"):
        take_back(world, sent)


@pytest.mark.parametrize("channel", [Channel.PAPER, Channel.EXCHANGE])
def test_a_file_that_was_not_sent_online_is_not_taken_back(world, channel):
    sent = make.CandidacyFactory(call=world.call, association=world.section, submitted=True, channel=channel)
    with pytest.raises(StepRefused, match="pas été envoyé d’ici"):
        take_back(world, sent)


@pytest.mark.parametrize("trait", [{}, {"not_selected": True}])
def test_a_draft_or_a_decided_file_is_not_taken_back(world, trait):
    file = make.CandidacyFactory(call=world.call, association=world.section, **trait)
    with pytest.raises(StepRefused, match="l’état est maintenant"):
        take_back(world, file)


def test_nobody_takes_back_the_file_of_somebody_else(world, agent):
    sent = world.sent()
    stranger = make.user_with_role("association_manager", association=make.AssociationFactory())
    for account in (agent, stranger):
        with pytest.raises(PermissionDenied):
            take_back(world, sent, by=account)


def test_a_file_that_was_acknowledged_is_withdrawn_never_erased(world):
    back = take_back(world, world.sent())
    with pytest.raises(StepRefused, match="ne s’efface pas"):
        filing.discard(candidacy=back, by=world.manager)
    filing.withdraw(candidacy=back, by=world.manager)
    back.refresh_from_db()
    assert (back.state, back.number) == (CandidacyState.WITHDRAWN, "C-2026-0001")


def test_the_page_asks_first_says_until_when_and_leads_to_the_form(client, world):
    sent = world.sent()
    sign_in(client, world.manager, second_factor=False)
    sheet, url = reverse("candidacies:candidacy", args=[sent.pk]), reverse("candidacies:take_back", args=[sent.pk])
    assert url in text(client.get(sheet))
    page = text(client.get(url))
    assert "Reprendre le dossier de Lucie ROTH ?" in page
    assert "15 décembre 2026" in page
    assert client.post(url).url == reverse("candidacies:file_person", args=[sent.pk])
    sent.refresh_from_db()
    assert sent.state == CandidacyState.DRAFT
    page = text(client.get(sheet))
    assert reverse("candidacies:withdraw", args=[sent.pk]) in page
    assert reverse("candidacies:file_discard", args=[sent.pk]) not in page
    assert client.get(reverse("candidacies:file_discard", args=[sent.pk])).url == sheet


def test_the_sheet_offers_nothing_once_the_examination_began_and_the_page_says_why(client, world, agent):
    sent = world.sent()
    examination.link_person(candidacy=sent, person=None, by=agent, today=make.TODAY)
    sign_in(client, world.manager, second_factor=False)
    sheet, url = reverse("candidacies:candidacy", args=[sent.pk]), reverse("candidacies:take_back", args=[sent.pk])
    assert url not in text(client.get(sheet))
    assert "l’examen a commencé" in text(client.get(url, follow=True))
    assert "l’examen a commencé" in text(client.post(url))
