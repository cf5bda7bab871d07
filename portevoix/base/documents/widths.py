"""How wide the columns of a table are: enough for their longest word, then as much as their texts ask for; and where words may be cut."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

BREAK = "\u200b"  # a place where a line may end without a hyphen
BORDER = "\u2063"  # around what has such places: nothing in it is hyphenated. Neither mark stays in the text of the PDF
PADDING = 2  # characters that the two margins of a cell take
MANY_COLUMNS = 6
RAGGED = 3  # characters that a line leaves empty before a word that does not fit
LONGEST_WORD = 22
LONGEST_TEXT = 60  # a longer text goes over several lines anyway
LONGEST_RUN = 30  # outside tables: an address without spaces may be cut
_RUN = re.compile(r"[^ \n]+")
_JOINT = re.compile(r"(?<=[@./_?&=+-])(?=\w)")
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:[-’][^\W\d_]+)*[.,;:]?")


@dataclass(frozen=True)
class Fit:
    """How a table stands in its line. hyphenated: columns too narrow for one of their words."""

    widths: list[float]
    hyphenated: list[bool]
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
    return Fit(shares, [_longest_word(one) > room for one, room in zip(cells, capacities, strict=True)], capacities)


def breakable(text: str, room: int) -> str:
    """Return `text` with places to cut in what is longer than `room` and cannot be hyphenated: addresses, numbers, endless words."""
    return _RUN.sub(lambda found: _cut(found[0], room), text) if len(text) > room else text


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
    return max((len(word) for cell in set(cells) for word in _RUN.findall(cell)), default=1)


def _usual_length(cells: list[str]) -> int:
    lengths = sorted(len(cell) for cell in cells)
    return min(lengths[ceil((len(lengths) - 1) * 0.9)], LONGEST_TEXT)
