"""Names of people: reading a cell, telling first from last name, comparing spellings, showing them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from portevoix.base.core.text import search_key, squeeze

_PARTICLES_OF_LAST_NAMES = (
    "de du des d la le les l da das do dos del della di el al ben ait van von der den ten ter mac mc o",
    "san saint sainte st ste abd abou",
)
_ARTICLES = frozenset({"de", "du", "des", "la", "le", "les", "da", "dos", "van", "von"})
PARTICLES = frozenset(word for line in _PARTICLES_OF_LAST_NAMES for word in line.split())
_CIVILITIES = {
    "Mme": "mme madame mad mlle mademoiselle mrs",
    "M.": "m mr monsieur mister",
}
_TITLES = {"Dr": "dr dre docteur docteure", "Pr": "pr pre professeur professeure", "Me": "me maitre"}
_CIVILITY_WORDS = {word: name for name, words in _CIVILITIES.items() for word in words.split()}
_TITLE_WORDS = {word: name for name, words in _TITLES.items() for word in words.split()}
_SAINT = {"st": "saint", "ste": "sainte"}
_GLUED = re.compile(r"^(M|Mr|Mme|Mlle|Dr|Pr)\.(?=\w)")
_APOSTROPHES = str.maketrans("`´ʼ‘′", "'''''")


class Order(StrEnum):
    """Order of the names in a cell."""

    LAST_FIRST = "last_first"
    FIRST_LAST = "first_last"


class Likeness(StrEnum):
    """How alike two names are, from the most to the least."""

    IDENTICAL = "identical"
    SPELLING = "spelling"  # accents, capitals, hyphens, spaces
    ORDER = "order"  # the same words, first and last name told apart otherwise
    PARTIAL = "partial"  # an initial, or one of two first or last names missing
    CLOSE = "close"  # a slip of the pen
    DIFFERENT = "different"


@dataclass(frozen=True)
class PersonName:
    """`last` and `first` as they are shown, accents and hyphens kept; `civility` « Mme », « M. » or empty; `title` « Dr »…"""

    last: str
    first: str = ""
    civility: str = ""
    title: str = ""

    @property
    def display(self) -> str:
        """« Odile WERNERT »."""
        return f"{self.first} {self.last.upper()}".strip()

    @property
    def display_last_first(self) -> str:
        """« WERNERT Odile »."""
        return f"{self.last.upper()} {self.first}".strip()

    @cached_property
    def words(self) -> str:
        """All the words of the name in alphabetical order: equal for every spelling, whichever of the two names comes first."""
        return " ".join(sorted(_words(f"{self.last} {self.first}")))

    @cached_property
    def pair(self) -> tuple[str, str]:
        """Last and first name without accents, spaces nor hyphens."""
        return "".join(_words(self.last)), "".join(_words(self.first))


@dataclass(frozen=True)
class NameComparison:
    """`score` from 0 to 100; `explanation` is a French sentence fit for a review queue."""

    likeness: Likeness
    score: int
    explanation: str


def _words(text: str) -> list[str]:
    return [_SAINT.get(word, word) for word in search_key(text).split()]


@lru_cache(maxsize=1)
def known_first_names() -> frozenset[str]:
    """Return the first names frequent in France since 1931, without accents, in lower case."""
    text = files("portevoix.base.core").joinpath("data/first_names.txt").read_text(encoding="utf-8")
    return frozenset(search_key(line) for line in text.splitlines() if line and not line.startswith("#"))


def read_civility(text: str) -> tuple[str, str]:
    """Return the civility (« Mme », « M. » or empty) and the title (« Dr », « Pr », « Me » or empty) of a cell that holds only these."""
    civility = title = ""
    for word in search_key(text).split():
        civility = civility or _CIVILITY_WORDS.get(word, "")
        title = title or _TITLE_WORDS.get(word, "")
    return civility, title


def proper_case(text: str) -> str:
    """Return « LE BARON » as « Le Baron », « jean-pierre » as « Jean-Pierre »; a text of mixed case keeps the capitals it has."""
    text = squeeze(text.translate(_APOSTROPHES))
    mixed = text != text.upper() and text != text.lower()

    def capitalised(match):
        word = match.group()
        if mixed and not (word.isupper() and (len(word) > 3 or word.lower() in PARTICLES)):
            return word
        return word[:1].upper() + word[1:].lower()

    return re.sub(r"[^\W\d_]+", capitalised, text)


def person_name(last: str, first: str = "", civility: str = "") -> PersonName:
    """Return the name held by separate cells. A civility left in the name cell is taken out of it."""
    civility, title = read_civility(civility)
    tokens, found, found_title = _take_civility(squeeze(last.translate(_APOSTROPHES)).split())
    return PersonName(proper_case(" ".join(tokens)), proper_case(first), civility or found, title or found_title)


def split_name(text: str, *, order: Order | None = None, email: str = "") -> PersonName:
    """Return the name held by one cell: « Mme LE BARON Gisèle », « Gisèle LE BARON », « DUPONT, Jean », « M. Saint Leger Robert ».

    `order` is the habit of the column (`infer_order`), followed unless a comma says otherwise; without it capitals, then frequent
    first names, then the habit of administrations (last name first) decide. `email` (« prenom.nom@ ») shows where to cut.
    """
    text = squeeze(text.translate(_APOSTROPHES))
    tokens, civility, title = _take_civility(_GLUED.sub(r"\1. ", text).replace(",", " , ").split())
    if "," in tokens[1:-1]:
        comma = tokens.index(",", 1)
        last, first = tokens[:comma], tokens[comma + 1 :]
    else:
        last, first = _cut(tokens, order, email)
    last, first = ([word for word in side if word != ","] for side in (last, first))
    return PersonName(proper_case(" ".join(last)), proper_case(" ".join(first)), civility, title)


def _take_civility(tokens: list[str]) -> tuple[list[str], str, str]:
    """Take the civility and titles off both ends; a lone « M » is a civility only when a name follows."""
    civility = title = ""
    while len(tokens) > 1:
        word = search_key(tokens[0])
        if word in _CIVILITY_WORDS:
            civility = civility or _CIVILITY_WORDS[word]
        elif word in _TITLE_WORDS and not (word == "maitre" and len(tokens) == 2):  # « M. Maitre Manuel »
            title = title or _TITLE_WORDS[word]
        elif not ((civility or title) and tokens[0] in ("le", "la") and search_key(tokens[1]) in _TITLE_WORDS) and word:
            break
        tokens = tokens[1:]
    if len(tokens) > 1 and not civility and (word := search_key(tokens[-1])) in _CIVILITY_WORDS and not tokens[-1][:1].isalpha():
        civility, tokens = _CIVILITY_WORDS[word], tokens[:-1]
    return tokens, civility, title


def _cut(tokens: list[str], order: Order | None, email: str) -> tuple[list[str], list[str]]:
    """Return the tokens of the last and of the first name."""
    if len(tokens) < 2:
        return tokens, []
    if cut := _cut_by_email(tokens, order, email):
        return cut
    order, position = _cut_by_case(tokens, order)
    if position is None:
        order = order or _order_of(tokens) or Order.LAST_FIRST
        position = _cut_by_words(tokens, order)
    if order == Order.FIRST_LAST:
        return tokens[position:], tokens[:position]
    return tokens[:position], tokens[position:]


def _cut_by_email(tokens, order, email) -> tuple[list[str], list[str]] | None:
    parts = [search_key(part).replace(" ", "") for part in re.split(r"[._]", email.partition("@")[0])]
    if len(parts) != 2:
        return None
    for position in range(1, len(tokens)):
        left, right = ("".join(search_key(" ".join(side)).split()) for side in (tokens[:position], tokens[position:]))
        if {left, right} == set(parts):
            first_last = order == Order.FIRST_LAST if order else left == parts[0]
            return (tokens[position:], tokens[:position]) if first_last else (tokens[:position], tokens[position:])
    return None


def _cut_by_case(tokens: list[str], order: Order | None) -> tuple[Order | None, int | None]:
    """Where capitals change, once and only once: there is the border, and by French habit the capitals are the last name.

    « Couprie ALAIN » in a column of last names first stays so, « Odile WERNERT » there does not: first names known as such decide.
    """
    upper = _capitals(tokens)
    changes = [position for position in range(1, len(tokens)) if upper[position] != upper[position - 1]]
    if len(changes) != 1:
        return order, None
    habit = Order.LAST_FIRST if upper[0] else Order.FIRST_LAST
    by_words = _order_of(tokens)
    if order is None:
        return (by_words if by_words and not upper[0] else habit), changes[0]
    return (habit if by_words == habit else order), changes[0]


def _capitals(tokens: list[str]) -> list[bool]:
    """Tell which tokens are in capitals; a particle goes with the word that follows it (« LE Baron », « de SOUSA »)."""
    upper = [token.isupper() and sum(map(str.isalpha, token)) > 1 for token in tokens]
    for position in range(len(tokens) - 2, -1, -1):
        if _is_particle(tokens[position]):
            upper[position] = upper[position + 1]
    return upper


def _is_particle(token: str) -> bool:
    return search_key(token) in PARTICLES


def _goes_on(token: str) -> bool:
    """Tell whether a last name goes on after this word: « De », « Cauvin-De » (Jesus); « Marie-Sainte » is whole."""
    before, _, end = token.rpartition("-")
    return search_key(end) in _ARTICLES if before else _is_particle(token)


def _is_first_name(token: str) -> bool:
    parts = search_key(token).split()
    return bool(parts) and all(part in known_first_names() for part in parts)


def _order_of(tokens: list[str]) -> Order | None:
    start, end = _is_first_name(tokens[0]), _is_first_name(tokens[-1])
    if start == end:
        return None
    return Order.FIRST_LAST if start else Order.LAST_FIRST


def _cut_by_words(tokens: list[str], order: Order) -> int:
    """Where known first names begin (or end); the last name keeps its particles and at least one word."""
    count = len(tokens)
    if order == Order.FIRST_LAST:
        position = 1
        while position < count - 1 and _is_first_name(tokens[position]) and not _is_particle(tokens[position]):
            position += 1
        return position
    shortest = 1
    while shortest < count - 1 and _goes_on(tokens[shortest - 1]):
        shortest += 1
    for position in range(shortest, count):
        if all(_is_first_name(token) for token in tokens[position:]):
            return position
    return next((position for position in range(shortest, count) if _is_first_name(tokens[position])), shortest)


def infer_order(cells: Iterable[str], default: Order = Order.LAST_FIRST) -> Order:
    """Return the order of the names in a column, by the capitals and the frequent first names of all its cells.

    `default` (what the title says) is kept when the cells do not clearly say otherwise.
    """
    votes = voters = 0
    for cell in cells:
        tokens = _take_civility(squeeze(cell).split())[0]
        if len(tokens) < 2:
            continue
        voters += 1
        first_upper, last_upper = (token.isupper() and len(token) > 2 for token in (tokens[0], tokens[-1]))
        if first_upper != last_upper:
            votes += 1 if first_upper else -1
        match _order_of(tokens):
            case Order.LAST_FIRST:
                votes += 2
            case Order.FIRST_LAST:
                votes -= 2
    if abs(votes) <= 0.3 * voters:
        return default
    return Order.LAST_FIRST if votes > 0 else Order.FIRST_LAST


def best_spelling(spellings: Iterable[str]) -> str:
    """Return the richest of several spellings of one name: accents, then hyphens, then the most frequent; empty when there is none."""
    spellings = [spelling for spelling in spellings if spelling]

    def richness(spelling):
        accents = sum(not char.isascii() for char in spelling)
        return accents, spelling.count("-"), -spelling.count(" "), spellings.count(spelling), spelling

    return max(spellings, key=richness, default="")


def compare_names(left: PersonName, right: PersonName) -> NameComparison:
    """Return how alike two names are, with a French sentence that says why. Civilities are not compared here."""
    shown = f"« {left.display_last_first} » et « {right.display_last_first} »"
    if (left.last, left.first) == (right.last, right.first):
        return NameComparison(Likeness.IDENTICAL, 100, f"Même nom et même prénom : {left.display_last_first}.")
    if left.pair == right.pair:
        return NameComparison(Likeness.SPELLING, 99, f"{shown} : même nom aux accents, majuscules et traits d’union près.")
    if left.words == right.words or left.pair == right.pair[::-1]:
        return NameComparison(Likeness.ORDER, 96, f"{shown} : mêmes mots dans un autre ordre.")
    last, first = (fuzz.ratio(a, b) for a, b in zip(left.pair, right.pair, strict=True))
    score = round(min(last, first))
    if _is_part(left, right):
        return NameComparison(Likeness.PARTIAL, max(score, 80), f"{shown} : une partie du nom ou du prénom manque.")
    slips = sum(Levenshtein.distance(a, b) for a, b in zip(left.pair, right.pair, strict=True))
    if (last >= 85 and first >= 85 and last + first >= 182) or (slips == 1 and min(map(len, left.pair + right.pair)) >= 4):
        return NameComparison(Likeness.CLOSE, score, f"{shown} : une lettre ou deux diffèrent.")
    return NameComparison(Likeness.DIFFERENT, score, f"{shown} sont des noms différents.")


def _is_part(left: PersonName, right: PersonName) -> bool:
    """One name is the same and the other is a part of its counterpart: Marie in Marie-Claire, Castet in Castet-Raveau, J. for Jean."""
    lasts, firsts = (_words(left.last), _words(right.last)), (_words(left.first), _words(right.first))
    if not all((*lasts, *firsts)):
        return False
    if left.pair[0] == right.pair[0]:
        return _nested(*firsts) or (min(map(len, left.pair[1:] + right.pair[1:])) == 1 and firsts[0][0][0] == firsts[1][0][0])
    return left.pair[1] == right.pair[1] and _nested(*lasts)


def _nested(one: list[str], other: list[str]) -> bool:
    return set(one) < set(other) or set(other) < set(one)
