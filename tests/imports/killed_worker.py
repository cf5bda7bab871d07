"""A worker of its own process that stops in the middle of the writing, for the test that kills it.

Arguments: number of the run, number of the account, path of the workbook. `DATABASE_URL` names the database of the tests.
"""

import sys
import time
from pathlib import Path

import django

django.setup()

from portevoix.register.imports import applying, checking, tasks  # noqa: E402


def wait_for_death(*args, **kwargs):
    """Say that everything is written but not committed, then wait."""
    print("written", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    run_id, user_id, path = sys.argv[1:]
    checking._content = lambda run: Path(path).read_bytes()
    applying._leave = wait_for_death
    tasks.perform(run_id=int(run_id), work="apply", user_id=int(user_id))
