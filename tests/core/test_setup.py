"""`make setup`: nothing to do when all is there, a sentence when something cannot be had."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path):
    """A copy of the lists and of the installer, and a folder of programs that come first."""
    folder = tmp_path / "un projet"
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    (tmp_path / "bin").mkdir()
    return folder


def program(project, name, script):
    path = project.parent / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def install(project, lock="app"):
    path = f"{project.parent / 'bin'}:/usr/bin:/bin"
    command = [str(project / "requirements" / "install.sh"), lock]
    return subprocess.run(command, env={"PATH": path, "HOME": os.environ["HOME"]}, capture_output=True, text=True, check=False)


def installed(project, *locks):
    """A .venv that stands where it was made, filled from the present locks."""
    venv = project / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to("/usr/bin/true")
    (venv / "made-here").write_text(f"{project.resolve()}\n")
    for lock in locks:
        shutil.copy(project / "requirements" / f"{lock}.txt", venv / f"installed-{lock}.txt")
    return venv


def fail_python(project):
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        program(project, name, "exit 1")


@pytest.mark.parametrize(("locks", "asked"), [(["app"], "app"), (["app", "dev"], "app"), (["app", "dev"], "dev")])
def test_second_time_does_nothing(project, locks, asked):
    installed(project, *locks)
    fail_python(project)
    done = install(project, asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("spoil", ["lock", "place", "python", "other"])
def test_anything_else_than_the_whole_installation_is_done_again(project, spoil):
    venv = installed(project, "app")
    if spoil == "lock":
        (venv / "installed-app.txt").write_text("autre")
    elif spoil == "place":
        (venv / "made-here").write_text("/ailleurs\n")
    elif spoil == "python":
        (venv / "bin" / "python").unlink()
    fail_python(project)
    (venv / "bin" / "python").unlink(missing_ok=True)
    (venv / "bin" / "python").symlink_to("/usr/bin/false" if spoil == "python" else "/usr/bin/true")
    done = install(project, "dev" if spoil == "other" else "app")
    assert "Installation" in done.stderr or "introuvable" in done.stderr


def test_missing_python_is_said_in_two_languages(project):
    fail_python(project)
    done = install(project)
    assert done.returncode == 1
    assert "Python 3.11 ou plus récent est introuvable" in done.stderr
    assert "was not found" in done.stderr


def test_missing_venv_module_that_cannot_be_installed_is_said_in_two_languages(project):
    program(project, "python3", f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec "{sys.executable}" "$@"')
    program(project, "apt-get", "exit 1")
    program(project, "sudo", "exit 1")
    done = install(project)
    assert done.returncode == 1
    assert "-venv" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert "run «" in done.stderr


def test_missing_venv_module_is_installed_where_it_may_be(project):
    mark = project.parent / "installed"
    program(
        project, "python3", f'case "$*" in *ensurepip*) [ -e "{mark}" ]; exit ;; *"-m venv"*) exit 9 ;; esac\nexec "{sys.executable}" "$@"'
    )
    program(project, "apt-get", f'touch "{mark}"')
    program(project, "sudo", 'shift; exec "$@"')
    done = install(project)
    assert done.returncode == 9
    assert "Installation du paquet Debian python3" in done.stderr
