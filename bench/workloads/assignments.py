"""The assignment of a whole call, from the wishes to the proven proposal, beside another solver on the same call.

The other solver (GLOP, of OR-Tools) reads the instance by itself in its own process and gives the linear optimum, which no
assignment exceeds: when the proposal is worth as much, it is the best. Its time is that of the solver alone.
"""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator

from bench.calls import call
from bench.measure import Result, timed
from bench.referee import judged
from portevoix.work.candidacies.assignment.instance import Instance
from portevoix.work.candidacies.assignment.proposal import solve

CALLS = {"assignment_1400": (1_400, 2_000, 7), "assignment_10000": (10_000, 15_000, 3)}
"""Name → seats, candidates with three wishes each, rounds."""


def run(names: set[str]) -> Iterator[Result]:
    """Yield the time of the proposal, then that of the other solver; stop if the two do not agree."""
    for name, (seats, candidates, rounds) in CALLS.items():
        if name in names:
            instance = call(seats=seats, candidates=candidates)
            yield timed(name, lambda number, instance=instance: propose(instance), rounds=rounds, warm_up=1)
            yield compared(name, instance)


def propose(instance: Instance) -> None:
    if not solve(instance).proven:
        raise RuntimeError("the proposal is not proven optimal")


def compared(name: str, instance: Instance) -> Result:
    """Return the time of the other solver; raise RuntimeError when it finds another sum, or when a hard rule is broken."""
    proposal = solve(instance)
    asked = [sys.executable, "-m", "bench.independent", "linear"]
    answer = json.loads(subprocess.run(asked, input=pickle.dumps(instance), capture_output=True, check=True).stdout)
    again, broken = judged(instance, [(line.wish, line.seat) for line in proposal.lines])
    if broken or len({again, proposal.objective, proposal.bound, answer["objective"]}) != 1:
        raise RuntimeError(
            f"{name}: {proposal.objective} points, {again} when counted again, {answer['objective']} elsewhere; {broken[:3]}"
        )
    return Result(name=f"{name}_glop", median=answer["solving"] * 1000)
