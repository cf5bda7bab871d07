"""The embedded server: found when it runs, started when it does not, stopped by the last one who leaves.

Everything is under one folder, the « place » (normally `var/postgres`): `data`, `run` (the socket), `server.log`, `lock`, `users.json`.
"""

import atexit
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import psycopg

from portevoix.base.core.postgres.account import Account
from portevoix.base.core.postgres.binaries import ENVIRONMENT, Binaries, binaries_for, last_lines
from portevoix.base.core.postgres.errors import PostgresError
from portevoix.base.core.postgres.handles import Handles, identity, locked
from portevoix.base.core.postgres.place import open_place

DATABASE = "portevoix"
SUPERUSER = "postgres"
PORT = 5432
LONGEST_SOCKET_PATH = 107  # bytes, a limit of the kernel
BUILTIN_LOCALE_SINCE = 17
START_SECONDS = 60  # recovery after a crash included
STOP_SECONDS = 30
PATIENCE_SECONDS = 5  # a server that lives but does not answer for so long is restarted
PAUSE = 0.02
LOG_BYTES = 5_000_000
TRANSIENT = ("starting up", "shutting down", "recovery", "not yet accepting")


@dataclass(frozen=True)
class Postmaster:
    """What the file `postmaster.pid` says of the running server."""

    pid: int
    socket_dir: Path | None  # None while it does not listen yet

    @classmethod
    def read(cls, data: Path) -> "Postmaster | None":
        """Return the server that the data folder names, None when there is none."""
        try:
            lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            return cls(int(lines[0]), Path(lines[4]) if len(lines) > 4 and lines[4] else None)
        except (OSError, ValueError, IndexError):
            return None

    def alive(self, data: Path) -> bool:
        """Tell whether that number is a living PostgreSQL server of this data folder, not a zombie nor another program."""
        if identity(self.pid) is None:
            return False
        try:
            arguments = Path(f"/proc/{self.pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return arguments[0].endswith(b"postgres") and os.fsencode(data) in arguments


class EmbeddedServer:
    """The server of one place. All public methods may be called by several processes and threads at once."""

    def __init__(self, place: Path, find_binaries: Callable[[Account, Path], Binaries] = binaries_for):
        self.asked_place = place
        self.find_binaries = find_binaries
        self.owner_pid = 0  # the process that is on the list of users through this object
        self.children: list[subprocess.Popen] = []  # kept, so that a dead child is buried and not left a zombie

    @property
    def place(self) -> Path:
        return self.asked_place.resolve()

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def handles(self) -> Handles:
        return Handles(self.place / "users.json")

    def ensure(self, *, settings: dict[str, str] | None = None) -> Path:
        """Make sure that the server answers, put this process on the list of its users, return the folder of its socket.

        `settings` (name → value of `postgresql.conf`) count only when this call starts the server.
        Raises `PostgresError` when it cannot be started.
        """
        try:
            account = open_place(self.asked_place)
            with locked(self.place / "lock"):
                postmaster = self.answering() or self.start(account, settings or {})
                self.handles.add_me()
        except OSError as error:
            raise PostgresError(
                f"PostgreSQL ne peut pas être lancé : {error.strerror} ({error.filename}). Lancez le programme avec le compte "
                "qui a créé ce fichier, ou indiquez un autre dossier de données par la variable PORTEVOIX_VAR."
            ) from error
        if self.owner_pid != os.getpid():
            self.owner_pid = os.getpid()
            atexit.register(self.release)
        return postmaster.socket_dir

    def release(self) -> None:
        """Leave the list of users and stop the server when nobody is left on it."""
        if self.owner_pid != os.getpid():  # registered by the parent, before a fork
            return
        self.owner_pid = 0
        atexit.unregister(self.release)
        if not self.place.exists():
            return
        with locked(self.place / "lock"):
            if not self.handles.remove_me():
                self.stop_server()

    def running(self) -> bool:
        """Tell whether the process lives; says nothing of its answering."""
        self.bury()
        postmaster = Postmaster.read(self.data)
        return postmaster is not None and postmaster.alive(self.data)

    def destroy(self) -> None:
        """Stop the server, whoever uses it, and erase its data."""
        if not self.place.exists():
            return
        with locked(self.place / "lock"):
            self.stop_server()
            for name in ("data", "data.partial", "run"):
                shutil.rmtree(self.place / name, ignore_errors=True)
            self.handles.write([])

    # under the lock

    def bury(self) -> None:
        self.children = [child for child in self.children if child.poll() is None]

    def answering(self) -> Postmaster | None:
        """Return the running server once it accepts connections; one that lives without answering is stopped first."""
        self.bury()
        postmaster = Postmaster.read(self.data)
        if postmaster is None or not postmaster.alive(self.data):
            return None
        if self.wait_until_it_answers(seconds=PATIENCE_SECONDS):
            return Postmaster.read(self.data)
        self.stop_server()
        return None

    def wait_until_it_answers(self, *, seconds: float) -> bool:
        """Try to connect until it works; wait as long as `START_SECONDS` while the server says that it is recovering."""
        began = time.monotonic()
        while True:
            limit = seconds
            postmaster = Postmaster.read(self.data)
            if postmaster and postmaster.alive(self.data):
                complaint = refusal(postmaster.socket_dir)
                if complaint is None:
                    return True
                if any(word in complaint for word in TRANSIENT):
                    limit = START_SECONDS
            elif all(child.poll() is not None for child in self.children):
                return False
            if time.monotonic() - began > limit:
                return False
            time.sleep(PAUSE)

    def start(self, account: Account, settings: dict[str, str]) -> Postmaster:
        """Initialise the data if need be, start the server, wait until it answers."""
        binaries = self.find_binaries(account, self.place)
        self.initialise(binaries)
        began = time.monotonic()
        while True:
            before = self.log_size()
            self.launch(binaries, settings)
            if self.wait_until_it_answers(seconds=START_SECONDS):
                return Postmaster.read(self.data)
            rival = self.answering()  # a server whose starter was killed before we came
            if rival:
                return rival
            complaint = self.log_since(before)
            # the children of a killed postmaster take a moment to notice: PostgreSQL refuses to start beside them
            if "pre-existing shared memory block" not in complaint or time.monotonic() - began > START_SECONDS:
                raise PostgresError(f"PostgreSQL n’a pas démarré. Son journal {self.log} dit : {last_lines(complaint)}")
            time.sleep(10 * PAUSE)

    def initialise(self, binaries: Binaries) -> None:
        """Create the data folder and the database: whole, or not at all."""
        version_file = self.data / "PG_VERSION"
        if version_file.exists():
            made_by = int(version_file.read_text(encoding="utf-8"))
            if made_by != binaries.version:
                raise PostgresError(
                    f"Les données de {self.data} viennent de PostgreSQL {made_by}, le programme contient PostgreSQL {binaries.version} : "
                    "recopiez-les avec pg_dump et pg_restore, ou effacez la démonstration avec « make reset »."
                )
            return
        partial = self.place / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        binaries.account.own(partial)
        locale = ["--locale=C.UTF-8"]
        if binaries.version >= BUILTIN_LOCALE_SINCE:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        binaries.run("initdb", "-D", str(partial), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", *locale)
        binaries.run("postgres", "--single", "-D", str(partial), "postgres", text=f"CREATE DATABASE {DATABASE}\n")
        partial.rename(self.data)

    def launch(self, binaries: Binaries, settings: dict[str, str]) -> None:
        """Start the process, in a session of its own: Ctrl-C in the terminal is for the web server, not for the database."""
        socket_dir = self.socket_folder(binaries.account)
        options = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": '"' + str(socket_dir).replace('"', '""') + '"',
            "unix_socket_permissions": "0700",
        } | settings
        arguments = [str(binaries.folder / "postgres"), "-D", str(self.data)]
        for name, value in options.items():
            arguments += ["-c", f"{name}={value}"]
        stale = Postmaster.read(self.data)
        # PostgreSQL takes any living (or zombie) process with the number of its last postmaster for that postmaster, except this one
        environment = ENVIRONMENT | ({"PG_GRANDPARENT_PID": str(stale.pid)} if stale else {})
        self.turn_log()
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=environment,
                start_new_session=True,
                umask=0o077,
                **binaries.account.popen_options(),
            )
        self.bury()
        self.children.append(child)

    def socket_folder(self, account: Account) -> Path:
        """Return a folder closed to the others whose path fits in a socket's address: in the place, else in the temporary folder."""
        folder = self.place / "run"
        if fits(folder):
            folder.mkdir(exist_ok=True)
        else:
            parent = next(path for path in (Path(tempfile.gettempdir()), Path("/tmp")) if fits(path / ("x" * 40)))  # noqa: S108
            folder = parent / f"portevoix-{hashlib.sha256(os.fsencode(self.place)).hexdigest()[:12]}"
            if not account.owns(folder):
                folder = Path(tempfile.mkdtemp(prefix="portevoix-", dir=parent))
        account.own(folder)
        return folder

    def stop_server(self) -> None:
        """Stop the running server, if any: fast, then by force."""
        postmaster = Postmaster.read(self.data)
        if postmaster is None or not postmaster.alive(self.data):
            return
        for order, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, PATIENCE_SECONDS), (signal.SIGKILL, PATIENCE_SECONDS)):
            try:
                os.kill(postmaster.pid, order)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + seconds
            while postmaster.alive(self.data) and time.monotonic() < deadline:
                self.bury()
                time.sleep(PAUSE)
            if not postmaster.alive(self.data):
                break
        for child in self.children:  # ours: it has no more command line, in a moment it is gone
            if child.pid == postmaster.pid:
                child.wait(timeout=PATIENCE_SECONDS)
        self.bury()
        if postmaster.socket_dir and postmaster.socket_dir != self.place / "run":
            shutil.rmtree(postmaster.socket_dir, ignore_errors=True)

    # the log

    @property
    def log(self) -> Path:
        return self.place / "server.log"

    def log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def log_since(self, position: int) -> str:
        with self.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")

    def turn_log(self) -> None:
        """Keep one former log: the file never grows for ever."""
        if self.log_size() > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))


def fits(folder: Path) -> bool:
    """Tell whether a socket in `folder` has an address that the kernel and the PostgreSQL client accept."""
    return len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH and "," not in str(folder)


def refusal(socket_dir: Path | None) -> str | None:
    """Try to connect; return None when the server is there for its clients, else what stands in the way.

    « Too many clients » is the answer of a healthy server: it must not be taken for a dead one.
    """
    if socket_dir is None:
        return "starting up"
    try:
        psycopg.connect(host=str(socket_dir), port=PORT, user=SUPERUSER, dbname="postgres", connect_timeout=10).close()
    except psycopg.OperationalError as error:
        complaint = str(error)
        answered = "FATAL" in complaint and not any(word in complaint for word in TRANSIENT)
        return None if answered else complaint
    return None


@lru_cache
def server_at(place: Path) -> EmbeddedServer:
    """Return the one object that stands for the server of `place` in this process."""
    return EmbeddedServer(place)
