"""Where and when to hold sessions: the best places for 400 people among 60 towns of a region, optimum proven, and their days."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from bench.measure import Result, timed
from portevoix.work.training.placement.days import Rules, Stop, choose_days
from portevoix.work.training.placement.problem import Question, Somebody, Town
from portevoix.work.training.placement.solver import propose

PEOPLE, TOWNS, ROUNDS = 400, 60, 20
TODAY, RULES = date(2026, 11, 22), Rules(length=2, notice=42, preferred=(2, 4))
SOUTH, NORTH, WEST, EAST = 47.4, 50.2, 3.4, 8.2


def run(names: set[str]) -> Iterator[Result]:
    """Yield the result; several numbers of places and several regions are asked in turn."""
    questions = [question(Random(seed), places) for seed, places in enumerate((2, 3, 4, 5, 6, 8, 10, 12))]

    def solve(number: int) -> None:
        found = propose(questions[number % len(questions)], seconds=30)
        if not found.proven:
            raise RuntimeError("the optimum is not proven")
        choose_days([Stop(dues=place.dues, departments=("67",)) for place in found.places], RULES, today=TODAY)

    yield timed("placement_400x60", solve, rounds=ROUNDS, warm_up=2)


def question(random: Random, places: int) -> Question:
    """Return people gathered around the towns, as they live, and some far from all of them."""

    def somewhere() -> tuple[float, float]:
        return (random.uniform(SOUTH, NORTH), random.uniform(WEST, EAST))

    towns = [Town(id=str(number), name=f"Ville {number}", place=somewhere()) for number in range(TOWNS)]
    people = []
    for number in range(PEOPLE):
        latitude, longitude = random.choice(towns).place if random.random() < 0.7 else somewhere()
        place = (latitude + random.gauss(0, 0.2), longitude + random.gauss(0, 0.3))
        due = TODAY + timedelta(days=number * 37 % 400 - 100)
        people.append(Somebody(place=place, department="67", due=due.isoformat(), late=due < TODAY))
    return Question(people=people, towns=towns, places=places, most=60, detour_percent=130, speed_kmh=60)
