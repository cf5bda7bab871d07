"""Each hard rule and each weight of the proposal, one call made for each."""

import pytest

from portevoix.work.candidacies.assignment.instance import MEMBER, SUBSTITUTE, TITULAR, Body, Seat
from portevoix.work.candidacies.assignment.proposal import solve
from portevoix.work.candidacies.assignment.weights import Weights
from tests.candidacies.assignment.small import METZ, REIMS, STRASBOURG, candidate, instance, seats, wish


def proposed(*rows, **options) -> dict[str, str]:
    """Return seat → candidate."""
    return {line.seat: line.candidate for line in solve(instance(*rows, **options)).lines}


# Hard rules


def test_only_the_seats_of_a_wish_are_given():
    assert proposed(seats("A", TITULAR, TITULAR), candidate("a"), wish("a", seats=("A/1",))) == {"A/1": "a"}


def test_a_seat_has_one_holder():
    files = (candidate("a"), candidate("b"))
    assert proposed(seats("A", TITULAR), files, wish("a", body="A"), wish("b", body="A")) == {"A/0": "a"}


def test_a_person_sits_at_most_once_in_a_body_whatever_the_quality():
    asked = (wish("a", body="A", quality=TITULAR), wish("a", 2, body="A", quality=SUBSTITUTE))
    assert proposed(seats("A", TITULAR, SUBSTITUTE), candidate("a"), asked, new_mandates=2) == {"A/0": "a"}


def test_a_wish_gives_at_most_one_seat():
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    assert len(proposed(rows, candidate("a"), wish("a", seats=("A/0", "B/0")), new_mandates=2)) == 1


@pytest.mark.parametrize(("most", "given"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_a_person_is_given_no_more_seats_than_the_call_allows(most, given):
    rows = tuple(seat for body in "ABC" for seat in seats(body, TITULAR))
    asked = tuple(wish("a", rank, body=body) for rank, body in enumerate("ABC", 1))
    assert len(proposed(rows, candidate("a"), asked, new_mandates=most)) == given


def test_two_files_of_one_person_count_as_one_person():
    files = (candidate("a", person="p"), candidate("b", person="p"))
    assert proposed(seats("A", TITULAR, TITULAR), files, wish("a", body="A"), wish("b", body="A"), new_mandates=2) == {"A/0": "a"}


def test_a_seat_that_the_examination_refused_is_not_given():
    assert proposed(seats("A", TITULAR, TITULAR), candidate("a"), wish("a", body="A", excluded=frozenset({"A/0"}))) == {"A/1": "a"}


def test_any_seat_within_some_kilometres_stops_there():
    near, far = Body(id="A", place=METZ), Body(id="B", place=STRASBOURG)
    rows = (near, far, seats("A", TITULAR), seats("B", TITULAR), seats("C", TITULAR))
    assert proposed(*rows, candidate("a", place=(49.0, 6.3)), wish("a", within_km=30)) == {"A/0": "a"}
    assert proposed(*rows, candidate("a", place=REIMS), wish("a", within_km=30)) == {}
    assert proposed(*rows, candidate("a"), wish("a", within_km=30)) == {}


def test_a_body_that_is_on_the_spot_is_within_no_kilometre_at_all():
    assert proposed(Body(id="A", place=METZ), seats("A", TITULAR), candidate("a", place=METZ), wish("a", within_km=0)) == {"A/0": "a"}


def test_a_wish_for_a_quality_gives_no_other():
    rows = (*seats("A", SUBSTITUTE, TITULAR), candidate("a"))
    assert proposed(*rows, wish("a", body="A", quality=TITULAR)) == {"A/1": "a"}
    assert proposed(*rows, wish("a", body="A", quality=MEMBER)) == {}


# Weights


def test_a_titular_seat_comes_before_a_substitute_seat():
    assert proposed(seats("A", SUBSTITUTE, TITULAR), candidate("a"), wish("a", body="A")) == {"A/1": "a"}


def test_a_seat_of_a_body_without_substitutes_counts_by_its_own_weight():
    asked = (candidate("a"), wish("a", seats=("A/0", "B/0")))
    rows = (*seats("A", TITULAR), *seats("B", MEMBER))
    assert proposed(*rows, *asked, weights={"member": 1_001}) == {"B/0": "a"}
    assert proposed(*rows, *asked, weights={"member": 999}) == {"A/0": "a"}


def test_the_dearest_wish_comes_first():
    asked = (wish("a", 1, body="B"), wish("a", 2, body="A"))
    assert proposed(seats("A", TITULAR), seats("B", TITULAR), candidate("a"), asked, weights={"rank": 1}) == {"B/0": "a"}


def test_a_dear_wish_wins_over_an_early_file():
    asked = (wish("a", 2, body="A"), wish("b", 1, body="A"))
    assert proposed(seats("A", TITULAR), candidate("a"), candidate("b"), asked, weights={"rank": 1}) == {"A/0": "b"}


@pytest.mark.parametrize(("trained", "kept"), [(True, "b"), (False, "a")])
def test_somebody_trained_and_active_stays_and_somebody_else_has_no_advantage(trained, kept):
    files = (candidate("a"), candidate("b", renews=frozenset({"A/0"}), trained_active=trained))
    assert proposed(seats("A", TITULAR), files, wish("a", body="A"), wish("b", body="A"), weights={"renewal": 1}) == {"A/0": kept}


def test_staying_counts_in_the_same_body_only():
    files = (candidate("a"), candidate("b", renews=frozenset({"B/0"}), trained_active=True))
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    assert proposed(rows, files, wish("a", body="A"), wish("b", body="A"), weights={"renewal": 1}) == {"A/0": "a"}


def test_somebody_who_stays_keeps_the_same_seat():
    files = (candidate("a"), candidate("b", renews=frozenset({"A/0"}), trained_active=True))
    assert proposed(seats("A", TITULAR, TITULAR), files, wish("a", body="A"), wish("b", body="A")) == {"A/0": "b", "A/1": "a"}


@pytest.mark.parametrize(
    ("quality", "weight"), [(TITULAR, "plurality_titular"), (MEMBER, "plurality_titular"), (SUBSTITUTE, "plurality_substitute")]
)
def test_two_seats_of_a_body_go_to_two_associations(quality, weight):
    files = (candidate("a", association="x"), candidate("b", association="x"), candidate("c", association="y"))
    asked = tuple(wish(name, body="A") for name in "abc")
    rows = seats("A", quality, quality)
    assert proposed(rows, files, asked, weights={weight: 1}) == {"A/0": "a", "A/1": "c"}
    assert proposed(rows, files, asked) == {"A/0": "a", "A/1": "b"}


def test_an_association_that_sits_already_gives_way_to_another():
    files = (candidate("a", association="x"), candidate("b", association="y"))
    body = Body(id="A", sitting=(("x", TITULAR),))
    asked = (wish("a", body="A"), wish("b", body="A"))
    assert proposed(body, seats("A", TITULAR), files, asked, weights={"plurality_titular": 1}) == {"A/0": "b"}


def test_a_titular_and_a_substitute_of_one_association_do_not_count_as_two():
    body = Body(id="A", sitting=(("x", SUBSTITUTE),))
    files = (candidate("a", association="x"), candidate("b", association="y"))
    asked = (wish("a", body="A"), wish("b", body="A"))
    assert proposed(body, seats("A", TITULAR), files, asked, weights={"plurality_titular": 1, "plurality_substitute": 1}) == {"A/0": "a"}


def test_the_nearest_comes_first():
    files = (candidate("a", place=STRASBOURG), candidate("b", place=METZ))
    asked = (wish("a", body="A"), wish("b", body="A"))
    assert proposed(Body(id="A", place=METZ), seats("A", TITULAR), files, asked, weights={"distance": 1}) == {"A/0": "b"}


def test_a_distance_that_is_given_counts_instead_of_the_straight_line():
    files = (candidate("a", place=STRASBOURG), candidate("b", place=METZ))
    asked = (wish("a", body="A"), wish("b", body="A"))
    rows = (Body(id="A", place=METZ), seats("A", TITULAR), files, asked)
    assert proposed(*rows, weights={"distance": 1}, distances={("a", "A"): 3.0, ("b", "A"): 4.0}) == {"A/0": "a"}


def test_a_distance_that_is_not_known_counts_as_the_weights_say():
    files = (candidate("a"), candidate("b", place=(49.0, 6.3)))
    rows = (Body(id="A", place=METZ), seats("A", TITULAR), files, wish("a", body="A"), wish("b", body="A"))
    assert proposed(*rows, weights={"distance": 1, "distance_unknown": 10}) == {"A/0": "a"}
    assert proposed(*rows, weights={"distance": 1, "distance_unknown": 30}) == {"A/0": "b"}


def test_beyond_the_longest_way_every_distance_is_the_same():
    files = (candidate("a", place=REIMS), candidate("b", place=STRASBOURG))
    rows = (Body(id="A", place=METZ), seats("A", TITULAR), files, wish("a", body="A"), wish("b", body="A"))
    assert proposed(*rows, weights={"distance": 1, "distance_max": 50}) == {"A/0": "a"}
    assert proposed(*rows, weights={"distance": 1}) == {"A/0": "b"}


def test_whoever_holds_fewer_mandates_comes_first():
    files = (candidate("a", mandates_held=2), candidate("b", mandates_held=1))
    assert proposed(seats("A", TITULAR), files, wish("a", body="A"), wish("b", body="A"), weights={"load": 1}) == {"A/0": "b"}


def test_a_second_new_seat_counts_as_a_load():
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    files = (candidate("a"), candidate("b"))
    asked = (wish("a", 1, body="A"), wish("a", 2, body="B"), wish("b", 1, body="B"))
    assert proposed(rows, files, asked, weights={"load": 1}, new_mandates=2) == {"A/0": "a", "B/0": "b"}
    assert proposed(rows, files[0], asked[:2], weights={"load": 1_001}, new_mandates=2) == {"A/0": "a"}


def test_the_association_whose_field_it_is_comes_first():
    files = (candidate("a", association="x"), candidate("b", association="y"))
    asked = (wish("a", body="A"), wish("b", body="A"))
    scores = {("x", "A"): 40, ("y", "A"): 70}
    assert proposed(seats("A", TITULAR), files, asked, weights={"adequacy": 100}, adequacy=scores) == {"A/0": "b"}


def test_a_seat_that_costs_more_than_it_brings_stays_empty():
    files = candidate("a", mandates_held=3)
    assert proposed(seats("A", TITULAR), files, wish("a", body="A"), weights={"load": 400}) == {}


def test_the_whole_counts_more_than_one_seat():
    """The dearest wish of b gives way, so that two seats are filled instead of one."""
    asked = (wish("a", 1, body="A"), wish("b", 1, body="A"), wish("b", 2, body="B"))
    rows = (*seats("A", TITULAR), *seats("B", TITULAR))
    assert proposed(rows, candidate("a"), candidate("b"), asked, weights={"rank": 10}) == {"A/0": "a", "B/0": "b"}


def test_by_default_a_filled_seat_is_worth_more_than_anything_that_it_may_cost():
    weights = Weights()
    worst = weights.plurality_titular + 3 * weights.rank + 6 * weights.load + weights.distance * weights.distance_max
    assert weights.titular > weights.substitute > worst


# What is refused


@pytest.mark.parametrize("value", [-1, 100_001, 1.5, True, "3"])
def test_a_weight_is_a_whole_number_in_its_range(value):
    with pytest.raises(ValueError, match="nombre entier de 0 à 100"):
        Weights(titular=value)


def test_a_distance_of_the_weights_stops_at_a_thousand_kilometres():
    with pytest.raises(ValueError, match="0 à 1"):
        Weights(distance_max=1_001)


@pytest.mark.parametrize(
    "rows",
    [
        (Seat(id="A/0", body="A", quality="chair"),),
        (seats("A", TITULAR), wish("nobody", body="A")),
        (seats("A", TITULAR), candidate("a"), wish("a", body="B")),
        (seats("A", TITULAR), candidate("a"), wish("a", seats=("A/9",))),
        (seats("A", TITULAR), candidate("a", renews=frozenset({"A/9"}))),
        (seats("A", TITULAR), seats("A", TITULAR)),
        (seats("A", TITULAR), candidate("a"), wish("a")),
        (seats("A", TITULAR), candidate("a"), wish("a", body="A", within_km=3)),
        (seats("A", TITULAR), candidate("a"), wish("a", rank=0, body="A")),
        (seats("A", TITULAR), candidate("a", mandates_held=-1)),
    ],
)
def test_a_call_that_makes_no_sense_is_refused(rows):
    with pytest.raises(ValueError, match=r"\w"):
        instance(*rows)


def test_a_person_may_be_given_one_seat_at_least():
    with pytest.raises(ValueError, match="one seat"):
        instance(new_mandates=0)


def test_a_score_of_adequacy_stops_at_a_hundred():
    with pytest.raises(ValueError, match="0 to 100"):
        instance(adequacy={("x", "A"): 101})
