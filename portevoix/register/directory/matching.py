"""Which association does a text name? By acronym, full or former name, section, or with a slip of the pen."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from portevoix.base.core.french_places import department_code, department_names, region_names
from portevoix.base.core.text import fix_mojibake, search_key, squeeze
from portevoix.register.directory.catalogue import Catalogue, KnownAssociation

# Words that surround the name of an association without being part of it.
_SECTION_LINES = (
    "comite section delegation antenne groupe federation fede union association asso assoc",
    "departementale departemental regionale regional locale local nationale national departement dept dpt dep dd",
    "de du des d la le les l en a et france",
)
SECTION_WORDS = frozenset(word for line in _SECTION_LINES for word in line.split())
# Writings that are also everyday words: what is left beside them must be a place or a section, not « … de l’enseignement ».
_EVERYDAY = frozenset(
    {
        *("la ligue", "ligue cancer", "lien", "le lien", "aides", "association aides", "vie libre", "croix bleue", "res", "advocacy"),
        *("alzheimer", "parkinson", "mucoviscidose", "diabetiques", "association des diabetiques", "telethon", "trisomie 21", "e3m"),
    }
)
_CODE = re.compile(r"\d{2,3}|2[ab]")
SURE = 88  # score from which a misspelt name is taken


@dataclass(frozen=True)
class AssociationMatch:
    """The association named by a text, or None with at most three `suggestions` (codes).

    `section_department` is the department of the section (« 68 »), `section` its words (« 68 », « Strasbourg », « Lorraine »).
    `how`: acronym, name, former_name, alias, section (one of these with a section), typo, several, unknown, empty.
    `confidence` goes from 0 to 1.
    """

    code: str | None
    section_department: str | None = None
    section: str = ""
    confidence: float = 0.0
    how: str = "unknown"
    suggestions: tuple[str, ...] = ()


def match_association(text: str, catalogue: Catalogue | Iterable[KnownAssociation]) -> AssociationMatch:
    """Return the association of `catalogue` that `text` names. Anything unsure gives no code, only suggestions."""
    if not isinstance(catalogue, Catalogue):
        catalogue = Catalogue(catalogue)
    text = squeeze(fix_mojibake(text))[:300]
    if text not in catalogue.remembered:
        catalogue.remembered[text] = _match(text, catalogue)
    return catalogue.remembered[text]


def _match(text: str, catalogue: Catalogue) -> AssociationMatch:
    words = _words(text)
    if not words:
        return AssociationMatch(None, how="empty")
    if found := catalogue.by_letters.get("".join(words)):
        return AssociationMatch(found[0], confidence=1.0, how=found[1])
    if several := _several(text, catalogue):
        return AssociationMatch(None, how="several", suggestions=several)
    if match := _with_section(words, catalogue):
        return match
    return _nearly(words, catalogue)


def _words(text: str) -> list[str]:
    """Return the words of a text, an acronym with points (« U.N.A.F.A.M. ») as one word."""
    text = re.sub(r"\b((?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?)", lambda match: re.sub(r"[.\s]", "", match[1]) + " ", text)
    return search_key(text).split()


def _with_section(words: list[str], catalogue: Catalogue) -> AssociationMatch | None:
    """Find the longest known writing inside the text; the rest must be section words, a place or a name after « de »."""
    for size in range(min(len(words), catalogue.longest), 0, -1):
        for start in range(len(words) - size + 1):
            before, middle, after = words[:start], words[start : start + size], words[start + size :]
            found = catalogue.by_words.get(tuple(middle)) or (catalogue.by_letters.get(middle[0]) if size == 1 else None)
            if not found or not _is_surrounding(before):
                continue
            section = before + after
            everyday = " ".join(middle) in _EVERYDAY or (size == 1 and len(middle[0]) < 3)
            if not _is_section(section, free=not everyday):
                continue
            return _section_match(found[0], section)
    return None


def _is_surrounding(before: list[str]) -> bool:
    return len(before) <= 4 and all(word in SECTION_WORDS or _CODE.fullmatch(word) for word in before)


def _is_section(words: list[str], *, free: bool) -> bool:
    """Only places and section words, or (with `free`) up to five words of a local name: « de Strasbourg »."""
    rest = [word for word in words if word not in SECTION_WORDS and not _CODE.fullmatch(word)]
    if not rest or _names_a_place(" ".join(rest)):
        return True
    return free and len(rest) <= 5


def _names_a_place(text: str) -> bool:
    place = f" {text} "
    for name in sorted([*department_names(), *region_names()], key=len, reverse=True):
        name = " ".join(word for word in name.split() if word not in SECTION_WORDS)
        place = place.replace(f" {name} ", " ")
    return not place.strip()


def _section_match(code: str, words: list[str]) -> AssociationMatch:
    section = " ".join(words)
    named = [word for word in words if word not in SECTION_WORDS]
    if not named:
        return AssociationMatch(code, section=section, confidence=0.97, how="section")
    department = department_code(section) or department_code(" ".join(named)) or None
    known = department or _names_a_place(" ".join(named))
    return AssociationMatch(code, department, " ".join(named), 0.95 if known else 0.9, "section")


def _several(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """« UNAFAM / UDAF »: each part names an association, so the text names none."""
    parts = [_words(part) for part in re.split(r"\s*(?:/|\+|;|&|,|\bet\b|\bou\b)\s*", text) if part]
    if not 2 <= len(parts) <= 4:
        return ()
    codes = [_exactly(words, catalogue) for words in parts]
    return tuple(dict.fromkeys(codes)) if all(codes) and len(set(codes)) > 1 else ()


def _exactly(words: list[str], catalogue: Catalogue) -> str | None:
    if found := catalogue.by_letters.get("".join(words)):
        return found[0]
    match = _with_section(words, catalogue)
    return match.code if match else None


def _nearly(words: list[str], catalogue: Catalogue) -> AssociationMatch:
    """A slip of the pen: one letter in an acronym of six or more, a few in a name, well ahead of the next association."""
    named = [word for word in words if not _CODE.fullmatch(word)]
    section = [word for word in words if _CODE.fullmatch(word)]
    text = " ".join(named)
    if not text:
        return AssociationMatch(None)
    scores: dict[str, float] = {}
    for writing, (code, _) in catalogue.by_words.items():
        known = " ".join(writing)
        if len(writing) == 1:
            near = len(known) >= 6 and Levenshtein.distance(known, text, score_cutoff=1) <= 1
            score = 90.0 if near else 0.0
        else:
            score = max(fuzz.ratio(known, text), fuzz.token_sort_ratio(known, text)) if len(known) >= 8 else 0.0
        scores[code] = max(scores.get(code, 0.0), score)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if ranked and ranked[0][1] >= SURE and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= 5):
        found = _section_match(ranked[0][0], section) if section else AssociationMatch(ranked[0][0])
        return replace(found, confidence=ranked[0][1] / 100 * 0.95, how="typo")
    return AssociationMatch(None, suggestions=_suggestions(text, catalogue))


def _suggestions(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the associations that share the telling words of `text`, the nearest first."""
    choices = {writing: " ".join(word for word in writing if word not in SECTION_WORDS) for writing in catalogue.by_words}
    telling = " ".join(word for word in text.split() if word not in SECTION_WORDS)
    found = process.extract(telling, choices, scorer=fuzz.token_set_ratio, limit=8, score_cutoff=62)
    return tuple(dict.fromkeys(catalogue.by_words[writing][0] for _, _, writing in found))[:3]
