"""The processes of the demonstration: they die with it, even when it is killed outright, and are started again when they die first."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portevoix.base.core.postgres.handles import identity

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 8
RESTARTS = 5  # in RESTART_SECONDS; more means that it cannot work
RESTART_SECONDS = 60
PAUSE = 0.05

libc = ctypes.CDLL(None, use_errno=True)  # loaded before the fork: nothing may be loaded after it


@dataclass
class Child:
    """One process in a session of its own: Ctrl-C in the terminal reaches the demonstration only, which stops its children in order."""

    name: str  # French, with its article, for messages
    command: list[str]
    cwd: Path
    environment: Mapping[str, str]
    process: subprocess.Popen | None = None
    born: list = field(default_factory=list)
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process; the kernel sends it SIGTERM if we die."""
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            cwd=self.cwd,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # warnings and errors go to standard error, in the terminal
            start_new_session=True,
            preexec_fn=die_with(os.getpid()),
        )
        self.born = identity(self.process.pid) or []

    def ended(self) -> int | None:
        """Return the exit code (negative: the number of the signal), None while it lives."""
        return self.process.poll() if self.process else None

    def may_restart(self) -> bool:
        """Tell whether it died seldom enough to deserve another try."""
        recent = [start for start in self.starts if time.monotonic() - start < RESTART_SECONDS]
        return len(recent) <= RESTARTS

    def restart(self) -> None:
        """Start it again, after whatever it left of itself is gone."""
        end_session(self.process.pid, signal.SIGKILL)
        self.start()


def die_with(parent: int) -> Callable[[], None]:
    """Return what a child does between fork and exec: ask the kernel for SIGTERM at the death of `parent`."""

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return ask


def stop_all(children: list[Child], *, seconds: float = STOP_SECONDS) -> None:
    """Ask all to stop at once, wait for them, end by force those that did not; nothing of them is left."""
    alive = [child for child in children if child.process]
    for child in alive:
        if child.ended() is None:
            child.process.terminate()
    deadline = time.monotonic() + seconds
    while any(child.ended() is None for child in alive) and time.monotonic() < deadline:
        time.sleep(PAUSE)
    for child in alive:
        end_session(child.process.pid, signal.SIGKILL)
        child.process.wait()


def end_leftovers(handles: list[list], *, seconds: float = STOP_SECONDS) -> None:
    """End the children of a demonstration that was killed: `handles` are their `[pid, birth]`."""
    sessions = [handle[0] for handle in handles if leads_our_session(handle)]
    for session in sessions:
        end_session(session, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while any(members(session) for session in sessions) and time.monotonic() < deadline:
        time.sleep(PAUSE)
    for session in sessions:
        end_session(session, signal.SIGKILL)


def leads_our_session(handle: list) -> bool:
    """Tell whether the session of that number is still the child's: its leader lives, or is gone and nobody took its number."""
    leader = identity(handle[0])
    return leader is None or leader == handle


def end_session(session: int, order: signal.Signals) -> None:
    for pid in members(session):
        try:
            os.kill(pid, order)
        except (ProcessLookupError, PermissionError):
            continue


def members(session: int) -> list[int]:
    """Return the living processes of a session (a killed server leaves its workers behind)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found
