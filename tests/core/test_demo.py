"""`make run`: one at a time, whole start, whole stop, and a next time after any death."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from portevoix.base.core.demo import children, preparation
from portevoix.base.core.demo.ports import first_free, is_free
from portevoix.base.core.demo.presence import Presence
from portevoix.base.core.management.commands import rundemo
from portevoix.base.core.postgres.handles import identity
from portevoix.base.core.postgres.server import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 240  # a busy machine


class Demonstration:
    """`manage.py rundemo` in a folder of its own."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.output = folder / "output.txt"
        self.processes = []

    def start(self, **variables):
        environment = os.environ | {"PORTEVOIX_VAR": str(self.folder / "var"), "PORT": str(first_free(18_200))} | variables
        for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            environment.pop(name, None)
        with self.output.open("w") as output:
            command = [sys.executable, "manage.py", "rundemo", "--empty"]  # the data have tests of their own
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        self.processes.append(process)
        return process

    def text(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while "Ctrl-C arrête tout" not in self.text():
            assert self.processes[-1].poll() is None, self.text()
            assert time.monotonic() < deadline, self.text()
            time.sleep(0.1)

    def card(self) -> dict:
        return json.loads((self.folder / "var" / "run.json").read_text())

    def status_of_health(self) -> str:
        address = urlsplit(self.card()["address"])
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            connection.sendall(b"GET /sante HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(100).decode().split()[1]

    def everything(self) -> list[int]:
        """Return the processes that name our folder or belong to our children's sessions."""
        named = [pid for pid in all_processes() if str(self.folder).encode() in command_line(pid)]
        return named + [pid for handle in self.card()["children"] for pid in children.members(handle[0])]


def all_processes():
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def ground():
    folder = Path(tempfile.mkdtemp(prefix="pv-démo "))
    folder.chmod(0o755)
    yield folder
    EmbeddedServer(folder / "var" / "postgres").destroy()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def demonstration(ground):
    demonstration = Demonstration(ground)
    yield demonstration
    for process in demonstration.processes:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=30)
    children.end_leftovers(Presence(ground / "var").read().get("children", []))


def test_busy_port_second_run_and_control_c(demonstration):
    with socket.socket() as other:
        other.bind(("127.0.0.1", first_free(18_400)))
        other.listen()
        busy = other.getsockname()[1]
        assert not is_free(busy)
        process = demonstration.start(PORT=str(busy))
        demonstration.wait_until_ready()
    assert f"Le port {busy} est pris" in demonstration.text()
    address = demonstration.card()["address"]
    assert urlsplit(address).port > busy

    second = Demonstration(demonstration.folder)
    second.output = demonstration.folder / "second.txt"
    assert second.start().wait(timeout=60) == 0
    assert address in second.text()

    wait_for(lambda: demonstration.status_of_health() == "200")
    started = demonstration.everything()
    assert len(started) >= 4  # web server, its workers, the worker, PostgreSQL
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert [pid for pid in started if identity(pid)] == []
    assert not (demonstration.folder / "var" / "run.json").exists()


def test_any_part_and_the_whole_may_be_killed_at_any_moment(demonstration):
    demonstration.start().kill()  # at its first breath
    demonstration.processes[-1].wait()
    process = demonstration.start()
    demonstration.wait_until_ready()
    for handle in demonstration.card()["children"]:
        os.kill(handle[0], signal.SIGKILL)
    wait_for(lambda: demonstration.text().count("il redémarre") == 2)
    wait_for(lambda: demonstration.status_of_health() == "200")

    orphans = demonstration.everything()
    process.kill()
    process.wait()
    process = demonstration.start()
    demonstration.wait_until_ready()
    assert [pid for pid in orphans if identity(pid) and b"postgres" not in command_line(pid)] == []  # the server is used again
    wait_for(lambda: demonstration.status_of_health() == "200")
    process.terminate()
    assert process.wait(timeout=30) == 0


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except OSError:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.mark.parametrize("text", ["huit", "0", "70000", "-1", "8000a"])
def test_port_that_is_no_port_is_refused_with_a_sentence(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(CommandError, match="numéro de port"):
        rundemo.wanted_port()


def test_child_that_always_dies_is_not_started_for_ever(tmp_path):
    child = children.Child("L’essai", [sys.executable, "-c", "raise SystemExit(3)"], tmp_path, os.environ)
    for _ in range(children.RESTARTS + 1):
        assert child.may_restart()
        child.start()
        child.process.wait()
    assert child.ended() == 3
    assert not child.may_restart()


def test_child_that_refuses_to_stop_is_ended_by_force(tmp_path):
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('ready', 'w').close(); time.sleep(60)"
    child = children.Child("L’essai", [sys.executable, "-c", code], tmp_path, os.environ)
    child.start()
    wait_for((tmp_path / "ready").exists)
    children.stop_all([child], seconds=0.2)
    assert child.ended() == -signal.SIGKILL


def test_number_of_a_child_taken_over_by_a_stranger_is_left_alone():
    pid, born = identity(os.getpid())
    assert children.leads_our_session([pid, born])
    assert not children.leads_our_session([pid, born - 1])


def test_static_files_are_copied_again_only_when_they_changed(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path / "static")
    assert preparation.collect_static()
    assert not preparation.collect_static()
    (tmp_path / "static" / preparation.FINGERPRINT).write_text("autre")
    assert preparation.collect_static()


def test_demonstration_of_another_server_is_not_erased(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="rien n’a été touché"):
        call_command("resetdemo")
