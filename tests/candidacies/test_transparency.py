"""The public account of a call: nothing nominative before the publication, nothing that can be found again by subtraction."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.periods import period
from portevoix.base.core.small_cells import percentile, publish
from portevoix.register.directory.models import Parameter
from portevoix.work.candidacies.enums import CallState, CandidacyState, RefusalReason, WishState
from portevoix.work.candidacies.models import Candidacy, Passage, Wish
from portevoix.work.candidacies.selectors.transparency import stay, step_times, transparency
from tests import factories as make
from tests.factories import TODAY

START = datetime(2026, 9, 1, 8, tzinfo=UTC)
days = st.floats(min_value=0, max_value=400, allow_nan=False)


# counts


@pytest.mark.parametrize(("categories", "most", "least"), [(2, 12, 3), (3, 9, 3), (3, 12, 5), (4, 6, 3)])
def test_no_small_count_can_be_found_again_even_by_who_knows_the_rule(categories, most, least):
    same_page = defaultdict(list)
    for counts in product(range(most + 1), repeat=categories):
        shown = publish(dict(enumerate(counts)), least=least)
        same_page[tuple(sorted(shown.shown.items())), shown.together].append(counts)
    for (shown, _), possible in same_page.items():
        for category in set(range(categories)) - {category for category, _ in shown}:
            values = {counts[category] for counts in possible}
            assert len(values) > 1 or not 0 < next(iter(values)) < least, (shown, category, possible[:2])


@given(st.dictionaries(st.sampled_from([reason.value for reason in RefusalReason]), st.integers(0, 40)), st.integers(2, 11))
def test_what_is_published_is_true_and_never_small(counts, least):
    counts = dict.fromkeys(RefusalReason.values, 0) | counts
    shown = publish(counts, least=least)
    assert all(counts[code] == count >= least for code, count in shown.shown.items())
    if shown.together is None:
        assert not shown.shown
    else:
        assert shown.total == sum(counts.values())
        assert shown.together == 0 or shown.together >= least


def test_counts_that_are_all_large_are_told_as_they_are():
    assert publish({"a": 12, "b": 7, "c": 0}, least=5).shown == {"a": 12, "b": 7}


def test_one_small_count_takes_the_smallest_other_with_it():
    shown = publish({"a": 40, "b": 22, "c": 6, "d": 3}, least=5)
    assert (shown.shown, shown.together) == ({"a": 40, "b": 22}, 9)


def test_too_few_in_all_are_not_told_at_all():
    assert publish({"a": 2, "b": 1, "c": 0}, least=5).total is None


# delays


@given(st.lists(days, min_size=1, max_size=60), st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0]))
def test_a_percentile_lies_among_the_values_with_its_share_below(values, share):
    found = percentile(values, share)
    assert min(values) <= found <= max(values)
    assert sum(value <= found + 1e-9 for value in values) >= share * (len(values) - 1)


@pytest.mark.django_db
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_percentiles_are_those_of_postgresql(values):
    with connection.cursor() as cursor:
        cursor.execute("SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY v) FROM unnest(%s::float8[]) v", [values])
        (median, ninetieth), *_ = cursor.fetchone()
    assert percentile(values, 0.5) == pytest.approx(median)
    assert percentile(values, 0.9) == pytest.approx(ninetieth)


def test_no_value_has_no_percentile():
    with pytest.raises(ValueError, match="no value"):
        percentile([], 0.5)


def test_a_state_entered_twice_counts_the_sum_and_the_last_state_is_not_over():
    passages = [("draft", 0), ("submitted", 1), ("incomplete", 4), ("submitted", 10), ("to_decide", 12)]
    one = stay(tuple((state, START + timedelta(days=day)) for state, day in passages))
    assert one.days == {"draft": 1, "submitted": 5, "incomplete": 6}
    assert one.whole is None


@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=2), max_size=12), st.integers(2, 6))
def test_a_delay_is_told_from_enough_files_only(files, least):
    stays = [
        stay((("submitted", START), ("to_decide", START + timedelta(days=a)), ("not_selected", START + timedelta(days=a + b))))
        for a, b in files
    ]
    for line in step_times(stays, least=least):
        assert (line.median is None) == (len(files) < least)
        assert (line.ninetieth is None) == (len(files) < least)


# the page


def walk(candidacy, *steps):
    for state, day in steps:
        Passage.objects.create(candidacy=candidacy, state=state, entered_at=START + timedelta(days=day))
    Candidacy.objects.filter(pk=candidacy.pk).update(state=steps[-1][0])


@pytest.fixture
def call():
    """Six people designated, seven refused, one withdrawn, one draft left behind."""
    body = make.BodyFactory(name="Hôpital de Hautepierre")
    seats = [make.SeatFactory(body=body, rank=rank) for rank in range(1, 9)]
    call = make.CallFactory(state=CallState.DECIDED, seats=seats)
    for number in range(6):
        chosen = make.CandidacyFactory(call=call, submitted=True, last_name=f"Retenue{number}", name_publishable=number > 0)
        walk(chosen, ("submitted", 0), ("to_decide", 10 + number), ("awaiting_order", 20), ("designated", 40))
        make.WishFactory(candidacy=chosen, body=body, state=WishState.DESIGNATED, seat=seats[number])
    for number in range(7):
        refused = make.CandidacyFactory(call=call, submitted=True, last_name=f"Ecartee{number}")
        walk(refused, ("submitted", 0), ("to_decide", 5), ("not_selected", 20))
        reason = RefusalReason.SEAT_GIVEN if number else RefusalReason.INCOMPATIBLE
        make.WishFactory(candidacy=refused, body=body, state=WishState.NOT_RETAINED, refusal_reason=reason)
    walk(make.CandidacyFactory(call=call, submitted=True), ("submitted", 0), ("withdrawn", 1))
    make.CandidacyFactory(call=call)
    return call


pages = pytest.mark.django_db


@pages
def test_the_account_of_a_call_counts_seats_candidacies_and_designations(call):
    account = transparency(call, today=TODAY)
    assert (account.seats, account.designated, account.designated_percent, account.received) == (8, 6, 75, 14)
    assert account.outcomes == []  # one withdrawn would show by subtraction: put together with the refused
    assert account.outcomes_together == 8
    assert (account.refusals, account.refusals_together) == ([], 7)
    delays = {line.label: (line.median, line.ninetieth) for line in account.steps}
    assert delays["Du dépôt à la désignation"] == (40, 40)
    assert delays["Préparation et signature de l’arrêté"] == (20, 20)


@pages
def test_the_threshold_is_a_dated_setting(call):
    make_setting(2)
    account = transparency(call, today=TODAY)
    assert [(line.label, line.count) for line in account.refusals] == []
    assert account.threshold == 2


def make_setting(value):
    Parameter.objects.create(
        code="small-cell", label="seuil", value=value, period=period(date(2020, 1, 1)), source="jeu d’essai", source_date=date(2026, 1, 1)
    )


@pages
@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.OPEN, CallState.CANCELLED])
def test_nothing_is_told_while_candidacies_are_received(call, state):
    call.state = state
    assert transparency(call, today=TODAY) is None


@pages
def test_before_the_decisions_only_how_many_were_received(call):
    call.state = CallState.CLOSED
    account = transparency(call, today=TODAY)
    assert account.received == 14
    assert (account.steps, account.refusals, account.outcomes, account.holders) == ([], [], [], [])


@pages
@pytest.mark.parametrize("state", [CallState.OPEN, CallState.CLOSED, CallState.DECIDED])
def test_no_name_before_the_publication(client, call, state):
    type(call).objects.filter(pk=call.pk).update(state=state)
    page = client.get(f"/appels/{call.number}/").content.decode()
    assert "RETENUE1" not in page.upper()


@pages
def test_after_the_publication_a_name_appears_by_consent_only(client, call):
    type(call).objects.filter(pk=call.pk).update(state=CallState.PUBLISHED)
    page = client.get(f"/appels/{call.number}/").content.decode().upper()
    assert "RETENUE1" in page
    assert "RETENUE0" not in page
    assert "REPRÉSENTANT DÉSIGNÉ, NOM NON PUBLIÉ" in page
    assert "ECARTEE" not in page


@pages
def test_the_consent_in_force_is_that_of_the_record(call):
    type(call).objects.filter(pk=call.pk).update(state=CallState.PUBLISHED)
    call.refresh_from_db()
    wish = Wish.objects.filter(state=WishState.DESIGNATED, candidacy__name_publishable=True).first()
    wish.candidacy.person = make.PersonFactory(last_name="Reprise")
    wish.candidacy.save()
    holders = {row.holder for row in transparency(call, today=TODAY).holders}
    assert not any("REPRISE" in name.upper() for name in holders)
    assert len([name for name in holders if name]) == 4


@pages
def test_the_page_of_a_decided_call_tells_its_account(client, call):
    page = client.get(f"/appels/{call.number}/").content.decode().replace("\u00a0", " ")
    assert "Bilan de l’appel" in page
    assert "75 % des sièges" in page
    assert Candidacy.objects.filter(call=call, state=CandidacyState.DRAFT).exists()
