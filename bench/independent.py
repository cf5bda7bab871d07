"""Solves a call with OR-Tools, from the instance alone: `python -m bench.independent linear|whole < instance.pickle`.

In a process of its own: the library of OR-Tools carries another HiGHS, and the two cannot be loaded together. It shares with the
program the words of the instance and nothing else: seats one by one, its own points (`referee.py`), its own model.
"""

import json
import pickle
import sys
import time
from collections import defaultdict

from ortools.linear_solver.python import model_builder

from bench.referee import Choice, choices
from portevoix.work.candidacies.assignment.instance import SUBSTITUTE, Instance


def main(method: str) -> None:
    """Print the optimum of the instance on the standard input, the seconds of the solver, and the seconds in all."""
    began = time.perf_counter()
    instance: Instance = pickle.load(sys.stdin.buffer)
    total, solving = 0.0, 0.0
    for part in independent_parts(list(choices(instance))):
        limits = model(instance, part)
        started = time.perf_counter()
        total += best(part, limits, method)
        solving += time.perf_counter() - started
    print(json.dumps({"objective": round(total, 3), "solving": solving, "seconds": time.perf_counter() - began}))


def independent_parts(every: list[Choice]) -> list[list[Choice]]:
    """Return the choices in parts that share neither a person nor a body."""
    above: dict = {}

    def top(key):
        while above.setdefault(key, key) != key:
            above[key] = key = above[above[key]]
        return key

    for choice in every:
        above[top(("person", choice.file.who))] = top(("body", choice.seat.body))
    parts = defaultdict(list)
    for choice in every:
        parts[top(("body", choice.seat.body))].append(choice)
    return list(parts.values())


Limits = list[tuple[list[int], int, list[tuple[int, int]]]]
"""Numbers of choices, how many at most, and steps (price, size) that let the limit go over."""


def model(instance: Instance, part: list[Choice]) -> Limits:
    """Return what limits the choices."""
    rows: dict[tuple, list[int]] = defaultdict(list)
    for number, choice in enumerate(part):
        rows["seat", choice.seat.id].append(number)
        rows["wish", choice.wish.id].append(number)
        rows["body", choice.file.who, choice.seat.body].append(number)
        rows["person", choice.file.who].append(number)
        rows["plural", choice.file.association, choice.seat.body, choice.seat.quality].append(number)
    sitting = {(association, body.id, quality) for body in instance.bodies for association, quality in body.sitting}
    weights, limits = instance.weights, []
    for (kind, *key), numbers in rows.items():
        steps = []
        if kind == "person":
            steps = [(weights.load * more, 1) for more in range(1, instance.new_mandates)]
        elif kind == "plural":
            steps = [(weights.plurality_substitute if key[2] == SUBSTITUTE else weights.plurality_titular, len(numbers))]
        most = 0 if kind == "plural" and tuple(key) in sitting else 1
        if len(numbers) > most:
            limits.append((numbers, most, steps))
    return limits


def best(part: list[Choice], limits: Limits, method: str) -> float:
    """Return the linear optimum (GLOP: no assignment is worth more) or the optimum in whole numbers (SCIP)."""
    problem = model_builder.Model()
    taken = [problem.new_var(0, 1, method == "whole", None) for _ in part]
    worth = [(variable, choice.points) for variable, choice in zip(taken, part, strict=True)]
    for numbers, most, steps in limits:
        over = [problem.new_num_var(0, size, None) for _, size in steps]
        problem.add(sum(taken[number] for number in numbers) - sum(over) <= most)
        worth += [(variable, -price) for variable, (price, _) in zip(over, steps, strict=True)]
    problem.maximize(model_builder.LinearExpr.weighted_sum(*map(list, zip(*worth, strict=True))))
    solver = model_builder.Solver({"linear": "glop", "whole": "scip"}[method])
    if solver.solve(problem) != model_builder.SolveStatus.OPTIMAL:
        raise RuntimeError("no optimum was found")
    return solver.objective_value


if __name__ == "__main__":
    main(sys.argv[1])
