"""French text: the form in which it is compared, and the typography in which it is shown (standards §8.3)."""

import re
import unicodedata
from collections.abc import Iterable

NBSP = "\u00a0"
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|â€")


def squeeze(text: str) -> str:
    """Return `text` without invisible characters, with every run of spaces (no-break ones too) as one space, trimmed."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def unaccent(text: str) -> str:
    """Return `text` without accents nor ligatures: « Œuvre d’Éloïse » → « OEuvre d’Eloise »."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def search_key(text: str) -> str:
    """Return the form in which two texts are compared: lower case, no accent, œ → oe, anything else than letters and digits → one space.

    The same rule as the SQL function `pv_sort_key`, so that a key computed here finds a row stored there.
    """
    return _NOT_WORD.sub(" ", unaccent(text).lower()).strip()


def compact_key(text: str) -> str:
    """Return the search key without spaces, so that « U.N.A.F.A.M. » and « Unafam » are equal."""
    return search_key(text).replace(" ", "")


def fix_mojibake(text: str) -> str:
    """Repair UTF-8 that was once read as Windows-1252 (« SupplÃ©ant » → « Suppléant »); any other text comes back unchanged."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def typo_fr(text: str) -> str:
    """Return `text` with French spaces and apostrophes: U+00A0 before `: ; ! ? » %` and after `«`, `’`, never U+202F.

    Plain text only. A colon or a question mark inside an address or an hour (`https://…?au=`, `10:30`) is left alone.
    Applying it twice changes nothing.
    """
    text = text.replace("\u202f", NBSP)
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"«[ \u00a0]*(?=\S)", f"«{NBSP}", text)
    text = re.sub(r"(?<=[^\s«])[ \u00a0]*»", f"{NBSP}»", text)
    text = re.sub(r"(?<=\d)[ \u00a0]*%", f"{NBSP}%", text)
    text = re.sub(r"(?<=[^\s:;!?])[ \u00a0]*(?=[:;!?]+(?:[\s»)\]”\"]|$))", _space_before, text)
    return text


def _space_before(match: re.Match) -> str:
    """No space inside an HTML-like entity (`&nbsp;`): the function is for plain text, it must not damage what slipped in."""
    before = match.string[: match.start()]
    return match.group() if re.search(r"&#?\w+$", before) else NBSP


def enumerate_fr(words: Iterable[str]) -> str:
    """Return « le Bas-Rhin, la Meuse et la Moselle »; an empty text without words."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} et {last}" if first else last
