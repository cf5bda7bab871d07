"""What the documents say exists: links, files, commands, variables; and they never name the machine where they were written."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SOURCES = [*(ROOT / "config").rglob("*.py"), *(ROOT / "portevoix").rglob("*.py"), ROOT / "Makefile"]
FOLDERS = ("portevoix/", "config/", "tests/", "docs/", "bench/", "requirements/", "LICENSES/")
MADE_LATER = ("var/", ".venv/")  # what running makes

pytestmark = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


def code_of(document: Path) -> str:
    """Return what stands between backquotes or in blocks of code."""
    text = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    return "\n".join([*blocks, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))])


def test_every_link_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if not re.match(r"[a-z]+:", link)]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_file_that_is_named_exists(document):
    named = re.findall(rf"(?<![\w/.-])((?:{'|'.join(FOLDERS)})[\w./-]*)", code_of(document))
    paths = {path.rstrip(".") for path in named if "*" not in path}
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_every_command_that_is_quoted_exists(document):
    code = code_of(document)
    commands = set(re.findall(r"(?:manage\.py|^pv|&& pv) ([a-z_]+)", code, re.M))
    targets = set(re.findall(r"(?<!\w)make ([a-z]+)", code))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert sorted(commands - set(get_commands()) - {"help"}) == []
    assert sorted(target for target in targets if not re.search(rf"^{target}:", makefile, re.M)) == []


def test_every_variable_that_is_named_is_read_somewhere(document):
    read = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    named = {name.removesuffix("_FILE") for name in re.findall(r"\bPORTEVOIX_[A-Z_]+[A-Z]\b", code_of(document))}
    assert sorted(name for name in named if name not in read) == []


def test_no_machine_and_no_registry_is_named(document):
    text = document.read_text(encoding="utf-8")
    assert re.findall(r"(?<!portevoix)/(?:root|home|tmp|work|farm)/\S*", text) == []
