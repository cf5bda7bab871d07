"""Durations as people write them: « 2 h 30 », « 1h », « 45 min », « 1,5 », « une demi-journée »."""

import re

from portevoix.base.core.text import NBSP, search_key

MINUTES_OF_AN_HOUR = 60
HALF_DAY, WHOLE_DAY = 4 * 60, 8 * 60  # what « une demi-journée » and « une journée » are counted for
_HOURS = re.compile(r"(\d{1,2})\s*(?:h|heures?|:)\s*(?:(\d{1,2})\s*(?:m|mn|min|minutes?)?)?")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:mn|min|minutes?|m|')")
_DECIMAL = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*(?:h|heures?)?")
_WORDS = {
    "une heure": 60,
    "une demi heure": 30,
    "demi heure": 30,
    "une heure et demie": 90,
    "un quart d heure": 15,
    "trois quarts d heure": 45,
    "une demi journee": HALF_DAY,
    "demi journee": HALF_DAY,
    "une matinee": HALF_DAY,
    "un apres midi": HALF_DAY,
    "une journee": WHOLE_DAY,
    "la journee": WHOLE_DAY,
}


class DurationError(ValueError):
    """This is not one duration; the (French) sentence says what to write."""

    def __init__(self):
        super().__init__("Écrivez une durée, par exemple 2\u00a0h\u00a030 ou 45\u00a0min.")


def parse_duration(text: str) -> int:
    """Return the minutes that `text` says, from 1 to 24 hours. A number alone is hours. Raises `DurationError`."""
    plain = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").lower().split()).strip(" .")
    minutes = _WORDS.get(search_key(plain)) or _read(plain)
    if minutes is None or not 1 <= minutes <= 24 * MINUTES_OF_AN_HOUR:
        raise DurationError
    return minutes


def _read(plain: str) -> int | None:
    if match := _HOURS.fullmatch(plain):
        rest = int(match[2] or 0)
        return int(match[1]) * MINUTES_OF_AN_HOUR + rest if rest < MINUTES_OF_AN_HOUR else None
    if match := _MINUTES.fullmatch(plain):
        return int(match[1])
    if match := _DECIMAL.fullmatch(plain):
        return round(float(f"{match[1]}.{match[2] or 0}") * MINUTES_OF_AN_HOUR)
    return None


def duration_fr(minutes: int) -> str:
    """Return « 2 h 30 », « 45 min », « 3 h »."""
    hours, rest = divmod(minutes, MINUTES_OF_AN_HOUR)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"
