"""Any sequence of actions leaves a register that holds together."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import last_day
from portevoix.register.directory.models import Seat
from portevoix.register.mandates import actions
from portevoix.register.mandates.enums import EndReason, MandateState
from portevoix.register.mandates.models import Mandate
from portevoix.register.mandates.selectors.mandates import mandate_states
from portevoix.register.mandates.selectors.occupancy import occupancy
from tests.factories import BodyFactory, BodyTypeRuleFactory, PersonFactory

pytestmark = pytest.mark.django_db
BY = Program("tests")
START = date(2024, 1, 1)
DAYS = st.integers(0, 1_500).map(lambda number: START + timedelta(days=number))
REASONS = st.sampled_from([EndReason.RESIGNATION, EndReason.TERM, EndReason.DEATH])
ACTS = st.one_of(
    st.tuples(st.just("create"), st.integers(0, 3), st.integers(0, 4), DAYS, DAYS | st.none() | st.just(actions.BY_RULE)),
    st.tuples(st.just("end"), st.integers(0, 9), REASONS, DAYS),
    st.tuples(st.just("correct"), st.integers(0, 9)),
    st.tuples(st.just("extend"), st.integers(0, 9), DAYS),
    st.tuples(st.just("announce"), st.integers(0, 9), DAYS),
    st.tuples(st.just("switch"), st.integers(0, 9), st.integers(0, 3), DAYS),
    st.tuples(st.just("close"), DAYS),
    st.tuples(st.just("reopen")),
)


@pytest.fixture
def body():
    BodyTypeRuleFactory()
    return BodyFactory(seated=True)


def do(act, body, seats, people):
    """Try one action on what there is; a refusal is a sentence, never another error."""
    name, *rest = act
    mandates = list(Mandate.objects.filter(body=body).order_by("pk"))
    if name == "create":
        seat, person, first, last = rest
        return actions.create_mandate(seat=seats[seat], person=people[person], first=first, last=last, by=BY)
    if name == "close":
        return actions.close_body(body=body, on=rest[0], by=BY)
    if name == "reopen":
        return actions.reopen_body(body=body, explanation="essai", by=BY)
    if not mandates:
        return None
    mandate = mandates[rest[0] % len(mandates)]
    if name == "end":
        return actions.end_mandate(mandate=mandate, reason=rest[1], on=rest[2], by=BY)
    if name == "correct":
        return actions.correct_end(mandate=mandate, explanation="essai", by=BY)
    if name == "extend":
        return actions.extend_mandate(mandate=mandate, until=rest[1], by=BY)
    if name == "announce":
        return actions.announce_departure(mandate=mandate, on=rest[1], reason=EndReason.RESIGNATION, by=BY)
    return actions.switch_seat(mandate=mandate, seat=seats[rest[1]], on=rest[2], by=BY)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(ACTS, max_size=14), st.lists(DAYS, min_size=3, max_size=3))
def test_any_sequence_of_actions_leaves_a_register_that_holds_together(body, acts, days):
    with transaction.atomic():
        seats, people = list(body.seats.order_by("quality", "rank")), [PersonFactory() for _ in range(5)]
        for act in acts:
            try:
                do(act, body, seats, people)
            except ValidationError as refusal:
                assert all(message.endswith(".") for message in refusal.messages)
        check(body, days)
        transaction.set_rollback(True)


def check(body, days):
    body.refresh_from_db()
    mandates = list(Mandate.objects.filter(body=body).order_by("pk"))
    for one, other in ((a, b) for a in mandates for b in mandates if a.pk < b.pk):
        together = one.period.lower < (other.period.upper or date.max) and other.period.lower < (one.period.upper or date.max)
        assert not (together and (one.seat_id == other.seat_id or one.person_id == other.person_id))
    for mandate in mandates:
        last = last_day(mandate.period)
        assert last is None or mandate.period.lower <= last
        assert bool(mandate.end_reason) == (mandate.ended_at is not None)
        if not mandate.end_reason:
            assert last == mandate.term_end
        if body.closed_on:
            assert last is not None
            assert last < body.closed_on
    for day in days:
        check_day(body, mandates, day)


def check_day(body, mandates, day):
    """The states of the mandates and those of the seats tell the same story."""
    found = {o.seat_id: o for o in occupancy(Seat.objects.filter(body=body), at=day)}
    if body.closed_on and day >= body.closed_on:
        assert found == {}
        return
    sitting = defaultdict(list)
    for mandate in mandates:
        state = mandate_states(mandates, at=day)[mandate.pk]
        if state in (MandateState.ACTIVE, MandateState.PAST_TERM):
            sitting[mandate.seat_id].append((mandate.pk, state))
    for seat_id, o in found.items():
        if o.state == "vacant":
            assert sitting[seat_id] == []
        else:
            expected = MandateState.ACTIVE if o.filled else MandateState.PAST_TERM
            assert sitting[seat_id] == [(o.mandate_id, expected)]
