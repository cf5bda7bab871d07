"""The quality of a seat as it is written: « Titulaire 1 », « T1 », « 2e suppléante », « Membre », « Suppl. »."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from portevoix.base.core.text import search_key
from portevoix.register.directory.enums import SeatQuality

_WORDS = {
    "titulaire": SeatQuality.TITULAR,
    "titulaires": SeatQuality.TITULAR,
    "tit": SeatQuality.TITULAR,
    "titul": SeatQuality.TITULAR,
    "suppleant": SeatQuality.SUBSTITUTE,
    "suppleante": SeatQuality.SUBSTITUTE,
    "suppleants": SeatQuality.SUBSTITUTE,
    "suppleantes": SeatQuality.SUBSTITUTE,
    "suppl": SeatQuality.SUBSTITUTE,
    "supp": SeatQuality.SUBSTITUTE,
    "sup": SeatQuality.SUBSTITUTE,
    "membre": SeatQuality.MEMBER,
    "membres": SeatQuality.MEMBER,
}
_LETTERS = {"t": SeatQuality.TITULAR, "s": SeatQuality.SUBSTITUTE}
_LONG = [word for word in _WORDS if len(word) >= 8]
_RANKS = {"premier": 1, "premiere": 1, "1er": 1, "1ere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_ORDINAL = re.compile(r"(\d{1,2})(?:er|ere|e|eme|nd|nde|ieme)?")
# Words around the quality that say nothing of the seat.
_NOISE_LINES = (
    "ru rep repr representant representante representants usager usagers",
    "n no num numero rang siege poste s es cdu commission qualite vacant vacante",
)
_NOISE = frozenset(word for line in _NOISE_LINES for word in line.split())
ARTICLES = frozenset({"de", "du", "des", "d", "l", "la", "le", "les"})


@dataclass(frozen=True)
class Quality:
    """A quality with its rank, None when the text gives none."""

    quality: SeatQuality
    rank: int | None = None

    @property
    def key(self) -> str:
        """« titular 1 », or « titular » without rank: how a mapping names a seat."""
        return f"{self.quality.value} {self.rank}" if self.rank else self.quality.value


def find_quality(text: str) -> tuple[Quality, str] | None:
    """Return the one quality that `text` holds and the words left beside it (those that say nothing are dropped), or None.

    A text with two qualities (« Titulaire / Suppléant ») has none, except « suppléant du titulaire 1 », a substitute.
    """
    key = re.sub(r"\b([ts]) (\d{1,2})\b", r"\1\2", search_key(text.replace("(e)", "").replace("·e", "")))
    words = re.sub(r"\b(?!ru[ts]\d)([a-z]{3,})(\d)", r"\1 \2", key).split()
    qualities, rank, rest = [], None, []
    for word in words:
        if quality := _quality_of(word):
            qualities.append(quality[0])
            rank = rank or quality[1]
        elif (number := _rank_of(word)) and rank is None:
            rank = number
        elif word not in _NOISE and word != "e":
            rest.append(word)
    if qualities == [SeatQuality.SUBSTITUTE, SeatQuality.TITULAR] and "du" in words:
        qualities = [SeatQuality.SUBSTITUTE]
    named = set(qualities) - {SeatQuality.MEMBER} or set(qualities)  # « membre titulaire »
    if len(named) != 1 or (rank is not None and not 1 <= rank <= 60):
        return None
    if all(word in ARTICLES for word in rest):
        rest = []
    return Quality(named.pop(), rank), " ".join(rest)


def read_quality(cell) -> Quality | None:
    """Return the quality that a cell of a quality column holds (« T », « S2 », « Membre titulaire »…), None when it holds none."""
    if not isinstance(cell, str):
        return None
    found = find_quality(cell)
    if found and len(found[1].split()) <= (0 if found[0].quality == SeatQuality.MEMBER else 3):
        return found[0]  # « Titulaire 1 (présidente) »
    key = search_key(cell)
    return Quality(_LETTERS[key]) if key in _LETTERS else None


def _quality_of(word: str) -> tuple[SeatQuality, int | None] | None:
    if word in _WORDS:
        return _WORDS[word], None
    if match := re.fullmatch(r"(?:ru)?([ts])(\d{1,2})", word):
        return _LETTERS[match[1]], int(match[2])
    if len(word) >= 7 and (near := process.extractOne(word, _LONG, scorer=fuzz.ratio, score_cutoff=84)):
        return _WORDS[near[0]], None
    return None


def _rank_of(word: str) -> int | None:
    if word in _RANKS:
        return _RANKS[word]
    match = _ORDINAL.fullmatch(word)
    return int(match[1]) if match else None
