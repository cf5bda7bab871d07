"""From the decisions to the signed order: mandates, states, consents, messages, all in one transaction."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from portevoix.base.notifications.models import Message
from portevoix.register.directory.models import Seat
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.actions import prepare, remove_line, sign
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions.call_steps import finish_decisions, publish_call
from portevoix.work.candidacies.actions.decisions import Decision, decide_wish, undo_decision
from portevoix.work.candidacies.actions.designation import draft_order_from_call
from portevoix.work.candidacies.actions.examination import record_withdrawal
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Candidacy
from portevoix.work.candidacies.selectors.designation import awaiting_order, ready_wishes, templates_for
from portevoix.work.training.enums import EquivalenceState
from portevoix.work.training.models import Equivalence
from tests import factories as make
from tests.candidacies.files import commission, sound_file
from tests.orders.making import EFFECTIVE, NOW, OrderTemplateFactory, SignatoryFactory, setting
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent():
    return make.user_with_role("ars_region", territory=make.RegionFactory())


@pytest.fixture
def signatory():
    return make.user_with_role("ars_signatory", territory=make.RegionFactory())


def decide(file, outcome, by, **fields):
    wish = file.wishes.get()
    reason = {"reason": "Décision motivée en séance."}
    decide_wish(decision=Decision(wish=wish, outcome=outcome, **(reason | fields)), by=by, today=make.TODAY)


def decided_call(agent, **fields):
    """One commission, two seats of the call; one file retained on the titular seat, one not selected that accepts another seat."""
    body = commission(facility__email="cdu@hopital.exemple.fr")
    other = commission()
    call = make.CallFactory(closed=True, seats=Seat.objects.filter(body__in=[body, other]))
    chosen = sound_file(call=call, bodies=[body], to_decide=True, civility="Mme", name_publishable=True, **fields)
    left = sound_file(call=call, bodies=[body], to_decide=True, accepts_other_seat=True, max_distance_km=30)
    decide(chosen, WishState.RETAINED, agent, seat=body.seats.get(quality="titular", rank=1))
    decide(left, WishState.NOT_RETAINED, agent, refusal_reason="seat_given")
    return call, chosen, left


def order_of(call, agent):
    setting(call.region)
    SignatoryFactory(region=call.region)
    return draft_order_from_call(call=call, template=OrderTemplateFactory(), by=agent, today=make.TODAY, effective_on=EFFECTIVE)


def signed(order, agent, signatory):
    prepare(order=order, by=agent, at=NOW, today=make.TODAY)
    return sign(order=order, by=signatory, at=NOW, today=make.TODAY)


def state(file):
    file.refresh_from_db()
    return file.state


def test_the_order_carries_the_retained_wishes_with_the_day_of_the_proposal(agent):
    call, chosen, _ = decided_call(agent)
    order = order_of(call, agent)
    line = order.lines.get()
    assert chosen.wishes.get().order_line == line
    assert (line.person, line.association, line.seat) == (chosen.person, chosen.association, chosen.wishes.get().seat)
    assert line.proposed_on.isoformat() == "2026-11-10"


def test_the_record_takes_the_civility_of_the_file_before_the_order_is_written(agent):
    call, chosen, _ = decided_call(agent)
    assert chosen.person.civility == ""
    assert order_of(call, agent).lines.get().person.civility == "Mme"


def test_a_wish_is_in_one_order_only(agent):
    call, _, _ = decided_call(agent)
    order_of(call, agent)
    assert not awaiting_order(call).exists()
    with pytest.raises(ValidationError, match="Aucun vœu"):
        draft_order_from_call(call=call, template=OrderTemplateFactory(), by=agent, today=make.TODAY)


def test_a_template_of_another_authority_carries_nothing(agent):
    call, _, _ = decided_call(agent)
    prefect, agency = OrderTemplateFactory(authority="PREFET"), OrderTemplateFactory()
    assert ready_wishes(call, template=prefect, today=make.TODAY) == []
    assert templates_for(call, today=make.TODAY) == [(agency, 1)]


def test_chosen_wishes_only_are_carried_and_a_wish_out_of_reach_is_refused(agent):
    call, chosen, left = decided_call(agent)
    with pytest.raises(ValidationError, match="n’est plus retenu"):
        draft_order_from_call(
            call=call, template=OrderTemplateFactory(), by=agent, today=make.TODAY, wishes=[chosen.wishes.get(), left.wishes.get()]
        )


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_who_does_not_prepare_orders_drafts_none(agent, role):
    call, _, _ = decided_call(agent)
    user = make.user_with_role(role, territory=make.RegionFactory())
    with pytest.raises(PermissionDenied):
        draft_order_from_call(call=call, template=OrderTemplateFactory(), by=user, today=make.TODAY)


def test_the_signature_designates_and_the_mandate_begins_on_the_day_of_the_order(agent, signatory):
    call, chosen, left = decided_call(agent)
    signed(order_of(call, agent), agent, signatory)
    mandate = Mandate.objects.get()
    assert (state(chosen), chosen.wishes.get().state) == (CandidacyState.DESIGNATED, WishState.DESIGNATED)
    assert state(left) == CandidacyState.NOT_SELECTED
    assert (mandate.person, mandate.seat, mandate.period.lower) == (chosen.person, chosen.wishes.get().seat, EFFECTIVE)
    assert chosen.passages.order_by("-pk").first().entered_by == signatory


def test_a_file_with_a_seat_in_another_order_waits_for_it(agent, signatory):
    bodies = [commission(), commission()]
    file = sound_file(bodies=bodies, to_decide=True)
    for wish in file.wishes.order_by("rank"):
        seat = wish.body.seats.get(quality="titular", rank=1)
        decision = Decision(wish=wish, outcome=WishState.RETAINED, seat=seat, reason="Décision motivée.")
        decide_wish(decision=decision, by=agent, today=make.TODAY)
    setting(file.call.region)
    SignatoryFactory(region=file.call.region)
    first, second = (
        draft_order_from_call(
            call=file.call, template=OrderTemplateFactory(), by=agent, today=make.TODAY, effective_on=EFFECTIVE, wishes=[wish]
        )
        for wish in file.wishes.order_by("rank")
    )
    signed(first, agent, signatory)
    assert state(file) == CandidacyState.AWAITING_ORDER
    signed(second, agent, signatory)
    assert state(file) == CandidacyState.DESIGNATED


def test_one_message_to_the_person_the_association_and_the_establishment(agent, signatory):
    call, chosen, _ = decided_call(agent)
    signed(order_of(call, agent), agent, signatory)
    told = {message.code: message for message in Message.objects.filter(code__startswith="candidacies.designated")}
    assert {code: message.recipient_email for code, message in told.items()} == {
        "candidacies.designated_person": chosen.email,
        "candidacies.designated_association": chosen.association_email,
        "candidacies.designated_facility": "cdu@hopital.exemple.fr",
    }
    assert all("1er décembre 2026" in message.body for message in told.values())


def test_those_not_selected_are_told_why_how_to_appeal_and_what_is_left_near_home(agent, signatory):
    call, _, left = decided_call(agent)
    signed(order_of(call, agent), agent, signatory)
    message = Message.objects.get(code="candidacies.not_selected", recipient_email=left.email)
    for words in ("siège attribué à une autre candidature", "Décision motivée en séance", "tribunal administratif de Nancy", "deux"):
        assert words in message.body
    assert call.call_seats.exclude(seat__body=left.wishes.get().body).first().seat.body.name in message.body


def test_those_not_selected_are_told_once(agent, signatory):
    call, _, left = decided_call(agent)
    second = sound_file(call=call, bodies=[left.wishes.get().body], to_decide=True)
    decide(second, WishState.RETAINED, agent, seat=left.wishes.get().body.seats.get(quality="titular", rank=2))
    setting(call.region)
    SignatoryFactory(region=call.region)
    for wish in list(awaiting_order(call)):
        order = draft_order_from_call(
            call=call, template=OrderTemplateFactory(), by=agent, today=make.TODAY, effective_on=EFFECTIVE, wishes=[wish]
        )
        signed(order, agent, signatory)
    assert Message.objects.filter(code="candidacies.not_selected", recipient_email=left.email).count() == 1


def test_an_establishment_without_address_shows_in_the_ledger_and_stops_nothing(agent, signatory):
    call, _, _ = decided_call(agent)
    type(Seat.objects.first().body.facility).objects.update(email="")
    signed(order_of(call, agent), agent, signatory)
    assert Message.objects.get(code="candidacies.designated_facility").state == "failed"


def test_consents_contacts_and_membership_come_from_the_file(agent, signatory):
    call, chosen, _ = decided_call(agent, phone="0388000000")
    signed(order_of(call, agent), agent, signatory)
    person = chosen.person
    person.refresh_from_db()
    assert (person.name_published, person.consent_recorded_on.isoformat(), person.phone) == (True, "2026-11-10", "0388000000")
    membership = person.memberships.get()
    assert (membership.association, membership.period.lower) == (chosen.association, chosen.member_since)


def test_a_failure_after_the_signature_takes_everything_back(agent, signatory, monkeypatch):
    call, chosen, _ = decided_call(agent)
    order = order_of(call, agent)
    prepare(order=order, by=agent, at=NOW, today=make.TODAY)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("portevoix.work.candidacies.actions.announcing.not_selected", fail)
    with pytest.raises(RuntimeError):
        sign(order=order, by=signatory, at=NOW, today=make.TODAY)
    order.refresh_from_db()
    assert (order.state, order.number) == ("prepared", "")
    assert state(chosen) == CandidacyState.AWAITING_ORDER
    assert not Mandate.objects.exists()
    assert not Message.objects.exists()


def test_a_decision_undone_leaves_the_order_that_is_not_signed(agent):
    call, chosen, _ = decided_call(agent)
    order = order_of(call, agent)
    undo_decision(wish=chosen.wishes.get(), by=agent)
    assert not order.lines.exists()
    assert (state(chosen), chosen.wishes.get().order_line) == (CandidacyState.TO_DECIDE, None)


def test_a_signed_decision_is_not_undone(agent, signatory):
    call, chosen, _ = decided_call(agent)
    signed(order_of(call, agent), agent, signatory)
    with pytest.raises(StepRefused):
        undo_decision(wish=chosen.wishes.get(), by=agent)


def test_a_withdrawal_leaves_the_order_too(agent):
    call, chosen, _ = decided_call(agent)
    order = order_of(call, agent)
    record_withdrawal(candidacy=chosen, by=agent)
    assert not order.lines.exists()
    assert state(chosen) == CandidacyState.WITHDRAWN


def test_a_line_taken_out_of_the_order_waits_for_another(agent):
    call, chosen, _ = decided_call(agent)
    order = order_of(call, agent)
    remove_line(line=order.lines.get(), by=agent)
    assert list(awaiting_order(call)) == [chosen.wishes.get()]


def test_a_training_that_the_file_declares_is_told_without_a_second_entry(agent, signatory):
    call, chosen, _ = decided_call(agent)
    Candidacy.objects.filter(pk=chosen.pk).update(course_done_on=date(2025, 3, 14), course_promised=False)
    signed(order_of(call, agent), agent, signatory)
    asked = Equivalence.objects.get()
    assert (asked.person, asked.done_on, asked.state) == (chosen.person, date(2025, 3, 14), EquivalenceState.ASKED)
    assert chosen.number in asked.origin


def test_without_a_declared_training_nothing_is_asked(agent, signatory):
    call, _, _ = decided_call(agent)
    signed(order_of(call, agent), agent, signatory)
    assert not Equivalence.objects.exists()


def test_the_home_of_the_file_is_kept_when_none_was_known(agent, signatory):
    call, chosen, _ = decided_call(agent)
    Candidacy.objects.filter(pk=chosen.pk).update(home=make.CommuneFactory())
    signed(order_of(call, agent), agent, signatory)
    chosen = Candidacy.objects.get(pk=chosen.pk)
    assert chosen.person.home == chosen.home is not None


def test_a_call_without_any_designation_tells_its_files_when_it_is_published(agent):
    body = commission()
    call = make.CallFactory(closed=True, seats=Seat.objects.filter(body=body))
    left = sound_file(call=call, bodies=[body], to_decide=True)
    decide(left, WishState.NOT_RETAINED, agent, refusal_reason="not_admissible")
    finish_decisions(call=call, by=agent)
    publish_call(call=call, by=agent)
    assert Message.objects.filter(code="candidacies.not_selected", recipient_email=left.email).count() == 1


@pytest.mark.parametrize("state", ["closed", "decided", "published"])
def test_the_page_of_a_call_leads_to_the_order_while_somebody_retained_waits_for_one(client, settings, agent, state):
    settings.SECOND_FACTOR_REQUIRED = False
    call, _, _ = decided_call(agent)
    type(call).objects.filter(pk=call.pk).update(state=state)
    sign_in(client, agent)
    page, link = reverse("candidacies:call", args=[call.pk]), f'href="{reverse("candidacies:call_order", args=[call.pk])}"'
    assert link in client.get(page).content.decode()
    order_of(call, agent)
    assert link not in client.get(page).content.decode()


def test_the_page_of_a_decided_call_puts_the_order_before_the_results(client, settings, agent):
    settings.SECOND_FACTOR_REQUIRED = False
    call, _, _ = decided_call(agent)
    finish_decisions(call=call, by=agent)
    sign_in(client, agent)
    page = reverse("candidacies:call", args=[call.pk])
    assert client.get(page).context["primary"] == "order"
    order_of(call, agent)
    assert client.get(page).context["primary"] == "publish"


@pytest.mark.parametrize("name", ["candidacies:calls", "candidacies:candidacies"])
def test_the_lists_lead_to_the_paper_files_and_to_the_requests_for_access(client, settings, agent, name):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, agent)
    page = client.get(reverse(name)).content.decode()
    for work in ("candidacies:paper_files", "candidacies:access_requests"):
        assert f'href="{reverse(work)}"' in page
    delegation = make.user_with_role("ars_department", territory=commission().department)
    sign_in(client, delegation)
    assert reverse("candidacies:access_requests") not in client.get(reverse(name)).content.decode()
