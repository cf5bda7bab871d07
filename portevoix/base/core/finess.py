"""FINESS numbers as they come out of spreadsheets: lost zeros, spaces, apostrophes, decimals, Corsica."""

import re
from dataclasses import dataclass

from portevoix.base.core.text import squeeze

_SHAPE = re.compile(r"(?:\d\d|2[AB])\d{7}")
_LABEL = re.compile(r"^(?:N\s*[°ºO]?\s*)?(?:FINESS)?\s*(?:E[TJ]|G[EÉ]O(?:GRAPHIQUE)?)?\s*(?:N\s*[°º])?\s*[:=]?\s*", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[\s.\-_'’`\"/,;]+")
_OVERSEAS = {"9701": "971", "9702": "972", "9703": "973", "9704": "974", "9805": "976"}


class FinessError(ValueError):
    """No FINESS number can be read; `message` is a French sentence."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Finess:
    """A repaired number: nine characters, `repairs` and `warnings` as French sentences (both empty for a clean one)."""

    number: str
    repairs: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def key_is_valid(number: str) -> bool:
    """Tell whether the last digit is the key of the other eight (Luhn, A counting 1 and B 2).

    Holds for the 3 975 establishments of the SAE 2023. Only ever a warning: numbers with a wrong key exist (standards §6.3).
    """
    total = 0
    for position, char in enumerate(reversed(number.replace("A", "1").replace("B", "2"))):
        digit = int(char) * (1 + position % 2)
        total += digit - 9 * (digit > 9)
    return total % 10 == 0


def repair_finess(value, *, department: str = "") -> Finess:
    """Return the FINESS number meant by a cell: text or number, with spaces, points, apostrophes, or without its first zero.

    `department`, when known (« 08 »), confirms a lost zero. Raises `FinessError` with a French sentence.
    """
    if isinstance(value, bool) or value is None:
        raise FinessError("Le numéro FINESS manque.")
    if isinstance(value, int | float):
        if value != value or abs(value) == float("inf") or float(value) != int(value) or value < 0:
            raise FinessError(f"« {value} » n’est pas un numéro FINESS.")
        text = str(int(value))
    else:
        text = squeeze(str(value))
    if not text:
        raise FinessError("Le numéro FINESS manque.")
    return _repair_text(text, department)


def _repair_text(text: str, department: str) -> Finess:
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    if match := re.fullmatch(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", text, re.IGNORECASE):
        if len(match[2] or "") != int(match[3]):
            raise FinessError(f"« {shown} » a perdu des chiffres. Mettez la colonne au format texte et ressaisissez le numéro.")
        text = match[1] + match[2]
    bare = re.sub(r"[.,]0+$", "", _LABEL.sub("", text.upper(), count=1))
    bare = _PUNCTUATION.sub("", bare)
    repairs = []
    if re.fullmatch(r"[\dABO]{8,9}", bare) and "O" in bare:
        bare = bare.replace("O", "0")
        repairs.append("La lettre O a été lue comme un zéro.")
    if re.fullmatch(r"\d{8}|[AB]\d{7}", bare):
        bare = ("2" if bare[0] in "AB" else "0") + bare
        repairs.append("Le premier chiffre, perdu par le tableur, a été rétabli.")
    elif bare != text:
        repairs.append("Les espaces et les signes ont été retirés.")
    if re.fullmatch(r"0\d{9}", bare):
        bare = bare[1:]
    if not _SHAPE.fullmatch(bare):
        raise FinessError(_explain(shown, text, bare))
    if len(bare) != len(_PUNCTUATION.sub("", text)) and department and department_of(bare) != department and not key_is_valid(bare):
        raise FinessError(f"« {shown} » a huit chiffres. Un numéro FINESS en a neuf.")
    return Finess(bare, tuple(repairs), tuple(_warnings(bare, department)))


def _warnings(number: str, department: str):
    if not key_is_valid(number):
        yield f"La clé du numéro {number} n’est pas celle attendue : vérifiez la saisie."
    if department and department_of(number) != department.upper().zfill(2):
        yield f"Le numéro {number} n’est pas du département {department}."


def _explain(shown: str, text: str, bare: str) -> str:
    several = re.findall(r"(?<!\d)(?:\d\d|2[AB])\d{7}(?!\d)", text.upper())
    if len(several) > 1:
        return f"« {shown} » contient plusieurs numéros FINESS. Gardez celui de l’établissement (ET)."
    if bare.isdigit():
        return f"« {shown} » a {len(bare)} chiffres. Un numéro FINESS en a neuf."
    return f"« {shown} » n’est pas un numéro FINESS."


def department_of(number: str) -> str:
    """Return the department of a FINESS number: « 08 », « 2A », « 974 ». An overseas prefix that is not known comes back as it is."""
    return _OVERSEAS.get(number[:4], number[:2])


def format_finess(number: str) -> str:
    """Return the number as it is read aloud: « 68 000 129 4 »."""
    return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:]}".strip()
