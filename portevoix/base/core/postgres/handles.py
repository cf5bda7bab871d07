"""Which processes use the server: a lock, and a list of their numbers. The last one to leave stops it."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portevoix.base.core.postgres.errors import PostgresError

LOCK_SECONDS = 90
PAUSE = 0.02
DEAD_STATES = {"Z", "X", "x"}  # a dead child that nobody has buried yet still has a number


@contextmanager
def locked(path: Path, *, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the file `path` alone, against other processes and other threads; freed by the kernel if we die.

    Raises `PostgresError` when nobody frees it within `seconds`.
    """
    with path.open("a") as file:
        deadline = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise PostgresError(
                        f"Un autre processus démarre ou arrête PostgreSQL depuis plus de {seconds:.0f} s ({path})."
                    ) from None
                time.sleep(PAUSE)
        yield


def identity(pid: int) -> list | None:
    """Return `[pid, ticks between the machine's start and its birth]` of a living process, None when it is dead or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    state, born = fields[0], int(fields[19])
    return None if state in DEAD_STATES else [pid, born]


class Handles:
    """The list of users, in a JSON file; read and written under the lock."""

    def __init__(self, path: Path):
        self.path = path

    def living(self) -> list[list]:
        """Return the users that are still alive; a number taken over by another process does not count."""
        try:
            known = json.loads(self.path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return []
        return [handle for handle in known if isinstance(handle, list) and handle == identity(handle[0])]

    def add_me(self) -> None:
        """Write this process in the list."""
        me, living = identity(os.getpid()), self.living()
        if me not in living:
            self.write([*living, me])

    def remove_me(self) -> list[list]:
        """Take this process off the list and return who is left."""
        left = [handle for handle in self.living() if handle[0] != os.getpid()]
        self.write(left)
        return left

    def write(self, handles: list[list]) -> None:
        partial = self.path.with_suffix(".partial")
        partial.write_text(json.dumps(handles), encoding="utf-8")
        partial.replace(self.path)
