"""What can be printed: the characters of our typeface, and the texts made ready for it."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible as typeface
from django.core.exceptions import ValidationError
from fontTools.ttLib import TTFont

from portevoix.base.core.date_words import MONTHS
from portevoix.base.core.text import NBSP, typo_fr

FAMILY = typeface.FAMILY
FONTS = Path(typeface.ROOT) / "files"

# What the typeface lacks and another character says as well: spaces, hyphens, apostrophes, ligatures, raised letters.
_SAID_OTHERWISE = str.maketrans(
    {
        **dict.fromkeys("\u202f\u2007", NBSP),
        **dict.fromkeys("\t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000", " "),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u2012\u2015", "–"),
        **dict.fromkeys("ʼʹ′", "’"),
        **dict.fromkeys(
            "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufe0e", None
        ),
        **{sign: unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆᵃᵈᵉʳˢᵗᵐⁿᵒ₀₁₂₃₄₅₆₇₈₉⁰⁵⁶⁷⁸⁹"},
        "\u2028": "\n",
        "\u2029": "\n",
        "ẞ": "SS",
    }
)
# Letters on which the typeface sets a mark in its place; on others it would stand beside, and be read twice.
_MARKED = frozenset("ACDEGHIKLNORSTUYZacdeginorstuyz")
_MARK = re.compile("[\u0300-\u036f]")
_OGONEK = "\u0328"
_LINE_END = re.compile(r" *(?:\r\n|\r|\x0b|\x0c|\x85) *")


_ORDINAL = re.compile(r"\b1er\b")
_BOUND = re.compile(rf"\b(?:(?:\d\d?|1er) (?=(?:{'|'.join(MONTHS)})\b)|(?:n°|[LRDA]\.) (?=\d))")


class DocumentRefused(ValueError):
    """The document cannot be made; the (French) sentence says which field and what to do."""


@lru_cache(maxsize=1)
def characters() -> frozenset[str]:
    """Return the characters that each of our four fonts (regular, bold, italic, both) can draw."""
    covered = [_drawn_by(path) for path in FONTS.glob("*.ttf")]
    return frozenset(map(chr, set.intersection(*covered))) | {"\n"}


def _drawn_by(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def printable(text: str) -> str:
    """Return `text` as it is printed: composed accents, French spaces and apostrophes, characters of another shape replaced.

    « 1er décembre », « n° 12 » and « L. 1112-3 » are held together on one line. What no font draws stays in the text: see
    `unprintable`. Applying it twice changes nothing.
    """
    ready = typo_fr(unicodedata.normalize("NFC", _LINE_END.sub("\n", text).translate(_SAID_OTHERWISE)))
    ready = _BOUND.sub(lambda found: found[0][:-1] + NBSP, ready)
    known = characters()
    return ready if known.issuperset(ready) else "".join(char if char in known else _apart(char) for char in ready)


def _apart(char: str) -> str:
    """Return the letter and its mark when the typeface draws the two and not the whole (« İ »); else `char`."""
    letter, mark = (unicodedata.normalize("NFD", char) + "\0")[:2]
    whole = unicodedata.normalize("NFC", letter + mark) == char
    return letter + mark if whole and letter in _MARKED and mark in characters() and mark != _OGONEK else char


def raised(text: str) -> str:
    """Return `text` with U+2060 before the letters that are written small and high: « 1er »."""
    return _ORDINAL.sub("1\u2060er", text)


def unprintable(text: str) -> str:
    """Return the first character of `text` (already passed through `printable`) that cannot be printed, or an empty text."""
    known = characters()
    if known.issuperset(text) and not _MARK.search(text):
        return ""
    before = ""
    for char in text:
        alone = unicodedata.combining(char) and (before not in _MARKED or len(unicodedata.normalize("NFC", before + char)) > 1)
        if char not in known or alone:
            return char
        before = char
    return ""


def sentence(char: str, field: str = "") -> str:
    """Return what is said to whoever wrote `char`: « Le caractère « 😀 » du champ « motif » ne peut pas être imprimé : remplacez-le. »"""
    shown = f"«{NBSP}{char}{NBSP}»" if char.isprintable() and not unicodedata.combining(char) else f"U+{ord(char):04X}"
    where = f" du champ «{NBSP}{field}{NBSP}»" if field else ""
    return f"Le caractère {shown}{where} ne peut pas être imprimé{NBSP}: remplacez-le."


def check_printable(texts: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> None:
    """Raise `DocumentRefused` on the first text of `texts` (by field) that cannot be printed; what is not a text is let through.

    `labels`: the French name of each field; the field's own key otherwise.
    """
    for field, text in texts.items():
        char = unprintable(printable(text)) if isinstance(text, str) else ""
        if char:
            raise DocumentRefused(sentence(char, (labels or {}).get(field, field)))


def validate_printable(text: str) -> None:
    """Validator for the fields of models and forms whose text ends on paper; raise `ValidationError`."""
    char = unprintable(printable(text))
    if char:
        raise ValidationError(sentence(char), code="unprintable")
