"""Starts workers one after the other, each a real one in a process of its own, for the test that kills them.

Each line read starts a worker and prints its number; the next line says that it is dead. The program is loaded once and each worker
is a fork of it, so that dying fifty times takes seconds.
"""

import os
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

for _ in sys.stdin:
    worker = os.fork()
    if not worker:
        call_command("runworker")
        os._exit(0)
    print(worker, flush=True)
    os.waitpid(worker, 0)
    print("dead", flush=True)
