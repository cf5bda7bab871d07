"""Runs the workloads, prints a table, writes `bench/results.json`."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":  # `python bench/run.py`: the folder of the script is not the root of the project
    sys.path[0] = str(ROOT)

from bench.measure import Result  # noqa: E402

RESULTS = ROOT / "bench" / "results.json"

# Name of each result → module of `bench.workloads` that gives it. Workloads of one module share their data.
WORKLOADS = {
    "seats_list_region": "seats",
    "seats_list_nation": "seats",
    "seats_search_region": "seats",
    "seats_search_nation": "seats",
    "mandate_create": "mandates",
    "workbook_import": "imports",
    "export_nation": "exports",
    "public_nearby_http": "public",
    "page_weight": "public",
    "notify_1400": "messages",
    "queue_2000": "queue",
    "monday_mail_1000": "monday",
    "attendance_200": "attendance",
    "letters_1400": "documents",
    "annex_1400": "documents",
    "certificates_200": "certificates",
    "radar_region": "radar",
    "radar_nation": "radar",
    "placement_400x60": "placement",
    "assignment_1400": "assignments",
    "assignment_10000": "assignments",
}
BARS = {
    "seats_list_region": "≤ 40 ms, ≤ 100 kB",
    "seats_list_nation": "≤ 40 ms, ≤ 100 kB, rapport < 1,3",
    "seats_search_region": "≤ 40 ms",
    "seats_search_nation": "≤ 40 ms",
    "mandate_create": "≤ 5 ms",
    "workbook_import": "≤ 10 000 ms, mémoire < 300 Mo",
    "export_nation": "mémoire < 150 Mo",
    "public_nearby_http": "≥ 200 requêtes/s, p95 ≤ 40 ms",
    "page_weight": "≤ 300 ko",
    "notify_1400": "≤ 1 000 ms, ≥ 50 messages/s",
    "queue_2000": "≤ 40 ms",
    "monday_mail_1000": "≤ 2 000 ms",
    "attendance_200": "≤ 40 ms",
    "letters_1400": "≤ 10 000 ms sur deux cœurs, PDF/UA",
    "annex_1400": "≤ 2 000 ms, un seul tableau",
    "certificates_200": "≤ 2 000 ms, deux tailles, PDF/UA",
    "radar_region": "≤ 40 ms",
    "radar_nation": "≤ 40 ms",
    "placement_400x60": "≤ 5 000 ms, optimum prouvé",
    "assignment_1400": "≤ 2 000 ms, optimum prouvé",
    "assignment_1400_glop": "même total par un autre solveur",
    "assignment_10000": "≤ 30 000 ms, optimum prouvé",
    "assignment_10000_glop": "même total par un autre solveur",
}


def main(arguments: list[str], database: Callable[[Path], AbstractContextManager]) -> int:
    """Run everything, or what the arguments name, with the `database` of a folder; return the exit status."""
    wanted = [name for name in arguments if name]
    unknown = [name for name in wanted if name not in WORKLOADS]
    if unknown:
        print(f"Mesure inconnue : {', '.join(unknown)}. Mesures connues : {', '.join(WORKLOADS)}.")
        return 2
    names = set(wanted or WORKLOADS)
    results = read_results() if wanted else {}
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # the database is dropped on the way out
    modules = dict.fromkeys(module for name, module in WORKLOADS.items() if name in names)
    with database(ROOT / "var" / "bench"):
        for module in modules:
            for result in run_module(module, names):
                results[result.name] = result.as_json()
                print(f"  {line(result.name, results[result.name])}", flush=True)
                write_results(results)
    print(table(results))
    return 0


def run_module(module: str, names: set[str]) -> Iterator[Result]:
    """Yield the results of one module of workloads; it is imported once the database is there."""
    workload: Callable[[set[str]], Iterator[Result]] = import_module(f"bench.workloads.{module}").run
    yield from workload(names)


def read_results() -> dict[str, dict]:
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def write_results(results: dict[str, dict]) -> None:
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n")


def table(results: dict[str, dict]) -> str:
    """Return the table that is printed at the end."""
    heading = f"\n{'mesure':<28}{'médiane':>10}{'p95':>10}{'octets':>10}{'mémoire':>10}  seuil"
    rows = [line(name, result) + f"  {BARS.get(name, '')}".rstrip() for name, result in results.items()]
    return "\n".join([heading, *rows])


def line(name: str, result: dict) -> str:
    """Return one row: times in milliseconds, memory in megabytes."""
    times = "".join(f"{result[key]:>10.2f}" if key in result else f"{'':>10}" for key in ("median", "p95"))
    size = f"{result['bytes']:>10}" if "bytes" in result else f"{'':>10}"
    memory = f"{result['rss_mb']:>7.0f} Mo" if "rss_mb" in result else f"{'':>10}"
    return f"{name:<28}{times}{size}{memory}"


if __name__ == "__main__":
    from bench.database import bench_database  # here: the processes that draw documents read this file again, and need no database

    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:], bench_database))
