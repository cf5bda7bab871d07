"""How wide the columns of a table are: enough for their longest word, then as much as their texts ask for; and where words may be cut."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from portevoix.base.core.text import NBSP

BREAK = "\u200b"  # a place where a line may end without a hyphen
BORDER = "\u2063"  # around what has such places: nothing in it is hyphenated
HYPHENATED = "\u2064"  # before the text of a cell in which words may be hyphenated. None of these marks stays in the text of the PDF
PADDING = 2  # characters that the two margins of a cell take
MANY_COLUMNS = 6
RAGGED = 3  # characters that a line leaves empty before a word that does not fit
LONGEST_WORD = 22
LONGEST_TEXT = 60  # a longer text goes over several lines anyway
LONGEST_RUN = 38  # outside tables: an address without spaces may be cut
_RUN = re.compile(r"[^ \n]+")
_PIECE = re.compile(r"[^ \n-]+-?")  # a line may end after a hyphen
_JOINT = re.compile(r"(?<=[@./_?&=+-])(?=\w)")
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:[-’][^\W\d_]+)*[.,;:]?")


@dataclass(frozen=True)
class Fit:
    """How a table stands in its line. capacities: how many characters a line of each column holds."""

    widths: list[float]
    capacities: list[int]


def needs_length(columns: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> bool:
    """Tell whether the table needs the long side of the sheet: many columns, or words that a line of `line` characters would cut."""
    return len(columns) > MANY_COLUMNS or sum(_longest_word(cells) + PADDING for cells in _by_column(columns, rows)) > line


def fit(columns: Sequence[str], rows: Sequence[Sequence[str]], line: int, widths: Sequence[float] = ()) -> Fit:
    """Return how the columns share a line of `line` characters; `widths` imposes their proportions."""
    cells = _by_column(columns, rows)
    least = [min(_longest_word(one), LONGEST_WORD) + PADDING for one in cells]
    shares = list(widths) or _shares(least, [_usual_length(one) + PADDING for one in cells], line)
    capacities = [max(4, int(line * share / sum(shares)) - PADDING) for share in shares]
    return Fit(shares, capacities)


def breakable(text: str, room: int) -> str:
    """Return `text` with places to cut in what is longer than `room` and cannot be hyphenated: addresses, numbers, endless words.

    No-break spaces of what is longer than `room` become spaces.
    """
    return _RUN.sub(lambda found: _loosened(found[0], room), text) if len(text) > room else text


def cell_text(text: str, room: int) -> str:
    """Return the text of a cell of `room` characters a line: its words are hyphenated only if one of them needs it."""
    ready = breakable(text, room)
    return HYPHENATED + ready if _longest_word([ready]) > room else ready


def _loosened(run: str, room: int) -> str:
    """Let words that are held together (« 30 novembre ») part when the line is too short for both."""
    if len(run) <= room:
        return run
    return " ".join(_cut(word, room) for word in run.split(NBSP))


def _cut(run: str, room: int) -> str:
    if len(run) <= room or (_PLAIN_WORD.fullmatch(run) and len(run) <= LONGEST_RUN):
        return run
    parts = [part[start : start + room] for part in _JOINT.split(run) for start in range(0, len(part), room)]
    return BORDER + BREAK.join(parts) + BORDER


def _shares(least: list[int], wished: list[int], line: int) -> list[float]:
    """Give the spare room, a character at a time, to the column whose usual text goes over most lines."""
    shares = list(least)
    for _ in range(line - sum(least)):
        lines = [wish / (share - RAGGED) for wish, share in zip(wished, shares, strict=True)]
        tallest = max(lines)
        if tallest <= 0.8:
            break
        shares[lines.index(tallest)] += 1
    return [float(share) for share in shares]


def _by_column(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[heading, *(row[number] for row in rows)] for number, heading in enumerate(columns)]


def _longest_word(cells: list[str]) -> int:
    return max((len(word) for cell in set(cells) for word in _PIECE.findall(cell)), default=1)


def _usual_length(cells: list[str]) -> int:
    lengths = sorted(len(cell) for cell in cells)
    return min(lengths[ceil((len(lengths) - 1) * 0.9)], LONGEST_TEXT)
