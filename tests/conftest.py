"""What all the tests share: a stopped clock, generated cases, the choice of the tests that run on a second PostgreSQL."""

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from hypothesis import HealthCheck, settings

from tests.factories import TODAY

TESTS = Path(__file__).parent
PORTABLE_FOLDERS = {"directory", "mandates"}
PARIS = ZoneInfo("Europe/Paris")

settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("dev"), max_examples=200, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_addoption(parser):
    parser.addoption("--portable", action="store_true", help="only the tests that must also pass on Debian's PostgreSQL")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--portable"):
        return
    chosen = [item for item in items if is_portable(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def is_portable(item) -> bool:
    folder = item.path.relative_to(TESTS).parts[0]
    return folder in PORTABLE_FOLDERS or item.get_closest_marker("portable") is not None


@pytest.fixture(autouse=True)
def emptied_queue(request, django_db_blocker):
    """Empty the job queue after a test whose rows are really written: Django forgets these tables."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")) and "transactional_db" not in request.fixturenames:
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers CASCADE")


@pytest.fixture
def clock():
    """Stop the clock at ten o'clock on `tests.factories.TODAY` in Paris; `clock.move_to(datetime)` goes elsewhere.

    PostgreSQL's own clock does not stop.
    """
    with time_machine.travel(datetime.combine(TODAY, datetime.min.time(), PARIS).replace(hour=10), tick=False) as traveller:
        yield traveller
