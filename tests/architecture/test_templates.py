"""What a template may rely on."""

import re
from collections.abc import Iterator

from tests.architecture.code import ROOT, expect_none, tracked_files

BLOCK = re.compile(r"{% *(end)?block\b[^%]*%}")
MADE = re.compile(r"{% *url [^%]*? as (\w+) *%}")
READ = re.compile(r"\burl=(\w+)\b(?!\.)|{{ (\w+) }}")


def blocks(text: str) -> Iterator[str]:
    """Yield the text of each block that is not inside another one."""
    depth, start = 0, 0
    for mark in BLOCK.finditer(text):
        if not mark[1] and depth == 0:
            start = mark.end()
        depth += -1 if mark[1] else 1
        if depth == 0:
            yield text[start : mark.start()]


def lost_addresses(text: str) -> set[str]:
    """Return the addresses that a block reads although only another block makes them: there they are empty."""
    parts = [({*MADE.findall(part)}, {one or other for one, other in READ.findall(part)}) for part in blocks(text)]
    made_somewhere = {name for made, _ in parts for name in made}
    return {name for made, read in parts for name in (read & made_somewhere) - made}


def test_no_link_reads_an_address_that_another_block_made():
    pages = [path for path in tracked_files() if path.suffix == ".html"]
    faults = [f"{path.relative_to(ROOT)}: {name}" for path in pages for name in lost_addresses(path.read_text(encoding="utf-8"))]
    expect_none(faults)


def test_an_address_made_in_another_block_is_found():
    crumb = '{% block crumb %}{% url "a:b" as back %}{% crumb "B" url=back %}{% endblock %}'
    assert lost_addresses(crumb + '{% block main %}{% link_button "B" url=back %}{% endblock %}') == {"back"}
    assert lost_addresses(crumb + '{% block main %}{% url "a:b" as back %}<a href="{{ back }}">B</a>{% endblock %}') == set()
