"""The assignment proposal on its page, the refusals that follow, the order that is written from the decisions."""

from datetime import date

import pytest

from portevoix.register.directory.models import BodyTypeRule
from portevoix.register.orders.models import DesignationOrder
from portevoix.work.candidacies.enums import CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import AssignmentProposal, Wish
from tests.factories import (
    TODAY,
    AccreditationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    CallFactory,
    CandidacyFactory,
    PersonFactory,
    RegionFactory,
    SeatFactory,
    user_with_role,
)
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(f"{TODAY}T12:00:00+01:00")


@pytest.fixture
def agent(client):
    return sign_in(client, user_with_role("ars_region", territory=RegionFactory()))


@pytest.fixture
def call():
    """One seat, two files complete that want it."""
    BodyTypeRuleFactory()
    seat = SeatFactory(body=BodyFactory())
    made = CallFactory(closed=True, seats=[seat], decision_expected_on=date(2026, 12, 1))
    for name in ("Aubry", "Brun"):
        file = CandidacyFactory(call=made, to_decide=True, last_name=name, wishes=[seat.body], person=PersonFactory(last_name=name))
        AccreditationFactory(association=file.association)
        file.waivers.create(code="complete", reason="vu")
    return made


def url(call, tail=""):
    return f"/espace/appels/{call.pk}/affectation/{tail}"


def compute(client, call):
    weights = {bound.name: bound.value() for bound in client.get(url(call)).context["weights"]}
    return client.post(url(call, "calculer/"), weights)


def test_without_a_proposal_the_page_says_what_would_enter(client, agent, call):
    page = client.get(url(call))
    assert "Aucune proposition n’est encore calculée" in page.text and (page.context["candidates"], page.context["seats"]) == (2, 1)


def test_the_proposal_is_computed_and_decides_nothing(client, agent, call):
    assert compute(client, call).status_code == 302
    assert AssignmentProposal.objects.get().lines.count() == 1
    assert set(Wish.objects.values_list("state", flat=True)) == {WishState.PENDING}


def test_a_weight_out_of_its_range_is_refused_with_a_sentence(client, agent, call):
    weights = {bound.name: bound.value() for bound in client.get(url(call)).context["weights"]}
    answer = client.post(url(call, "calculer/"), weights | {"titular": "-5"})
    assert answer.status_code == 200 and not AssignmentProposal.objects.exists()
    assert answer.context["form"].errors["titular"]


def test_the_ticked_lines_become_decisions_with_the_reason(client, agent, call):
    compute(client, call)
    line = AssignmentProposal.objects.get().lines.get()
    assert client.post(url(call), {"lines": [line.pk], "reason": "Avis favorable."}).status_code == 302
    line.wish.refresh_from_db()
    assert (line.wish.state, line.wish.reason, line.wish.decided_by) == (WishState.RETAINED, "Avis favorable.", agent)


def test_a_reason_is_asked_and_the_ticks_are_kept(client, agent, call):
    compute(client, call)
    line = AssignmentProposal.objects.get().lines.get()
    answer = client.post(url(call), {"lines": [line.pk], "reason": ""})
    assert answer.status_code == 200 and answer.context["form"].errors["reason"] and answer.context["ticked"] == [str(line.pk)]


def test_why_a_person_is_proposed_and_what_another_would_cost(client, agent, call):
    compute(client, call)
    line = AssignmentProposal.objects.get().lines.get()
    text = client.get(url(call, f"sieges/{line.seat_id}/")).text
    assert "Ce qui compte" in text and "AUBRY" in text and "BRUN" in text


def test_the_page_says_when_the_files_changed_since(client, agent, call):
    compute(client, call)
    assert not client.get(url(call)).context["changed"]
    call.candidacies.last().wishes.all().delete()
    assert client.get(url(call)).context["changed"]


def test_the_wishes_that_no_seat_awaits_are_refused_by_a_person(client, agent, call):
    compute(client, call)
    line = AssignmentProposal.objects.get().lines.get()
    client.post(url(call), {"lines": [line.pk], "reason": "Avis favorable."})
    left = Wish.objects.get(state=WishState.PENDING)
    page = client.get(url(call, "refus/"))
    assert [wish.pk for wish, _, _ in page.context["suggested"]] == [left.pk]
    assert client.post(url(call, "refus/"), {"wishes": [left.pk], "reason": "Le siège est attribué."}).status_code == 302
    left.refresh_from_db()
    assert (left.state, left.refusal_reason) == (WishState.NOT_RETAINED, RefusalReason.SEAT_GIVEN)
    assert left.candidacy.state == CandidacyState.NOT_SELECTED


@pytest.mark.parametrize("role", ["ars_signatory", "fas_region"])
def test_whoever_does_not_decide_does_not_see_the_proposal(client, call, role):
    sign_in(client, user_with_role(role, territory=RegionFactory()))
    assert client.get(url(call)).status_code == 403


def test_without_a_retained_person_there_is_no_order_to_write(client, agent, call):
    assert "Aucune personne retenue n’attend un arrêté" in client.get(f"/espace/appels/{call.pk}/arrete/").text
    assert BodyTypeRule.objects.exists() and not DesignationOrder.objects.exists()
