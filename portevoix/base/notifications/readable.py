"""Plain text as a reader sees it: paragraphs, lists whose lines begin with a dash, web addresses that can be followed."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_LINK = re.compile(r"https?://[^\s<>«»\"]*[^\s<>«»\".,;:!?)\]’']")
_ITEM = re.compile(r"[-•–] ")
BREAK = format_html("<br>{}", "\n")


def html_of(text: str) -> SafeString:
    """Return `text` as HTML; every word is escaped."""
    return format_html_join("", "{}", ((_block(block),) for block in blocks(text)))


def _block(block: dict) -> SafeString:
    if "entries" in block:
        return format_html("<ul>\n{}</ul>\n", format_html_join("", "<li>{}</li>\n", ((_line(line),) for line in block["entries"])))
    return format_html("<p>{}</p>\n", format_html_join(BREAK, "{}", ((_line(line),) for line in block["lines"])))


def _line(line: list[dict]) -> SafeString:
    return format_html_join("", "{}", ((_piece(piece),) for piece in line))


def _piece(piece: dict) -> str:
    return format_html('<a href="{0}">{0}</a>', piece["link"]) if "link" in piece else piece["words"]


def blocks(text: str) -> Iterator[dict]:
    """Yield the paragraphs and the lists of a plain text; a line is a list of pieces, each words or a link."""
    for paragraph in re.split(r"\n{2,}", text.strip()):
        lines = paragraph.split("\n")
        if all(_ITEM.match(line) for line in lines):
            yield {"entries": [pieces(_ITEM.sub("", line, count=1)) for line in lines]}
        else:
            yield {"lines": [pieces(line) for line in lines]}


def pieces(line: str) -> list[dict]:
    """Cut a line at its web addresses: `[{"words": …}, {"link": …}, …]`."""
    found, position = [], 0
    for match in _LINK.finditer(line):
        found.append({"words": line[position : match.start()]})
        found.append({"link": match.group()})
        position = match.end()
    found.append({"words": line[position:]})
    return [piece for piece in found if piece.get("words") or piece.get("link")]
