"""What a file looks like: its length, its name, what it may not contain."""

import ast
import re

from tests.architecture.code import ROOT, dotted, expect_none, nodes, place, python_files, tracked_files

LONGEST_FILE = 400
NO_NAMES = {"utils", "util", "helpers", "helper", "misc", "stuff"}
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".sh", ".yml", ".yaml", ".json", ".csv", ".in", ".svg", ""}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|WIP)\b|[Ll]orem ipsum|\bimplement (?:this|me)\b")
ELSEWHERE = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|pypi\.org|pythonhosted\.org|npmjs\.org|npmjs\.com|deb\.debian\.org|crates\.io"
)
OURSELVES = {"tests/architecture/test_files.py"}


def texts():
    """Yield the path and the text of every text file, except this one, the locks and the vendored licences."""
    for path in tracked_files():
        name = str(path.relative_to(ROOT))
        if path.suffix in TEXT and name not in OURSELVES and not name.startswith(("LICENSES/", "tests/vendor/", "requirements/")):
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def found(pattern, *, in_suffix=None):
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"
        for name, text in texts()
        if in_suffix is None or name.endswith(in_suffix)
        for match in pattern.finditer(text)
    ]


def test_no_file_is_longer_than_can_be_held_in_mind():
    lengths = {path.relative_to(ROOT): len(path.read_bytes().splitlines()) for path in python_files(ROOT)}
    expect_none([f"{path}: {length} lines" for path, length in lengths.items() if length >= LONGEST_FILE])


def test_names_of_files_say_what_is_in_them():
    expect_none([str(path.relative_to(ROOT)) for path in python_files(ROOT) if path.stem in NO_NAMES])


def test_nothing_is_left_unfinished():
    expect_none(found(UNFINISHED, in_suffix=(".py", ".html", ".css", ".md", ".sh", ".toml")))


def test_no_address_of_one_machine_or_of_a_registry():
    expect_none(found(ELSEWHERE))


def test_no_text_is_declared_safe():
    marked = [
        place(path, node)
        for path in python_files()
        for node in nodes(path, ast.Name, ast.Attribute)
        if dotted(node).rpartition(".")[2] in {"mark_safe", "SafeString", "SafeText"} and isinstance(node.parent, ast.Call)
        if node.parent.func is node
    ]
    expect_none(marked)


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files(ROOT)
        if path.read_bytes().strip() and ast.get_docstring(ast.parse(path.read_bytes())) is None
    ]
    expect_none(silent)
