"""Decisions: by a person, per wish, with a reason; the hard rules hold; undone until the order is signed."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from portevoix.register.directory.models import Seat
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions.decisions import Decision, decide_many, decide_wish, undo_decision
from portevoix.work.candidacies.actions.marks import ChangedMeanwhile, mark_of
from portevoix.work.candidacies.enums import CandidacyState, RefusalReason, WishState
from tests import factories as make
from tests.candidacies.files import commission, sound_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


def seat_of(wish, quality="titular", rank=1):
    return Seat.objects.get(body=wish.body, quality=quality, rank=rank)


def retain(wish, seat=None, **more):
    fields = {"reason": "Association du domaine, candidature motivée."} | more
    return Decision(wish=wish, outcome=WishState.RETAINED, seat=seat or seat_of(wish), **fields)


def refuse(wish, **more):
    return Decision(
        wish=wish, outcome=WishState.NOT_RETAINED, **({"reason": "Deux candidatures, un siège.", "refusal_reason": "seat_given"} | more)
    )


def wait(wish):
    return Decision(wish=wish, outcome=WishState.WAITING_LIST, reason="Siège promis en cas de désistement.")


def states(file):
    file.refresh_from_db()
    return file.state, [wish.state for wish in file.wishes.order_by("rank")]


def decide(decision, by):
    return decide_wish(decision=decision, by=by, today=make.TODAY)


def test_a_wish_is_retained_on_a_seat_and_the_file_awaits_its_order(agent):
    file = sound_file(to_decide=True)
    wish = decide(retain(file.wishes.get()), agent)
    assert states(file) == (CandidacyState.AWAITING_ORDER, [WishState.RETAINED])
    assert (wish.decided_by, wish.seat) == (agent, seat_of(wish))


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        ((refuse, refuse), CandidacyState.NOT_SELECTED),
        ((refuse, wait), CandidacyState.WAITING_LIST),
        ((wait, retain), CandidacyState.AWAITING_ORDER),
        ((retain, refuse), CandidacyState.AWAITING_ORDER),
    ],
)
def test_the_file_moves_when_its_last_wish_is_decided(agent, outcomes, state):
    file = sound_file(to_decide=True, bodies=[commission(), commission()])
    first, second = file.wishes.order_by("rank")
    decide(outcomes[0](first), agent)
    assert states(file)[0] == CandidacyState.TO_DECIDE
    decide(outcomes[1](second), agent)
    assert states(file)[0] == state


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"reason": " "}, "reason"), ({"refusal_reason": ""}, "refusal_reason"), ({"refusal_reason": "because"}, "refusal_reason")],
)
def test_a_refusal_has_a_reason_and_a_category(agent, fields, field):
    file = sound_file(to_decide=True)
    with pytest.raises(ValidationError) as refusal:
        decide(refuse(file.wishes.get(), **fields), agent)
    assert field in refusal.value.message_dict
    assert states(file) == (CandidacyState.TO_DECIDE, [WishState.PENDING])


def test_a_reason_that_names_somebody_waits_for_a_confirmation(agent):
    wish = sound_file(to_decide=True).wishes.get()
    with pytest.raises(ValidationError) as refusal:
        decide(refuse(wish, reason="M. Keller est préféré."), agent)
    assert refusal.value.code == "screened"
    assert decide(refuse(wish, reason="M. Keller est préféré.", confirmed=True), agent).state == WishState.NOT_RETAINED


def test_a_retained_wish_has_a_seat(agent):
    with pytest.raises(ValidationError) as refusal:
        decide(Decision(wish=sound_file(to_decide=True).wishes.get(), outcome=WishState.RETAINED, reason="Bien."), agent)
    assert "seat" in refusal.value.message_dict


def seat_refused(agent, wish, seat):
    with pytest.raises(ValidationError) as refusal:
        decide(retain(wish, seat), agent)
    assert wish.candidacy.wishes.filter(state=WishState.PENDING).exists()
    return " ".join(refusal.value.messages)


def test_a_seat_out_of_the_call_is_refused(agent):
    wish = sound_file(to_decide=True).wishes.get()
    assert "n’est pas dans l’appel" in seat_refused(agent, wish, make.SeatFactory(body=wish.body, rank=9))


def test_a_seat_of_another_body_is_refused(agent):
    file = sound_file(to_decide=True, bodies=[commission(), commission()])
    first, second = file.wishes.order_by("rank")
    assert "ne répond pas" in seat_refused(agent, first, seat_of(second))


def test_a_seat_of_another_quality_than_wished_is_refused(agent):
    wish = sound_file(to_decide=True).wishes.get()
    wish.quality = "substitute"
    wish.save()
    assert "ne répond pas" in seat_refused(agent, wish, seat_of(wish))


def test_a_seat_that_is_filled_is_refused(agent):
    wish = sound_file(to_decide=True).wishes.get()
    make.MandateFactory(seat=seat_of(wish))
    assert "occupé ou fermé" in seat_refused(agent, wish, seat_of(wish))


def test_a_seat_already_given_is_refused_with_the_number_of_the_file(agent):
    first = sound_file(to_decide=True)
    second = sound_file(to_decide=True, call=first.call, bodies=[first.wishes.get().body])
    decide(retain(first.wishes.get()), agent)
    wish = second.wishes.get()
    assert first.number in seat_refused(agent, wish, seat_of(wish))


def test_a_file_that_a_check_stops_is_not_retained(agent):
    wish = sound_file(to_decide=True, association=make.AssociationFactory()).wishes.get()
    assert "Agrément" in seat_refused(agent, wish, seat_of(wish))


def test_a_file_without_record_is_not_retained_but_may_be_refused(agent):
    file = sound_file(to_decide=True, person=None)
    assert "Fiche de la personne" in seat_refused(agent, file.wishes.get(), seat_of(file.wishes.get()))
    decide(refuse(file.wishes.get(), refusal_reason=RefusalReason.NOT_ADMISSIBLE), agent)
    assert states(file)[0] == CandidacyState.NOT_SELECTED


def test_a_person_has_one_seat_in_a_body_even_by_two_associations(agent):
    first = sound_file(to_decide=True)
    second = sound_file(to_decide=True, call=first.call, bodies=[first.wishes.get().body], person=first.person)
    decide(retain(first.wishes.get()), agent)
    wish = second.wishes.get()
    assert "autre siège de cette instance" in seat_refused(agent, wish, seat_of(wish, rank=2))


def test_a_person_may_be_retained_in_two_bodies(agent):
    file = sound_file(to_decide=True, bodies=[commission(), commission()])
    for wish in file.wishes.order_by("rank"):
        decide(retain(wish), agent)
    assert states(file) == (CandidacyState.AWAITING_ORDER, [WishState.RETAINED, WishState.RETAINED])


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_who_does_not_decide_is_refused(role):
    user = make.user_with_role(role, territory=make.RegionFactory())
    with pytest.raises(PermissionDenied):
        decide(refuse(sound_file(to_decide=True).wishes.get()), user)


def test_the_delegation_does_not_decide():
    delegate = make.user_with_role("ars_department", territory=make.DepartmentFactory())
    with pytest.raises(PermissionDenied):
        decide(refuse(sound_file(to_decide=True).wishes.get()), delegate)


def test_a_file_that_is_not_to_decide_is_refused_with_its_state(agent):
    with pytest.raises(StepRefused, match="avis demandé"):
        decide(refuse(sound_file(under_review=True).wishes.get()), agent)


def test_a_file_on_the_waiting_list_is_decided_again_in_one_go(agent):
    file = sound_file(to_decide=True)
    decide(wait(file.wishes.get()), agent)
    decide(retain(file.wishes.get()), agent)
    assert states(file) == (CandidacyState.AWAITING_ORDER, [WishState.RETAINED])


# two agents


def test_the_second_agent_is_told_and_nothing_is_overwritten(agent):
    file = sound_file(to_decide=True)
    wish, seen = file.wishes.get(), mark_of(file)
    decide(refuse(wish, seen=seen), agent)
    with pytest.raises(ChangedMeanwhile, match="Claire MULLER a décidé du vœu 1"):
        decide(retain(file.wishes.get(), seen=seen), agent)
    assert states(file) == (CandidacyState.NOT_SELECTED, [WishState.NOT_RETAINED])


@pytest.mark.django_db(transaction=True)
def test_two_agents_at_the_same_moment_give_a_seat_once():
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    first = sound_file(to_decide=True)
    second = sound_file(to_decide=True, call=first.call, bodies=[first.wishes.get().body])
    told, ready = [], threading.Barrier(2)

    def one(wish):
        ready.wait()
        try:
            decide(retain(wish), agent)
        except ValidationError as refusal:
            told.append(refusal.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(file.wishes.get(),)) for file in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "déjà attribué" in told[0]


# undoing, many


def test_a_decision_is_undone_and_the_file_is_to_decide_again(agent):
    file = sound_file(to_decide=True)
    decide(retain(file.wishes.get()), agent)
    undo_decision(wish=file.wishes.get(), by=agent)
    wish = file.wishes.get()
    assert states(file) == (CandidacyState.TO_DECIDE, [WishState.PENDING])
    assert (wish.seat, wish.reason, wish.decided_at, wish.decided_by) == (None, "", None, None)


def test_many_decisions_are_taken_and_those_that_cannot_be_are_told(agent):
    first = sound_file(to_decide=True)
    body = first.wishes.get().body
    second, third = (sound_file(to_decide=True, call=first.call, bodies=[body]) for _ in range(2))
    lines = [retain(first.wishes.get()), retain(second.wishes.get()), refuse(third.wishes.get())]
    refused = decide_many(decisions=lines, by=agent, today=make.TODAY)
    assert [one.decision.wish.candidacy for one in refused] == [second]
    assert "déjà attribué" in refused[0].sentence
    assert [states(file)[0] for file in (first, second, third)] == [
        CandidacyState.AWAITING_ORDER,
        CandidacyState.TO_DECIDE,
        CandidacyState.NOT_SELECTED,
    ]
