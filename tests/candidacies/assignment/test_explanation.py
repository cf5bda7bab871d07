"""What the proposal says of each line: the points add up, the cost of another choice is exact, nobody is left without a reason."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.calls import call
from bench.referee import judged
from portevoix.work.candidacies.assignment.explanation import explain, left_out, summarise, why_not
from portevoix.work.candidacies.assignment.instance import TITULAR
from portevoix.work.candidacies.assignment.program import OutOfTime
from portevoix.work.candidacies.assignment.proposal import Proposal, solve
from portevoix.work.candidacies.assignment.questions import Questions
from tests.candidacies.assignment.small import METZ, Tried, calls, candidate, crossed, instance, seats, sits, wish

NBSP = "\u00a0"


def questions_of(given_call):
    return Questions(given_call, solve(given_call))


def everywhere(questions):
    """Yield the explanation of every seat, every alternative computed exactly."""
    for seat in questions.pool_of_seat:
        yield explain(questions, seat, alternatives=1_000)


def after(questions, moves):
    """Return candidate by seat once people have moved."""
    seated = {line.seat: line.candidate for line in questions.proposal.lines}
    for move in moves:
        if move.from_seat:
            assert seated.pop(move.from_seat) == move.candidate
    for move in moves:
        if move.to_seat:
            assert move.to_seat not in seated
            seated[move.to_seat] = move.candidate
    return seated


@settings(max_examples=30)
@given(calls())
def test_the_reasons_of_a_line_add_up_to_its_points(small_call):
    for summary in summarise(questions_of(small_call)):
        assert sum(reason.points for reason in summary.reasons) == summary.line.points


@settings(max_examples=50)
@given(calls())
def test_the_cost_of_another_choice_is_what_the_best_of_all_assignments_with_it_loses(small_call):
    questions, tried = questions_of(small_call), Tried(small_call)
    for explanation in everywhere(questions):
        pool = set(questions.pairs.pools[questions.pool_of_seat[explanation.seat]].seats)
        for alternative in explanation.alternatives:
            assert alternative.exact
            best = tried.best(sits(alternative.candidate, *pool))
            assert alternative.loss == questions.proposal.objective - best


@settings(max_examples=15)
@given(st.integers(600, 1_400), st.integers(0, 40))
def test_the_cost_is_exact_where_the_linear_answer_is_cut_in_two(substitute, rank):
    knot = crossed(substitute=substitute, rank=rank)
    questions, tried = questions_of(knot), Tried(knot)
    for explanation in everywhere(questions):
        for alternative in explanation.alternatives:
            best = tried.best(sits(alternative.candidate, explanation.seat))
            assert alternative.loss == questions.proposal.objective - best


@settings(max_examples=30)
@given(calls())
def test_whoever_moves_ends_in_an_assignment_that_loses_just_that(small_call):
    questions = questions_of(small_call)
    for explanation in everywhere(questions):
        for alternative in explanation.alternatives:
            seated = after(questions, alternative.moves)
            assert alternative.candidate in seated.values()
            assert len(seated) - len(questions.proposal.lines) == sum(
                (move.from_seat is None) - (move.to_seat is None) for move in alternative.moves
            )


@settings(max_examples=25)
@given(calls())
def test_what_is_not_computed_is_never_overstated(small_call):
    questions = questions_of(small_call)
    for seat in questions.pool_of_seat:
        exact = {one.candidate: one.loss for one in explain(questions, seat, alternatives=1_000).alternatives}
        rough = explain(questions, seat, alternatives=0).alternatives
        assert {one.candidate for one in rough} == set(exact)
        assert all(not one.exact and one.loss <= exact[one.candidate] for one in rough)


@settings(max_examples=20)
@given(calls())
def test_the_nearest_alternatives_are_the_nearest(small_call):
    questions = questions_of(small_call)
    for seat in questions.pool_of_seat:
        every = sorted(one.loss for one in explain(questions, seat, alternatives=1_000).alternatives)
        few = [one.loss for one in explain(questions, seat, alternatives=2).alternatives if one.exact]
        assert few[:2] == every[:2]


@settings(max_examples=50)
@given(calls())
def test_each_wish_that_is_not_followed_has_its_reason_and_its_exact_cost(small_call):
    questions, tried = questions_of(small_call), Tried(small_call)
    granted = {line.wish for line in questions.proposal.lines}
    for file in small_call.candidates:
        answers = why_not(questions, file.id)
        assert {answer.wish for answer in answers} == {one.id for one in small_call.wishes if one.candidate == file.id} - granted
        for answer in answers:
            assert answer.sentence
            best = tried.best(lambda choice, wish_id=answer.wish: choice.wish.id == wish_id)
            assert answer.loss == (None if best is None else questions.proposal.objective - best)
            assert (answer.loss is None) == (answer.seat is None)


def test_the_cost_of_a_wish_is_the_cost_of_its_best_seat():
    files = (candidate("a"), candidate("b"))
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    asked = (wish("a", seats=("A/0",)), wish("b", seats=("B/0",)), wish("a", 2, seats=("A/0", "B/0")))
    questions = questions_of(instance(rows, files, asked, weights={"rank": 10}))
    (answer,) = why_not(questions, "a")
    assert (answer.loss, answer.seat) == (10, "A/0")


@settings(max_examples=15)
@given(calls())
def test_stored_prices_change_nothing_but_the_time(small_call):
    proposal = solve(small_call)
    with_prices, without = Questions(small_call, proposal), Questions(small_call, replace(proposal, prices={}))
    for seat in with_prices.pool_of_seat:
        exact = [
            {one.candidate: one.loss for one in explain(asked, seat, alternatives=99).alternatives} for asked in (with_prices, without)
        ]
        assert exact[0] == exact[1]


def test_answers_do_not_depend_on_the_questions_before():
    large = call(seats=120, candidates=200, seed=8, new_mandates=2)
    proposal = solve(large)
    busy = Questions(large, proposal)
    chosen = [line.seat for line in proposal.lines[::30]]
    first = [[(one.candidate, one.loss) for one in explain(busy, seat).alternatives if one.exact] for seat in chosen]
    alone = [[(one.candidate, one.loss) for one in explain(Questions(large, proposal), seat).alternatives if one.exact] for seat in chosen]
    assert first == alone


def test_who_would_sit_where_is_a_lawful_assignment_worth_what_is_said():
    large = call(seats=120, candidates=200, seed=9, new_mandates=2)
    questions = questions_of(large)
    for line in questions.proposal.lines[::25]:
        pool = questions.pool_of_seat[line.seat]
        rival = explain(questions, line.seat, alternatives=1).alternatives[0]
        outcome = questions.ask([questions.of_candidate(rival.candidate, pool)])
        other_parts = {
            seat: pair for seat, pair in questions.seated.items() if seat not in questions.part(outcome.seated[line.seat]).seated
        }
        lines = [(questions.pairs.wishes[questions.pairs.wish[pair]].id, seat) for seat, pair in (outcome.seated | other_parts).items()]
        assert judged(large, lines) == (questions.proposal.objective - rival.loss, [])


def test_a_rival_moves_as_few_people_as_possible():
    files = tuple(candidate(name) for name in "abc")
    asked = tuple(wish(name, body="A") for name in "abc")
    questions = questions_of(instance(seats("A", TITULAR, TITULAR), files, asked))
    (rival,) = explain(questions, "A/1").alternatives
    assert (rival.candidate, rival.loss, len(rival.moves)) == ("c", 0, 2)


def test_a_proposal_of_another_call_is_refused():
    proposal = solve(instance(seats("A", TITULAR), candidate("a"), wish("a", body="A")))
    with pytest.raises(ValueError, match="another instance"):
        Questions(instance(seats("A", TITULAR), candidate("b"), wish("b", body="A")), proposal)
    with pytest.raises(ValueError, match="another instance"):
        Questions(instance(seats("A", TITULAR), candidate("a"), wish("a", body="A"), weights={"titular": 1}), proposal)


def test_questions_stop_when_their_time_is_over():
    small_call = instance(seats("A", TITULAR), candidate("a"), candidate("b"), wish("a", body="A"), wish("b", body="A"))
    with pytest.raises(OutOfTime):
        explain(Questions(small_call, solve(small_call), seconds=0), "A/0")


def test_better_than_a_proposal_cut_short_is_said_to_be_better():
    small_call = instance(
        seats("A", TITULAR), candidate("a", mandates_held=1), candidate("b"), wish("a", body="A"), wish("b", body="A"), weights={"load": 7}
    )
    (line,) = solve(instance(seats("A", TITULAR), candidate("a", mandates_held=1), wish("a", body="A"), weights={"load": 7})).lines
    questions = Questions(small_call, Proposal(lines=(line,), objective=993, bound=1_000))
    (rival,) = explain(questions, "A/0").alternatives
    assert rival.loss == -7
    assert "ferait gagner 7" in rival.sentence


def test_an_unknown_candidate_is_an_error():
    with pytest.raises(KeyError):
        why_not(questions_of(instance(seats("A", TITULAR))), "z")


@settings(max_examples=25)
@given(calls())
def test_whoever_has_no_seat_is_on_the_list_and_their_cost_is_not_overstated(small_call):
    questions, tried = questions_of(small_call), Tried(small_call)
    listed = {row.candidate: row for row in left_out(questions)}
    seated = {line.candidate for line in questions.proposal.lines}
    assert set(listed) == {file.id for file in small_call.candidates} - seated
    for name, row in listed.items():
        best = tried.best(lambda choice, name=name: choice.file.id == name)
        assert (row.least_loss is None) == (best is None)
        assert best is None or row.least_loss <= questions.proposal.objective - best


def test_a_person_placed_by_another_association_is_said_to_be_placed():
    files = (candidate("a", person="p"), candidate("b", person="p", mandates_held=1))
    asked = (wish("a", body="A"), wish("b", body="A"))
    questions = questions_of(instance(seats("A", TITULAR), files, asked, weights={"load": 10}))
    assert why_not(questions, "b")[0].sentence.startswith("Cette personne est proposée pour un autre siège")


# Words


def test_a_seat_that_nobody_asked_for_says_so():
    questions = questions_of(instance(seats("A", TITULAR)))
    assert explain(questions, "A/0").sentence == "Personne n’a demandé ce siège."


def test_an_empty_seat_that_somebody_asked_for_says_what_it_would_cost():
    questions = questions_of(instance(seats("A", TITULAR), candidate("a", mandates_held=3), wish("a", body="A"), weights={"load": 400}))
    explanation = explain(questions, "A/0")
    assert (explanation.line, explanation.sentence) == (None, "Ce siège reste vide dans la proposition.")
    assert explanation.alternatives[0].sentence == f"Ce choix ferait perdre 200{NBSP}points à l’ensemble."
    assert why_not(questions, "a")[0].sentence.startswith(
        f"Ce siège reste vide dans la proposition{NBSP}: le pourvoir ainsi ferait perdre 200"
    )


def test_a_wish_says_why_it_is_not_followed():
    files = (candidate("a"), candidate("b", mandates_held=3), candidate("c", place=METZ))
    asked = (wish("a", 1, body="A"), wish("a", 2, body="B"), wish("b", 1, body="A"), wish("c", within_km=1))
    rows = (*seats("A", TITULAR), *seats("B", TITULAR), *files, *asked)
    questions = questions_of(instance(*rows, weights={"load": 100, "rank": 5}))
    said = {answer.wish: answer.sentence for name in "abc" for answer in why_not(questions, name)}
    assert said == {
        "a-1": f"Cette personne est proposée pour un autre siège, écart de 695{NBSP}points.",
        "c-1": "Aucun siège de l’appel ne répond à ce vœu.",
    }


def test_a_tie_says_that_it_is_a_tie():
    files = (candidate("a"), candidate("b"))
    questions = questions_of(instance(seats("A", TITULAR), files, wish("a", body="A"), wish("b", body="A")))
    (answer,) = why_not(questions, "b")
    assert (answer.loss, answer.sentence.startswith("Candidature à égalité")) == (0, True)


def test_a_better_ranked_file_is_named_with_the_difference():
    files = (candidate("a"), candidate("b", mandates_held=3))
    asked = (wish("a", body="A"), wish("b", body="A"))
    (answer,) = why_not(questions_of(instance(seats("A", TITULAR), files, asked, weights={"load": 400})), "b")
    assert answer.sentence == f"Siège attribué à une candidature mieux classée, écart de 1{NBSP}200{NBSP}points."


def test_a_criterion_that_does_not_count_is_not_named():
    questions = questions_of(instance(seats("A", TITULAR), candidate("a"), wish("a", body="A")))
    assert [reason.criterion for reason in explain(questions, "A/0").reasons] == ["titular"]


@settings(max_examples=20)
@given(calls())
def test_every_sentence_is_typeset_as_french(small_call):
    questions = questions_of(small_call)
    said = [explanation.sentence for explanation in everywhere(questions)]
    said += [one.sentence for explanation in everywhere(questions) for one in (*explanation.reasons, *explanation.alternatives)]
    said += [answer.sentence for file in small_call.candidates for answer in why_not(questions, file.id)]
    said += [row.sentence for row in left_out(questions)]
    wrong = [sentence for sentence in said if re.search(r" [:;!?%»]|« |'|\u202f|\d \d|\.\.|  ", sentence) or not sentence.endswith(".")]
    assert wrong == []
