"""The assignment proposal of a call: what the solver is given, what is kept, what is never automatic."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.actions.decisions import Decision, decide_wish
from portevoix.work.candidacies.actions.proposals import accept_lines, propose
from portevoix.work.candidacies.assignment.weights import Weights
from portevoix.work.candidacies.enums import CandidacyState, ProposalStatus, RefusalReason, WishState
from portevoix.work.candidacies.models import CallSeat, Wish
from portevoix.work.candidacies.selectors.proposals import (
    WEIGHTS,
    answers_for,
    decided_since,
    explanation_of,
    is_stale,
    latest_proposal,
    lines_of,
    material_of,
    suggested_refusals,
    weights_at,
)
from tests import factories as make
from tests.candidacies.files import commission, setting, sound_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


def material(call):
    return material_of(call, today=make.TODAY, weights=Weights())


def two_files(**fields):
    """Two files on the one titular seat of a call."""
    body = commission()
    call = make.CallFactory(closed=True, seats=[body.seats.get(quality="titular", rank=1)])
    first = sound_file(call=call, bodies=[body], to_decide=True, **fields)
    second = sound_file(call=call, bodies=[body], to_decide=True)
    return call, first, second


def test_the_proposal_is_kept_with_its_reasons_and_decides_nothing(agent):
    call, first, second = two_files(course_done_on=None)
    proposal = propose(call=call, by=agent, today=make.TODAY)
    (line,) = lines_of(proposal)
    assert proposal.status == ProposalStatus.OPTIMAL
    assert line.wish.candidacy in (first, second)
    assert sum(reason["points"] for reason in line.reasons) == line.points == proposal.objective
    assert line.rivals == 1
    assert Wish.objects.filter(state=WishState.PENDING).count() == 2
    assert latest_proposal(call) == proposal


def test_the_weights_are_dated_settings_that_one_proposal_may_change(agent):
    setting("poids-titulaire", 5000)
    call, _, _ = two_files()
    assert weights_at(make.TODAY).titular == 5000
    proposal = propose(call=call, by=agent, today=make.TODAY, weights={"rank": 7})
    assert (proposal.weights["titular"], proposal.weights["rank"]) == (5000, 7)


def test_every_weight_has_its_setting():
    assert set(WEIGHTS) == set(Weights.__dataclass_fields__)


@pytest.mark.parametrize("changed", [{"rank": -1}, {"no_such": 3}])
def test_a_weight_out_of_its_range_is_refused(agent, changed):
    call, _, _ = two_files()
    with pytest.raises(ValidationError):
        propose(call=call, by=agent, today=make.TODAY, weights=changed)


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_who_does_not_decide_asks_for_no_proposal(role):
    call, _, _ = two_files()
    with pytest.raises(PermissionDenied):
        propose(call=call, by=make.user_with_role(role, territory=make.RegionFactory()), today=make.TODAY)


def test_nothing_to_assign_is_said(agent):
    with pytest.raises(ValidationError, match="Rien à affecter"):
        propose(call=make.CallFactory(closed=True), by=agent, today=make.TODAY)


# what the solver is given


def test_a_file_that_a_check_stops_is_left_out_and_says_why():
    call, first, second = two_files(no_tie_declared=False)
    found = material(call)
    assert [candidate.id for candidate in found.instance.candidates] == [str(second.pk)]
    assert [one.candidacy for one in found.left_out] == [first]
    assert "lien" in found.left_out[0].sentences[0]


def test_a_file_not_yet_to_decide_is_not_looked_at():
    call, first, _ = two_files()
    type(first).objects.filter(pk=first.pk).update(state=CandidacyState.UNDER_REVIEW)
    assert len(material(call).instance.candidates) == 1


def test_a_seat_filled_or_given_is_not_offered():
    body = commission()
    call = make.CallFactory(closed=True, seats=Seat.objects.filter(body=body))
    sound_file(call=call, bodies=[body], to_decide=True)
    make.MandateFactory(seat=body.seats.get(quality="titular", rank=1))
    make.WishFactory(body=body, seat=body.seats.get(quality="titular", rank=2), state=WishState.RETAINED)
    assert {seat.quality for seat in material(call).instance.seats} == {"substitute"}


def test_associations_that_sit_already_count_for_plurality_sections_under_their_federation():
    body = commission()
    federation = make.AssociationFactory()
    make.MandateFactory(seat=body.seats.get(quality="titular", rank=1), association=make.AssociationFactory(parent=federation))
    call = make.CallFactory(closed=True, seats=[body.seats.get(quality="titular", rank=2)])
    sound_file(call=call, bodies=[body], to_decide=True)
    assert material(call).instance.bodies[0].sitting == ((str(federation.pk), "titular"),)


def test_a_person_retained_in_a_body_is_not_proposed_there_again(agent):
    body = commission()
    call = make.CallFactory(closed=True, seats=Seat.objects.filter(body=body))
    file = sound_file(call=call, bodies=[body], to_decide=True)
    Wish.objects.create(candidacy=file, rank=2, body=body, quality="substitute")
    first = file.wishes.order_by("rank").first()
    decision = Decision(wish=first, outcome=WishState.RETAINED, seat=body.seats.get(quality="titular", rank=1), reason="Décision motivée.")
    decide_wish(decision=decision, by=agent, today=make.TODAY)
    assert material(call).instance.wishes == ()


def test_a_renewal_leaves_its_own_seat_and_is_not_a_load():
    body = commission()
    seat = body.seats.get(quality="titular", rank=1)
    call = make.CallFactory(closed=True, seats=[seat])
    file = sound_file(call=call, bodies=[body], to_decide=True, course_done_on=make.TODAY)
    file.wishes.update(renewal=True)
    make.MandateFactory(seat=seat, person=file.person, past_term=True)
    make.MandateFactory(person=file.person)
    (candidate,) = material(call).instance.candidates
    assert (candidate.renews, candidate.mandates_held, candidate.trained_active) == (frozenset({str(seat.pk)}), 1, True)


def test_a_wish_by_distance_reaches_the_seats_around_the_home_where_the_person_does_not_sit():
    near, sits, far = commission(), commission(), commission(facility__latitude=49.12, facility__longitude=6.18)
    seats = [body.seats.get(quality="titular", rank=1) for body in (near, sits, far)]
    call = make.CallFactory(closed=True, seats=seats)
    file = sound_file(call=call, bodies=[near], to_decide=True)
    file.wishes.all().delete()
    Wish.objects.create(candidacy=file, rank=1, within_km=30)
    make.MandateFactory(seat=sits.seats.get(quality="titular", rank=2), person=file.person)
    (wish,) = material(call).instance.wishes
    assert wish.seats == (str(seats[0].pk),)


# afterwards


def test_a_proposal_is_out_of_date_when_something_changes_and_only_then(agent):
    call, first, _ = two_files()
    proposal = propose(call=call, by=agent, today=make.TODAY)
    assert not is_stale(proposal, today=make.TODAY)
    assert explanation_of(proposal, lines_of(proposal)[0].seat, today=make.TODAY).line is not None
    CallSeat.objects.filter(call=call).delete()
    assert is_stale(proposal, today=make.TODAY)
    assert explanation_of(proposal, lines_of(proposal)[0].seat, today=make.TODAY) is None
    assert answers_for(proposal, first, today=make.TODAY) is None


def test_who_is_not_proposed_is_told_what_it_would_cost(agent):
    call, first, second = two_files()
    proposal = propose(call=call, by=agent, today=make.TODAY)
    other = second if lines_of(proposal)[0].wish.candidacy == first else first
    (answer,) = answers_for(proposal, other, today=make.TODAY)
    assert answer.sentence


def test_lines_are_accepted_with_a_reason_written_by_a_person(agent):
    call, _, _ = two_files()
    proposal = propose(call=call, by=agent, today=make.TODAY)
    lines = lines_of(proposal)
    assert accept_lines(lines=lines, reason="Proposition relue en réunion, suivie.", by=agent, today=make.TODAY) == []
    wish = Wish.objects.get(pk=lines[0].wish_id)
    assert (wish.state, wish.seat, wish.decided_by) == (WishState.RETAINED, lines[0].seat, agent)
    assert decided_since(proposal) == 1


def test_the_other_wishes_are_suggested_with_a_reason_and_stay_pending(agent):
    call, _, _ = two_files()
    accept_lines(lines=lines_of(propose(call=call, by=agent, today=make.TODAY)), reason="Suivie.", by=agent, today=make.TODAY)
    ((wish, reason),) = suggested_refusals(call, today=make.TODAY)
    assert (wish.state, reason) == (WishState.PENDING, RefusalReason.SEAT_GIVEN)


def test_a_decision_that_departs_from_the_proposal_says_why(agent):
    call, first, second = two_files()
    line = lines_of(propose(call=call, by=agent, today=make.TODAY))[0]
    other = (second if line.wish.candidacy == first else first).wishes.get()
    fields = {"wish": other, "outcome": WishState.RETAINED, "seat": line.seat, "reason": "Décision motivée."}
    with pytest.raises(ValidationError) as refusal:
        decide_wish(decision=Decision(**fields), by=agent, today=make.TODAY)
    assert "deviation" in refusal.value.message_dict
    done = decide_wish(decision=Decision(**fields, deviation="Personne déjà connue de l’équipe."), by=agent, today=make.TODAY)
    assert done.deviation
