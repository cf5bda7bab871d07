"""Dependencies: each has a reason, and the locks hold exactly what the lists ask for."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).resolve().parents[2] / "requirements"
LISTS = ["app", "dev"]


def asked(name: str) -> dict[str, Requirement]:
    """Return the direct dependencies of one list, by canonical name."""
    lines = (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def locked(name: str) -> dict[str, str]:
    """Return the locked versions of one lock, by canonical name."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(package): version for package, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.+!]+)", text, re.M)}


@pytest.mark.parametrize("name", LISTS)
def test_each_dependency_has_its_reason_on_the_line_above(name):
    lines = (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines()
    without = [
        line
        for above, line in zip(["", *lines], lines, strict=False)
        if line and not line.startswith(("#", "-")) and not above.startswith("# ")
    ]
    assert without == []


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_satisfies_the_list(name):
    versions = locked(name)
    wrong = [
        str(requirement)
        for package, requirement in asked(name).items()
        if package not in versions or not requirement.specifier.contains(versions[package])
    ]
    assert wrong == [], "run « make lock »"


def test_the_tests_run_on_the_versions_that_the_program_ships():
    app, dev = locked("app"), locked("dev")
    assert {package: dev.get(package) for package in app} == app


@pytest.mark.parametrize("name", LISTS)
def test_every_locked_package_has_a_hash(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", text, flags=re.M)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_lock_names_a_registry(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text) == []


@pytest.mark.parametrize("name", LISTS)
def test_the_states_design_system_stays_out(name):
    # its terms of July 2026 reserve it to approved services of the State
    assert [package for package in locked(name) if "dsfr" in package or "gouvfr" in package] == []
