"""The verification code printed on a document: read aloud and copied by hand without mistake, e.g. « PV-7K3M-9QXT »."""

import re
import secrets

PREFIX = "PV"
# Neither 0 and O, 1, I and L, nor the letters that a hand confuses with a figure or with another letter (B, S, Z, U).
ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
LENGTH = 8  # 27 to the power 8: with a million documents, one try in 280 000 finds one, and tries are counted
_TYPED = str.maketrans({"B": "8", "S": "5", "Z": "2", "U": "V"})
_NOT_CODE = re.compile(r"[^0-9A-Z]+")
_WRITTEN = re.compile(rf"{PREFIX}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def random_code() -> str:
    """Return a code drawn at random."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{PREFIX}-{drawn[:4]}-{drawn[4:]}"


def read_code(text: str) -> str:
    """Return the code that somebody typed, as it is printed; an empty text when it cannot be one.

    Lower case, blanks, missing or other dashes, a missing prefix and the letters taken for figures are all understood.
    """
    letters = _NOT_CODE.sub("", text.upper())
    drawn = letters.removeprefix(PREFIX) if len(letters) > LENGTH else letters
    drawn = drawn.translate(_TYPED)
    code = f"{PREFIX}-{drawn[:4]}-{drawn[4:]}"
    return code if _WRITTEN.fullmatch(code) else ""
