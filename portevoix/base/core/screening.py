"""Finds what a free text should not hold about people: numbers, addresses, birth dates, names, health. A person confirms, or removes it.

Recall comes first: what looks like one is shown; the writer who knows better says so (standards §3.5).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError

from portevoix.base.core.names import known_first_names
from portevoix.base.core.text import search_key

CODE = "screened"  # code of the ValidationError: the form offers to confirm


class Sensitive(StrEnum):
    """What was found; the value is the French word of the sentence."""

    NIR = "un numéro de sécurité sociale"
    EMAIL = "une adresse électronique"
    PHONE = "un numéro de téléphone"
    BIRTH = "une date de naissance ou un âge"
    NAME = "le nom d’une personne"
    HEALTH = "une information de santé"


@dataclass(frozen=True, kw_only=True)
class Spotted:
    """One piece of text: what it looks like, and where it stands."""

    kind: Sensitive
    text: str
    start: int


_GAP = r"[\s.\-\u00a0\u202f]?"
_MONTHS = r"(?:janv|f[ée]vr|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c)[a-zéû]*\.?"
_DAY = (
    rf"(?:\d{{1,2}}\s*[/.\- ]\s*\d{{1,2}}\s*[/.\- ]\s*(?:19|20)?\d{{2}}"
    rf"|(?:1er|\d{{1,2}})\s+{_MONTHS}\s+(?:19|20)?\d{{2}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_NAME_WORD = rf"(?:d['’]|l['’]|O['’])?{_CAPITAL}[\w'’\-]*"
_TITLE = r"(?:M\.|Mr\.?|MM\.|Mmes?|Mlles?|Messieurs|Mesdames|Monsieur|Madame|Mademoiselle|Dr\.?|Drs|Docteure?|Pr\.?|Professeure?|Me|Maître)"
_ILLNESS = (
    r"cancers?|tumeurs?|leuc[ée]mie|diab[èe]te|d[ée]pression|d[ée]pressi(?:f|ve)|schizophr[èe]n\w+|bipolaire|alzheimer|parkinson|scl[ée]rose|"
    r"vih|sida|h[ée]patite|[ée]pileps\w+|avc|infarctus|insuffisance|handicap\w*|burn-?out|alcoolisme|addiction\w*|psychiatri\w+|grossesse|dialyse"
)
_PATTERNS: tuple[tuple[Sensitive, re.Pattern], ...] = (
    (
        Sensitive.NIR,
        re.compile(
            rf"(?<!\d)[1-478]{_GAP}\d{{2}}{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d{{2}}|2[AaBb]){_GAP}\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d{{2}})?(?!\d)"
        ),
    ),
    (
        Sensitive.EMAIL,
        re.compile(r"[\w.+'\-]+\s?(?:@|\(at\)|\[at\]|\(arobase\)|\sarobase\s)\s?[\w\-]+(?:\s?(?:\.|\(point\)|\spoint\s)\s?[\w\-]+)+", re.I),
    ),
    (
        Sensitive.PHONE,
        re.compile(rf"(?<!\d)(?:(?:\+|00){_GAP}33{_GAP}(?:\(0\){_GAP})?|0{_GAP})[1-9](?:[\s.\-/\u00a0\u202f]{{0,2}}\d{{2}}){{4}}(?!\d)"),
    ),
    (
        Sensitive.BIRTH,
        re.compile(
            rf"\bn[ée]e?s?\b(?:\(e\))?\s+(?:le\s+|en\s+|vers\s+)?(?:{_DAY}|{_MONTHS}\s+\d{{4}}|(?:19|20)\d{{2}})|\bn[ée]\(e\)\s+le\b.{{0,30}}",
            re.I,
        ),
    ),
    (
        Sensitive.BIRTH,
        re.compile(rf"\b(?:date|ann[ée]e|jour)\s+de\s+naissance\b.{{0,20}}|\bDDN\b.{{0,15}}|\bnaissance\s*:?\s*{_DAY}", re.I),
    ),
    (Sensitive.BIRTH, re.compile(r"\b(?:[âa]g[ée]e?|a|ont|ayant|aura|avoir)\s+(?:de\s+)?\d{2,3}\s+ans\b|\b\d{2}\s+ans\s+r[ée]volus", re.I)),
    (Sensitive.BIRTH, re.compile(r"(?<![\d/])\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:19\d{2}|200\d)(?!\d)")),
    (
        Sensitive.NAME,
        re.compile(rf"\b{_TITLE}\s+(?:(?:de|du|le|la|von|van|d['’]|ben)\s+)?(?!(?:La|Le|Les|L['’]|L)\b){_NAME_WORD}(?:\s+{_NAME_WORD})*"),
    ),
    (
        Sensitive.HEALTH,
        re.compile(
            rf"\b(?:souffr\w+\s+d|attein\w+\s+(?:d['’e]|par)|malade\s+d|diagnosti\w+|hospitalis[ée]\w*|op[ée]r[ée]e?s?\s+(?:d|pour|le|en)|"
            rf"suivie?s?\s+(?:pour|en)\s+(?:un|une|psych\w+|sa|son|des)|sous\s+traitement|en\s+(?:chimioth[ée]rapie|arr[êe]t\s+(?:de\s+)?maladie|"
            rf"r[ée]mission|longue\s+maladie)|traitements?\s+m[ée]dica\w+|(?:sa|son|ses|leur|une?)\s+(?:{_ILLNESS})\b|pathologie|maladie\s+(?:chronique|grave|"
            rf"psychique|rare)|[ée]tat\s+de\s+sant[ée]|raisons?\s+(?:de\s+sant[ée]|m[ée]dicales?))",
            re.I,
        ),
    ),
)
_PAIR = re.compile(rf"\b({_CAPITAL}[\w'’\-]+)(?=\s+((?:(?:de|du|le|la|von|van|ben|d['’])\s+)?{_CAPITAL}[\w'’\-]+))")


def screen(text: str, *, known: Iterable[str] = ()) -> list[Spotted]:
    """Return what `text` seems to hold about people, in the order of the text. known: names that may stand there (the file's own)."""
    found = [
        Spotted(kind=kind, text=match[0].strip(), start=match.start()) for kind, pattern in _PATTERNS for match in pattern.finditer(text)
    ]
    found += _pairs(text)
    allowed = {word for name in known for word in search_key(name).split()}
    kept: list[Spotted] = []
    for one in sorted(found, key=lambda spotted: (spotted.start, -len(spotted.text))):
        if one.kind == Sensitive.NAME and allowed and set(_name_words(one.text)) <= allowed:
            continue
        if not any(_covers(other, one) for other in kept):
            kept.append(one)
    return kept


def _covers(wider: Spotted, one: Spotted) -> bool:
    return wider.start <= one.start and one.start + len(one.text) <= wider.start + len(wider.text)


def _pairs(text: str) -> list[Spotted]:
    """Return « Odile Wernert » and « WERNERT Odile »: a frequent first name beside a word with a capital."""
    found = []
    for match in _PAIR.finditer(text):
        first, second = match[1], match[2]
        if _is_first_name(first) or _is_first_name(second.split()[-1]):
            found.append(Spotted(kind=Sensitive.NAME, text=f"{first} {second}", start=match.start()))
    return found


def _is_first_name(word: str) -> bool:
    parts = search_key(word).split()
    return bool(parts) and all(part in known_first_names() for part in parts)


def _name_words(text: str) -> list[str]:
    return [word for word in search_key(text).split() if word not in {"m", "mr", "mme", "mmes", "mlle", "monsieur", "madame", "dr", "pr"}]


def screening_sentence(found: Iterable[Spotted]) -> str:
    """Return the sentence that stops the writer: what was seen, what to do."""
    found = list(found)
    kinds = list(dict.fromkeys(one.kind.value for one in found))
    shown = ", ".join(f"«\u00a0{one.text[:40]}\u00a0»" for one in found[:3])
    listed = kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} et {kinds[-1]}"
    return f"Ce texte semble contenir {listed} ({shown}). Retirez-le, ou confirmez qu’il est nécessaire ici."


def ensure_screened(*texts: str, confirmed: bool = False, known: Iterable[str] = ()) -> None:
    """Raise `ValidationError` (code `screened`) when a text seems to hold something about people and nobody confirmed it."""
    if confirmed:
        return
    known = list(known)
    found = [one for text in texts for one in screen(text, known=known)]
    if found:
        raise ValidationError(screening_sentence(found), code=CODE)
