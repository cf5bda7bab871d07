"""A person departs from the proposal: each choice has its cost, and all of them together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portevoix.work.candidacies.assignment.comparison import compare
from portevoix.work.candidacies.assignment.instance import SUBSTITUTE, TITULAR
from portevoix.work.candidacies.assignment.proposal import solve
from portevoix.work.candidacies.assignment.questions import Questions
from tests.candidacies.assignment.small import Tried, calls, candidate, instance, seats, sits, wish

NBSP = "\u00a0"


def questions_of(*rows, **options):
    call = instance(*rows, **options)
    return Questions(call, solve(call))


@pytest.fixture
def two_for_one():
    """One seat; a and b asked for it, b holds three mandates: 300 points less."""
    files = (candidate("a"), candidate("b", mandates_held=3))
    return questions_of(seats("A", TITULAR), files, wish("a", body="A"), wish("b", body="A"), weights={"load": 100})


def test_following_the_proposal_costs_nothing(two_for_one):
    comparison = compare(two_for_one, {"A/0": "a"})
    assert (comparison.deviations, comparison.loss, comparison.sentence) == ((), 0, "Ensemble, ces choix ne font perdre aucun point.")


def test_deciding_nothing_is_no_deviation(two_for_one):
    assert compare(two_for_one, {}).deviations == ()


def test_choosing_somebody_else_has_its_cost(two_for_one):
    comparison = compare(two_for_one, {"A/0": "b"})
    (deviation,) = comparison.deviations
    assert (deviation.proposed, deviation.chosen, deviation.loss) == ("a", "b", 300)
    assert deviation.sentence == f"Ce choix ferait perdre 300{NBSP}points à l’ensemble."
    assert comparison.sentence == f"Ensemble, ces choix font perdre 300{NBSP}points."
    assert {(move.candidate, move.from_seat, move.to_seat) for move in deviation.moves} == {("a", "A/0", None), ("b", None, "A/0")}


def test_leaving_a_seat_empty_has_its_cost(two_for_one):
    (deviation,) = compare(two_for_one, {"A/0": None}).deviations
    assert (deviation.chosen, deviation.loss) == (None, 1_000)


def test_leaving_a_seat_empty_that_nobody_asked_for_is_no_deviation():
    assert compare(questions_of(seats("A", TITULAR)), {"A/0": None}).deviations == ()


def test_somebody_who_did_not_ask_for_the_seat_has_no_cost_but_a_reason():
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    comparison = compare(questions_of(rows, candidate("a"), wish("a", body="A")), {"B/0": "a"})
    assert comparison.deviations[0].loss is None
    assert comparison.deviations[0].sentence.startswith("Cette personne n’a pas demandé ce siège")
    assert (comparison.loss, comparison.sentence) == (None, "Ces choix ne peuvent pas être tenus ensemble.")


def test_a_file_that_is_not_in_the_call_has_no_cost_but_a_reason(two_for_one):
    assert compare(two_for_one, {"A/0": "z"}).deviations[0].sentence.startswith("Cette personne n’a pas demandé ce siège")


def test_twice_in_a_body_breaks_a_rule():
    asked = (wish("a", 1, body="A", quality=TITULAR), wish("a", 2, body="A", quality=SUBSTITUTE))
    comparison = compare(questions_of(seats("A", TITULAR, SUBSTITUTE), candidate("a"), asked, new_mandates=2), {"A/0": "a", "A/1": "a"})
    assert [deviation.sentence for deviation in comparison.deviations] == ["Cette personne aurait deux sièges dans la même instance."]
    assert comparison.loss is None


def test_more_seats_than_the_call_allows_break_a_rule():
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    asked = (wish("a", 1, body="A"), wish("a", 2, body="B"))
    comparison = compare(questions_of(rows, candidate("a"), asked, weights={"rank": 1}), {"A/0": "a", "B/0": "a"})
    assert [deviation.sentence for deviation in comparison.deviations] == [f"Cette personne aurait plus de 1{NBSP}siège dans cet appel."]


def test_two_seats_for_one_wish_cannot_be_held_together():
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    comparison = compare(questions_of(rows, candidate("a"), wish("a", seats=("A/0", "B/0")), new_mandates=2), {"A/0": "a", "B/0": "a"})
    assert (comparison.loss, comparison.sentence) == (None, "Ces choix ne peuvent pas être tenus ensemble.")


def test_an_unknown_seat_is_an_error(two_for_one):
    with pytest.raises(KeyError):
        compare(two_for_one, {"Z/0": "a"})


@settings(max_examples=40)
@given(calls(), st.data())
def test_all_the_choices_cost_together_what_the_best_of_all_assignments_with_them_loses(small_call, data):
    questions = Questions(small_call, solve(small_call))
    files = [file.id for file in small_call.candidates]
    chosen = data.draw(st.dictionaries(st.sampled_from([seat.id for seat in small_call.seats]), st.sampled_from(files), max_size=2))
    pools = questions.pairs.pools
    conditions = [sits(file, *pools[questions.pool_of_seat[seat]].seats) for seat, file in chosen.items()]
    twice = len({(file, seat.split("/")[0]) for seat, file in chosen.items()}) < len(chosen)
    best = None if twice else Tried(small_call).best(*conditions)
    assert compare(questions, chosen).loss == (None if best is None else questions.proposal.objective - best)


@settings(max_examples=25)
@given(calls(), st.data())
def test_leaving_one_seat_empty_costs_what_the_best_of_all_assignments_without_it_loses(small_call, data):
    questions = Questions(small_call, solve(small_call))
    seat = data.draw(st.sampled_from([seat.id for seat in small_call.seats]))
    for deviation in compare(questions, {seat: None}).deviations:
        assert deviation.loss == questions.proposal.objective - Tried(small_call).best(without=seat)
