"""The proposal is the best of all, the same whatever the order of the rows, and honest when its search is cut short."""

import json
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.calls import call
from bench.referee import judged
from portevoix.work.candidacies.assignment.instance import TITULAR
from portevoix.work.candidacies.assignment.pairs import Pairs
from portevoix.work.candidacies.assignment.problem import Problem, parts
from portevoix.work.candidacies.assignment.program import Clock, Program
from portevoix.work.candidacies.assignment.proposal import Proposal, solve
from tests.candidacies.assignment.small import Tried, calls, candidate, crossed, instance, seats, wish


def pairs_of(proposal):
    return [(line.wish, line.seat) for line in proposal.lines]


def shuffled(given_call, seed):
    """Return the same call, every list in another order."""
    random = Random(seed)
    lists = {name: list(getattr(given_call, name)) for name in ("bodies", "seats", "candidates", "wishes")}
    for rows in lists.values():
        random.shuffle(rows)
    return replace(given_call, **{name: tuple(rows) for name, rows in lists.items()})


@settings(max_examples=60)
@given(calls())
def test_no_assignment_is_worth_more_and_no_hard_rule_is_broken(small_call):
    proposal = solve(small_call)
    assert judged(small_call, pairs_of(proposal)) == (proposal.objective, [])
    assert proposal.objective == Tried(small_call).best()
    assert proposal.proven


@settings(max_examples=25)
@given(calls(), st.integers())
def test_the_order_of_the_rows_makes_no_difference(small_call, seed):
    assert solve(shuffled(small_call, seed)).lines == solve(small_call).lines


def test_the_order_of_the_rows_makes_no_difference_in_a_large_call_either():
    large = call(seats=200, candidates=300, seed=5, new_mandates=2)
    assert solve(shuffled(large, 1)).lines == solve(large).lines == solve(large).lines


@settings(max_examples=25)
@given(calls())
def test_the_points_of_the_lines_add_up(small_call):
    proposal = solve(small_call)
    assert sum(line.points for line in proposal.lines) == proposal.objective


def test_another_solver_finds_the_same_sum():
    large = call(seats=120, candidates=170, seed=2, new_mandates=2)
    answer = subprocess.run(
        [sys.executable, "-m", "bench.independent", "whole"], input=pickle.dumps(large), capture_output=True, check=True
    )
    assert json.loads(answer.stdout)["objective"] == solve(large).objective


@settings(max_examples=25)
@given(calls())
def test_a_search_without_time_gives_a_lawful_proposal_and_says_how_far_it_may_be(small_call):
    proposal = solve(small_call, seconds=0)
    assert judged(small_call, pairs_of(proposal)) == (proposal.objective, [])
    assert proposal.objective <= Tried(small_call).best() <= proposal.bound
    assert proposal.proven == (proposal.gap == 0)


def test_a_large_call_cut_short_is_not_called_optimal():
    large = call(seats=200, candidates=300, seed=3)
    proposal = solve(large, seconds=0)
    assert not proposal.proven
    assert proposal.objective < solve(large).objective <= proposal.bound


def test_no_candidate_no_line():
    proposal = solve(instance(seats("A", TITULAR)))
    assert (proposal.lines, proposal.objective, proposal.proven) == ((), 0, True)


def test_no_wish_no_line():
    assert solve(instance(seats("A", TITULAR), candidate("a"))).lines == ()


def test_nothing_at_all():
    assert solve(instance()).lines == ()


def test_one_seat_and_a_thousand_wishes_that_are_all_equal_go_to_the_earliest():
    files = tuple(candidate(f"{number:04d}", association="x") for number in range(1_000))
    asked = tuple(wish(file.id, body="A") for file in files)
    proposal = solve(instance(seats("A", TITULAR), files, asked))
    assert [line.candidate for line in proposal.lines] == ["0000"]
    assert proposal.proven


def test_many_seats_and_candidates_that_are_all_equal_go_to_the_earliest():
    bodies = tuple(seats(f"B{number:02d}", TITULAR, TITULAR) for number in range(20))
    files = tuple(candidate(f"{number:03d}") for number in range(120))
    asked = tuple(wish(file.id, seats=tuple(seat.id for body in bodies for seat in body)) for file in files)
    proposal = solve(instance(*bodies, files, asked))
    assert sorted(line.candidate for line in proposal.lines) == [f"{number:03d}" for number in range(40)]


def test_among_equals_submitted_at_once_the_smallest_identifier_comes_first():
    files = tuple(candidate(name, submitted="2026-09-01T10:00") for name in "dbca")
    proposal = solve(instance(seats("A", TITULAR), files, tuple(wish(file.id, body="A") for file in files)))
    assert [line.candidate for line in proposal.lines] == ["a"]


@settings(max_examples=40)
@given(calls(), st.data())
def test_whatever_the_prices_nothing_exceeds_the_bound_that_they_prove(small_call, data):
    pairs, bound = Pairs(small_call), 0
    for members in parts(pairs):
        problem = Problem(pairs, members)
        count = len(problem.tops)
        bound += problem.bound(np.array(data.draw(st.lists(st.sampled_from([0, 80, 7.3, -5]), min_size=count, max_size=count))))
    assert bound >= Tried(small_call).best()


def test_a_second_seat_is_part_of_the_bound():
    """One person, two seats: the price of the person's row alone must not hide the second."""
    rows = (*seats("A", TITULAR), *seats("B", TITULAR), candidate("a"), wish("a", 1, body="A"), wish("a", 2, body="B"))
    pairs = Pairs(instance(*rows, weights={"load": 100}, new_mandates=2))
    (members,) = parts(pairs)
    problem = Problem(pairs, members)
    assert problem.bound(np.where(np.arange(len(problem.tops)) == 2, 1_000.0, 0.0)) == 1_900


@settings(max_examples=25)
@given(st.integers(600, 1_400), st.integers(0, 40), st.integers(0, 300))
def test_what_the_linear_answer_cuts_in_two_is_still_solved_to_the_optimum(substitute, rank, load):
    knot = crossed(substitute=substitute, rank=rank, load=load)
    proposal = solve(knot)
    assert judged(knot, pairs_of(proposal)) == (proposal.objective, [])
    assert (proposal.objective, proposal.proven) == (Tried(knot).best(), True)


def test_the_linear_answer_of_the_knot_is_cut_in_two():
    pairs = Pairs(crossed())
    (members,) = parts(pairs)
    answer = Program(Problem(pairs, members)).solve(Clock.lasting(10))
    assert (answer.value, answer.whole) == (2_500, False)


@settings(max_examples=15)
@given(calls())
def test_a_stored_proposal_comes_back_the_same(small_call):
    proposal = solve(small_call)
    stored = json.loads(json.dumps(proposal.as_json()))
    assert Proposal.from_json(stored) == proposal
    assert Proposal.from_json(stored).prices == proposal.prices


def test_the_documented_example_runs():
    document = (Path(__file__).resolve().parents[3] / "docs" / "assignment.md").read_text(encoding="utf-8")
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", document, re.S).group(1), names)
    assert [line.candidate for line in names["proposal"].lines] == ["7"]
    assert [answer.loss for answer in names["why_not"](names["questions"], "8")] == [None, 2_870]
