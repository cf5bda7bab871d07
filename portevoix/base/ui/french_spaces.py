"""No-break spaces in the templates: U+00A0 before `: ; ! ? » %` and after `«`, in what readers read."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

NBSP = "\u00a0"
_MARKUP = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<[^>]*>)", re.DOTALL)
_BEFORE = re.compile(r" (?=[;!?»%](?:\W|$)|:(?:\s|$))")
_AFTER = re.compile(r"« ")


def templates() -> Iterator[Path]:
    """Yield the templates of the project."""
    yield from sorted((settings.BASE_DIR / "portevoix").glob("**/templates/**/*.html"))


def spaced(template: str) -> str:
    """Return the template with French spaces in its words; tags, attributes and comments are left as they are."""
    return "".join(part if _MARKUP.fullmatch(part) else _AFTER.sub(f"«{NBSP}", _BEFORE.sub(NBSP, part)) for part in _MARKUP.split(template))
