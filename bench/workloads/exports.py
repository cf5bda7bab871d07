"""The export of 30 000 seats by the command, in a process of its own: its duration and its memory."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import MEASURED_COMMAND, Result, timed
from bench.nation import SEATS, build

FORMATS = {"export_nation": "csv", "export_nation_xlsx": "xlsx", "export_nation_ods": "ods"}
ROUNDS = {"csv": 5, "xlsx": 1, "ods": 1}


def run(names: set[str]) -> Iterator[Result]:
    """Yield the result of each format."""
    build()
    with tempfile.TemporaryDirectory() as folder:
        for name, form in FORMATS.items():
            yield export(name, Path(folder) / f"sieges.{form}", ROUNDS[form])


def export(name: str, output: Path, rounds: int) -> Result:
    peaks = []

    def one(number: int) -> int:
        command = [sys.executable, "-c", MEASURED_COMMAND, "export_seats", "--output", str(output)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout.split()[-1]) / 1024)
        return output.stat().st_size

    measured = timed(name, one, rounds=rounds, warm_up=0)
    if output.suffix == ".csv" and output.read_text().count("\n") != SEATS + 1:
        raise RuntimeError("the export does not hold every seat")
    return Result(name=name, median=measured.median, p95=measured.p95, bytes=measured.bytes, rss_mb=max(peaks))
