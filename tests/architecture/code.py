"""The source of the project, for the tests that read it."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "portevoix"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the files of the project as git knows them, new ones included; what is generated or private is ignored by git."""
    # the folder may belong to another account than the one that runs the tests
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(folder: Path = PACKAGES) -> list[Path]:
    """Return the Python files under a folder, migrations excepted: they are written by the framework."""
    return [path for path in tracked_files() if path.suffix == ".py" and path.is_relative_to(folder) and "migrations" not in path.parts]


def modules(*names: str) -> list[Path]:
    """Return the files of the modules with one of these names in any package: `views` is `views.py` and all of `views/`."""
    return [path for path in python_files() if path.stem in names or any(part in names for part in path.relative_to(PACKAGES).parts[2:-1])]


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file; every node knows its `parent`."""
    parsed = ast.parse(path.read_text(encoding="utf-8"), str(path))
    for node in ast.walk(parsed):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return parsed


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of a file that are of one of the kinds."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for an attribute chain or a name, empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def place(path: Path, node: ast.AST) -> str:
    """Return where a node is, for a message."""
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def expect_none(found: list[str], advice: str = "") -> None:
    """Fail with the whole list, one a line, when there is anything in it."""
    assert not found, "\n".join([advice, *found])


@cache
def contracts() -> dict[str, dict]:
    """Return the import contracts of pyproject.toml, by their id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


@cache
def ranks() -> dict[str, tuple[int, int]]:
    """Return the height of every package, (floor, place on the floor) from the ground up; strangers on a floor are level."""
    found = {}
    for height, floor in enumerate(reversed(contracts()["floors"]["layers"])):
        for step, layer in enumerate(reversed(contracts()[floor]["layers"])):
            for package in layer.split("|"):
                found[f"portevoix.{floor}.{package.strip()}"] = (height, step)
    return found
