"""Whatever the order of decisions, undoings, withdrawals and repositionings, the rules hold together."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portevoix.base.core.periods import contains, period
from portevoix.register.directory.models import Accreditation, Seat
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions.decisions import Decision, decide_wish, undo_decision
from portevoix.work.candidacies.actions.examination import record_withdrawal
from portevoix.work.candidacies.actions.repositioning import accept_other_seat
from portevoix.work.candidacies.enums import CandidacyState, WishState
from portevoix.work.candidacies.models import Candidacy, Wish
from tests import factories as make
from tests.candidacies.files import commission, result, sound_file

FILES, BODIES, SEATS = 3, 2, 4
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["retain", "refuse", "wait", "undo", "withdraw", "reposition"]),
        st.integers(0, FILES - 1),
        st.integers(0, BODIES - 1),
        st.integers(0, SEATS * BODIES - 1),
    ),
    min_size=4,
    max_size=14,
)
DECIDED_BY_WISHES = {
    CandidacyState.AWAITING_ORDER: lambda states: WishState.RETAINED in states and WishState.PENDING not in states,
    CandidacyState.WAITING_LIST: lambda states: WishState.WAITING_LIST in states and not states & {WishState.RETAINED, WishState.PENDING},
    CandidacyState.NOT_SELECTED: lambda states: states <= {WishState.NOT_RETAINED},
    CandidacyState.TO_DECIDE: lambda states: bool(states),
    CandidacyState.WITHDRAWN: lambda states: states <= {WishState.WITHDRAWN, WishState.NOT_RETAINED},
}


class RandomDecisions(TestCase):
    @given(acts=ACTS)
    @settings(max_examples=8)
    def test_any_sequence_of_acts_keeps_the_rules(self, acts):
        agent = make.user_with_role("ars_region", territory=make.RegionFactory())
        bodies = [commission() for _ in range(BODIES)]
        seats = list(Seat.objects.filter(body__in=bodies).order_by("pk"))
        call = make.CallFactory(closed=True, seats=seats)
        files = [sound_file(call=call, bodies=bodies, to_decide=True, accepts_other_seat=True) for _ in range(FILES)]
        for act, file, wish, seat in acts:
            with suppress(ValidationError, StepRefused):
                _do(act, files[file], wish, seats[seat], agent)
            _hold(call)


def _do(act, file, number, seat, agent):
    file = Candidacy.objects.get(pk=file.pk)
    wish = file.wishes.order_by("rank")[number]
    if act == "undo":
        return undo_decision(wish=wish, by=agent)
    if act == "withdraw":
        return record_withdrawal(candidacy=file, by=agent)
    if act == "reposition":
        manager = make.user_with_role("association_manager", association=file.association)
        return accept_other_seat(candidacy=file, seat=seat, by=manager, today=make.TODAY)
    outcome = {"retain": WishState.RETAINED, "refuse": WishState.NOT_RETAINED, "wait": WishState.WAITING_LIST}[act]
    decision = Decision(wish=wish, outcome=outcome, seat=seat, refusal_reason="other", reason="Décision motivée.")
    return decide_wish(decision=decision, by=agent, today=make.TODAY)


def _hold(call):
    retained = Wish.objects.filter(candidacy__call=call, state=WishState.RETAINED)
    given = list(retained.values_list("seat", flat=True))
    assert len(given) == len(set(given))
    places = list(retained.values_list("candidacy__person", "seat__body"))
    assert len(places) == len(set(places))
    for file in Candidacy.objects.filter(call=call):
        states = set(file.wishes.values_list("state", flat=True))
        assert DECIDED_BY_WISHES[file.state](states), (file.state, states)
        last = file.passages.order_by("-entered_at", "-pk").first()
        assert last is None or last.state == file.state
        assert not file.wishes.filter(state=WishState.PENDING, decided_at__isnull=False).exists()


@pytest.mark.django_db
def test_the_accreditation_check_follows_the_period_to_the_day():
    file = sound_file()
    first, last = date(2026, 3, 1), date(2026, 9, 30)
    Accreditation.objects.update(period=period(first, last))
    for day in (first - timedelta(1), first, last, last + timedelta(1)):
        assert (result(file, "accreditation", day=day).outcome == "pass") == contains(period(first, last), day)
