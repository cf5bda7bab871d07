"""What a column holds when its title tells nothing: names, association, dates and order, by the look of the cells."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from portevoix.base.core.french_dates import DateError, parse_date
from portevoix.base.core.names import known_first_names, read_civility
from portevoix.base.core.text import search_key
from portevoix.register.directory.catalogue import Catalogue, load_associations
from portevoix.register.directory.matching import match_association
from portevoix.register.imports.reading.vocabulary import is_vacant

_ENOUGH = 40  # cells looked at
_TERM = (300, 366 * 6)  # days between the two dates of a mandate
_ORDER = re.compile(r"(?:.*\b)?(?:\d{4}\s?[-/ ]\s?\d{2,6}|\d{2,6}\s?[-/ ]\s?\d{4})\b.*|.*arrete.*")


@lru_cache(maxsize=1)
def _catalogue() -> Catalogue:
    return Catalogue(load_associations())


def looks_like_names(cells: list) -> bool:
    """Tell whether most cells hold the name of somebody, or say that nobody sits."""
    held = _texts(cells)
    return len(held) >= 3 and _share(held, _is_name) >= 0.7


def looks_like_associations(cells: list) -> bool:
    """Tell whether most cells name a known association."""
    held = _texts(cells)
    return len(held) >= 3 and _share(held, lambda text: match_association(text, _catalogue()).confidence >= 0.9) >= 0.6


def looks_like_orders(cells: list) -> bool:
    """Tell whether most cells hold the number of an order: « 2025-0769 », « arrêté n° 2025/769 »."""
    held = _texts(cells)
    return len(held) >= 3 and _share(held, lambda text: len(text) < 80 and _ORDER.fullmatch(search_key_with_marks(text))) >= 0.7


def search_key_with_marks(text: str) -> str:
    """Return the search key of a text that keeps its hyphens and slashes."""
    return " ".join(search_key(part) or part for part in re.split(r"([-/])", text))


def runs_until(starts: list, ends: list) -> bool:
    """Tell whether, row by row, a mandate may run from the first column to the second."""
    pairs = [(_day(start), _day(end)) for start, end in zip(starts, ends, strict=False) if start is not None and end is not None]
    days = [(end - start).days for start, end in pairs[:_ENOUGH] if start and end]
    return len(days) >= 3 and sum(_TERM[0] <= count <= _TERM[1] for count in days) >= 0.6 * len(pairs[:_ENOUGH])


def _texts(cells: list) -> list[str]:
    return [cell for cell in cells if isinstance(cell, str) and not is_vacant(cell)][:_ENOUGH]


def _share(cells: list[str], looks: Callable) -> float:
    return sum(bool(looks(cell)) for cell in cells) / len(cells)


def _is_name(text: str) -> bool:
    words = search_key(text).split()
    if not 2 <= len(words) <= 7 or any(word.isdigit() for word in words):
        return False
    return any(read_civility(words[0])) or bool(set(words) & known_first_names())


def _day(cell) -> date | None:
    if isinstance(cell, date):
        return cell
    try:
        return parse_date(cell, earliest=date(1980, 1, 1), latest=date(2099, 12, 31))
    except DateError:
        return None
