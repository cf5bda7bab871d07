"""Folders and processes for the tests of the embedded server."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from portevoix.base.core.postgres.server import EmbeddedServer
from tests.core.embedded import ROOT, USER


@pytest.fixture
def ground():
    """An empty folder that the account `portevoix` may cross, as a project under /srv would be."""
    folder = Path(tempfile.mkdtemp(prefix="pv-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def seed():
    """Initialised data, made once: `initdb` is the slow part."""
    folder = Path(tempfile.mkdtemp(prefix="pv-test-"))
    folder.chmod(0o755)
    server = EmbeddedServer(folder / "postgres")
    server.ensure()
    server.release()
    yield folder / "postgres"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def place(ground, seed):
    """A place with data and no server; whatever still runs there at the end is stopped."""
    subprocess.run(["cp", "-a", str(seed), str(ground / "postgres")], check=True)
    yield ground / "postgres"
    EmbeddedServer(ground / "postgres").destroy()


@pytest.fixture
def server(place):
    server = EmbeddedServer(place)
    server.ensure()
    yield server
    server.release()


@pytest.fixture
def user_process():
    """Start other processes that use the server of a place until their standard input closes."""
    started = []

    def start(place, code=USER, **options):
        arguments = [sys.executable, "-c", code, str(place)]
        process = subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
