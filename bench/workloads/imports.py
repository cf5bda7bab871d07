"""The workbook of an agency, 338 establishments and 1 352 seats, checked and applied by the command on a register without any body.

A database of its own (reference data, the real establishments of the region) and a process of its own a round: what is measured is
the whole command, from its start to its end, and the memory of its process. Between two rounds the import is undone.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench.measure import MEASURED_COMMAND, Result, timed

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "tests" / "import_cases" / "suivi_ru_long.xlsx"
ESTABLISHMENTS = ROOT / "portevoix" / "register" / "directory" / "data" / "etablissements_grand_est_2023.csv"
ROUNDS, MANDATES = 5, 1_031


def run(names: set[str]) -> Iterator[Result]:
    """Yield the duration and the memory of the command."""
    with register() as environment:
        peaks, runs = [], []

        def take_back(number: int) -> None:
            if runs:
                manage(environment, "undo_import", str(runs.pop()))

        def bring_in(number: int) -> None:
            lines = manage(environment, "import_seats", str(WORKBOOK), "--apply")
            if not any(line.endswith(f": {MANDATES} (déjà connus\u00a0: 0)") for line in lines):
                raise RuntimeError("the import does not hold every mandate")
            runs.append(int(next(line for line in lines if line.startswith("Import ")).split()[1]))
            peaks.append(int(lines[-1]) / 1024)

        measured = timed("workbook_import", bring_in, rounds=ROUNDS, warm_up=1, before=take_back)
    yield Result(name=measured.name, median=measured.median, p95=measured.p95, rss_mb=max(peaks))


def manage(environment: dict[str, str], *arguments: str) -> list[str]:
    """Run one command in a process of its own; return the lines that it prints, its greatest memory (kB) last."""
    done = subprocess.run([sys.executable, "-c", MEASURED_COMMAND, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()


@contextmanager
def register() -> Iterator[dict[str, str]]:
    """Give the environment of a new database with the reference data and the establishments; drop it at the end."""
    url = os.environ["DATABASE_URL"]
    name = f"{urlsplit(url).path.lstrip('/')}_import"
    try:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        environment = os.environ | {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "load_reference")
        manage(environment, "import_establishments", str(ESTABLISHMENTS), "--region", "44", "--apply")
        yield environment
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
