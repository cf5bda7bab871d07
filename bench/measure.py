"""How something is measured."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

# A command of `manage.py` in a process of its own, which prints its greatest memory (kB) last. VmHWM, not `ru_maxrss`: the latter
# counts the process that started it too.
MEASURED_COMMAND = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


@dataclass(frozen=True, kw_only=True)
class Result:
    """One line of the results; what does not apply is None. Times in milliseconds, memory in megabytes."""

    name: str
    median: float | None = None
    p95: float | None = None
    bytes: int | None = None
    rss_mb: float | None = None
    per_second: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what `results.json` holds under the name."""
        values = {key: value for key, value in asdict(self).items() if key != "name" and value is not None}
        rounded = {key: round(value, 2) if isinstance(value, float) else value for key, value in values.items()}
        return rounded | {"unit": "ms"}


def timed(
    name: str, work: Callable[[int], int | None], *, rounds: int, warm_up: int = 3, before: Callable[[int], Any] | None = None
) -> Result:
    """Call `work(round)` some times and return the median and the 95th percentile of its duration.

    work returns the size of what it made, the largest is kept; warm_up: calls that are not counted. before: called before each
    round, not counted.
    """
    durations, sizes = [], []
    gc.collect()
    for number in range(-warm_up, rounds):
        if before:
            before(number)
        began = time.perf_counter()
        size = work(number)
        if number >= 0:
            durations.append((time.perf_counter() - began) * 1000)
            sizes.append(size or 0)
    return Result(name=name, median=statistics.median(durations), p95=percentile(durations, 0.95), bytes=max(sizes) or None)


def percentile(values: list[float], share: float) -> float:
    """Return the value under which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
