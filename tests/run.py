"""What `make test` and `make lint` run: the checks, the tests on the embedded PostgreSQL, then on Debian's when it is there."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from portevoix.base.core.postgres.account import Account  # noqa: E402
from portevoix.base.core.postgres.binaries import Binaries  # noqa: E402
from portevoix.base.core.postgres.server import DATABASE, SUPERUSER, EmbeddedServer  # noqa: E402

VAR = ROOT / "var" / "tests"
IN_CI = os.environ.get("CI") == "true"
PROCESSES = "2"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OLDEST_POSTGRES = 15
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # tests may lose their data

results: list[tuple[str, bool, float]] = []


def step(name: str, command: list[str], **variables: str) -> bool:
    """Run a command of the project's Python, remember how it went; return whether it passed."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    environment = os.environ | {"PORTEVOIX_VAR": str(VAR)} | variables
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=False)
    results.append((name, done.returncode == 0, time.monotonic() - began))
    return done.returncode == 0


def lint() -> None:
    """Style, import contracts, settings of a real server, migrations."""
    step("Style", ["-m", "ruff", "check", "."])
    step("Mise en forme", ["-m", "ruff", "format", "--check", "."])
    step("Contrats d’import", ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"])
    production = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "PORTEVOIX_SECRET_KEY": secrets.token_urlsafe(64)}
    production |= {"PORTEVOIX_HOSTS": "porte-voix.example"}
    step("Réglages d’un vrai serveur", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], **production)
    step("Migrations à jour", ["manage.py", "makemigrations", "--check", "--dry-run"], DJANGO_SETTINGS_MODULE="config.settings.test")


def browser_is_there() -> bool:
    """Find Chromium or install Debian's; without it the tests in a browser cannot run."""
    if any(map(shutil.which, BROWSERS)):
        return True
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if shutil.which("apt-get") and (not prefix or shutil.which("sudo")):
        print("Installation de Chromium (paquets Debian)…", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": False}
        subprocess.run([*prefix, "apt-get", "update", "-qq"], **quiet)
        subprocess.run([*prefix, "apt-get", "install", "-qq", "-y", "chromium"], **quiet)
    return any(map(shutil.which, BROWSERS))


def tests(arguments: list[str]) -> None:
    """All the tests, on the PostgreSQL that the program carries."""
    choice = []
    if not browser_is_there():
        print("Chromium est introuvable et n’a pas pu être installé : exécutez « apt-get install chromium » en administrateur.")
        if IN_CI:
            results.append(("Navigateur", False, 0))
        else:
            print("LES TESTS DANS UN NAVIGATEUR NE SONT PAS EXÉCUTÉS.")
            choice = ["-m", "not e2e"]
    with server(EmbeddedServer(VAR / "postgres")):
        parallel = [] if arguments else ["-n", PROCESSES, "--dist", "loadfile"]
        step("Tests", ["-m", "pytest", "-q", "--create-db", *parallel, *choice, *arguments], DJANGO_SETTINGS_MODULE="config.settings.test")


def tests_on_debians_postgres() -> None:
    """The tests that lean on the database, on the PostgreSQL of Debian in a temporary folder."""
    programs = debians_programs()
    if programs is None:
        print("\nPostgreSQL de Debian n’est pas installé : la seconde série de tests n’est pas exécutée.")
        return
    folder = Path(tempfile.mkdtemp(prefix="porte-voix-"))
    folder.chmod(0o755)

    def find(account: Account, place: Path) -> Binaries:
        return Binaries(programs, account)

    with server(EmbeddedServer(folder / "postgres", find)) as socket_dir:
        url = f"postgresql://{SUPERUSER}@/{DATABASE}?host={socket_dir}"
        name = f"Tests sur {programs.parent.name} de Debian"
        command = ["-m", "pytest", "-q", "--create-db", "--portable", "-n", PROCESSES, "--dist", "loadfile"]
        step(name, command, DATABASE_URL=url, DJANGO_SETTINGS_MODULE="config.settings.test")
    shutil.rmtree(folder, ignore_errors=True)


def debians_programs() -> Path | None:
    """Return the folder `bin` of the newest PostgreSQL of Debian, None when none is recent enough."""
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    recent = [path for path in found if int(path.parent.name) >= OLDEST_POSTGRES]
    return max(recent, key=lambda path: int(path.parent.name), default=None)


@contextmanager
def server(embedded: EmbeddedServer) -> Iterator[Path]:
    """Run a PostgreSQL for the time of a series of tests."""
    try:
        yield embedded.ensure(settings=QUICK)
    finally:
        embedded.release()


def main(arguments: list[str]) -> int:
    os.environ.pop("DATABASE_URL", None)  # both servers are ours
    began = time.monotonic()
    lint_only = arguments == ["--lint"]
    if lint_only or not arguments:
        lint()
    if not lint_only:
        tests(arguments)
    if not arguments:
        tests_on_debians_postgres()
    print()
    for name, passed, seconds in results:
        print(f"  {'réussi' if passed else 'ÉCHEC ':<7} {seconds:6.1f} s  {name}")
    print(f"  en tout {time.monotonic() - began:6.1f} s")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
