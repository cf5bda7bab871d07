"""Paper files that agents type in, and the renewal of somebody who sits: the same file, begun otherwise."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from portevoix.register.mandates.actions import end_mandate
from portevoix.register.mandates.enums import EndReason
from portevoix.work.candidacies.actions import examination, filing, pieces, wishes
from portevoix.work.candidacies.actions.renewal import propose_renewal
from portevoix.work.candidacies.enums import Channel
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.files import our_candidacies
from portevoix.work.candidacies.selectors.filing import drafts_of, renewals
from tests import factories as make
from tests.candidacies.filing_world import NOW, WHOLE, filing_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(clock):
    return filing_world()


def pdf(content: bytes = b"%PDF-1.7 lettre", name: str = "lettre.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def agent(world):
    return make.user_with_role("ars_region", territory=make.RegionFactory())


# paper


def on_paper(world, agent) -> Candidacy:
    """Begin a whole paper file, typed in by an agent."""
    return filing.start(call=world.call, association=world.section, by=agent, at=NOW, channel=Channel.PAPER, home=world.home, **WHOLE)


def test_a_paper_file_typed_by_an_agent_counts_from_the_day_it_came(world, agent):
    draft = on_paper(world, agent)
    wishes.add_wish(candidacy=draft, by=agent, body=world.body)
    came = NOW - timedelta(days=3)
    filing.record(candidacy=draft, received_at=came, by=agent, at=NOW)
    assert (draft.state, draft.channel, draft.submitted_at) == ("submitted", "paper", came)


@pytest.mark.parametrize("days", [-30, 60])
def test_a_paper_file_that_came_outside_the_window_is_refused(world, agent, days):
    draft = on_paper(world, agent)
    wishes.add_wish(candidacy=draft, by=agent, body=world.body)
    with pytest.raises(ValidationError):
        filing.record(candidacy=draft, received_at=NOW + timedelta(days=days), by=agent, at=NOW)


def test_neither_the_association_nor_a_delegation_writes_a_paper_file(world, agent):
    draft = filing.start(call=world.call, association=world.section, by=agent, at=NOW, channel=Channel.PAPER)
    delegation = make.user_with_role("ars_department", territory=world.body.department)
    for somebody in (world.manager, delegation):
        with pytest.raises(PermissionDenied):
            wishes.add_wish(candidacy=draft, by=somebody, body=world.body)


def test_what_is_asked_about_a_paper_file_may_be_given_online_by_the_association(world, agent):
    draft = on_paper(world, agent)
    wishes.add_wish(candidacy=draft, by=agent, body=world.body)
    filing.record(candidacy=draft, received_at=NOW, by=agent, at=NOW)
    examination.ask_pieces(candidacy=draft, items="lettre de l’association", by=agent, today=make.TODAY)
    pieces.attach(candidacy=draft, kind="letter", upload=pdf(), by=world.manager)
    filing.answer(candidacy=draft, by=world.manager)
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_a_paper_draft_is_not_among_the_drafts_of_the_association(world, agent):
    on_paper(world, agent)
    assert list(drafts_of(world.manager)) == []
    assert list(our_candidacies(world.manager)) == []


# renewal


@pytest.fixture
def mandate(world):
    seat = world.body.seats.get(quality="titular", rank=1)
    person = make.PersonFactory(last_name="Kern", first_name="Paul", email="paul@exemple.fr")
    return make.MandateFactory(seat=seat, association=world.section, person=person)


def test_a_sitting_representative_is_proposed_again_in_one_step(world, mandate):
    assert renewals(world.manager.scope, at=NOW) == {mandate.pk: world.call}
    draft = propose_renewal(mandate=mandate, by=world.manager, at=NOW)
    wish = draft.wishes.get()
    assert (draft.person, draft.last_name, draft.email) == (mandate.person, "Kern", "paul@exemple.fr")
    assert (wish.body, wish.quality, wish.renewal, wish.rank) == (world.body, "titular", True, 1)
    assert propose_renewal(mandate=mandate, by=world.manager, at=NOW) == draft


def test_a_mandate_that_no_open_call_has_is_not_renewed(world, mandate):
    world.call.call_seats.filter(seat=mandate.seat).delete()
    assert renewals(world.manager.scope, at=NOW) == {}
    with pytest.raises(ValidationError, match="Aucun appel ouvert"):
        propose_renewal(mandate=mandate, by=world.manager, at=NOW)


def test_whoever_resigned_is_not_proposed_again(world, mandate, agent):
    end_mandate(mandate=mandate, reason=EndReason.RESIGNATION, on=make.TODAY.replace(day=1), by=agent)
    assert renewals(world.manager.scope, at=NOW) == {}
