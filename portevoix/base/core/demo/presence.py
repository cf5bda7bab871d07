"""One demonstration at a time for a data folder: a lock that the kernel frees, and a card that says where it is."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError


class Presence:
    """The files `run.lock` and `run.json` of the data folder."""

    def __init__(self, folder: Path):
        self.card = folder / "run.json"
        self.lock_path = folder / "run.lock"
        self.lock: Any = None

    def take(self) -> bool:
        """Become the one demonstration of this folder until we die; False when there is one already.

        Raises `CommandError` when the folder cannot be written.
        """
        try:
            self.lock_path.parent.mkdir(parents=True, exist_ok=True)
            lock = self.lock_path.open("a")
        except OSError as error:
            raise CommandError(
                f"Le dossier de données {self.lock_path.parent} n’est pas utilisable ({error.strerror}) : lancez le programme avec le "
                "compte qui l’a créé, ou indiquez un autre dossier par la variable PORTEVOIX_VAR."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            return False
        self.lock = lock
        return True

    def leave(self) -> None:
        """Let another one start."""
        self.card.unlink(missing_ok=True)
        if self.lock:
            self.lock.close()
            self.lock = None

    def read(self) -> dict:
        """Return what the running (or killed) demonstration wrote, empty when nothing readable."""
        try:
            card = json.loads(self.card.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return card if isinstance(card, dict) else {}

    def write(self, *, address: str, children: list[list]) -> None:
        """Say where we are and who works for us (for whoever must clean up after a kill -9)."""
        partial = self.card.with_suffix(".partial")
        partial.write_text(json.dumps({"pid": os.getpid(), "address": address, "children": children}), encoding="utf-8")
        partial.replace(self.card)
