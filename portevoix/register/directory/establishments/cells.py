"""Reads the cells that every format shares: numbers that lost a zero, overseas codes, dates, coordinates, legal status."""

import re
from datetime import date

from portevoix.base.core.finess import department_of
from portevoix.base.core.text import squeeze
from portevoix.register.directory.enums import LegalStatus

# FINESS writes the overseas departments with a letter; the official geographic code writes three digits.
OVERSEAS = {"9A": "971", "9B": "972", "9C": "973", "9D": "974", "9E": "975", "9F": "976"}
STATUS_WORDS = {
    "public": LegalStatus.PUBLIC,
    "privé non lucratif": LegalStatus.NON_PROFIT,
    "privé lucratif": LegalStatus.FOR_PROFIT,
}
STATUS_PREFIXES = {"PUB": LegalStatus.PUBLIC, "PNL": LegalStatus.NON_PROFIT, "PLU": LegalStatus.FOR_PROFIT}
NON_PROFIT_FORMS = range(40, 67)  # FINESS nomenclature: aggregate 2100, to which 89 belongs too
COMMERCIAL_FORMS = range(70, 97)


def department_code(value: str) -> str:
    """Return the code of a department: « 8 » → « 08 », « 9D » → « 974 », « 2a » → « 2A »; as it is when it cannot be one."""
    code = squeeze(value).upper()
    code = OVERSEAS.get(code, code)
    return code.zfill(2) if code.isascii() and code.isdigit() else code


def commune_code(value: str, *, department: str = "") -> str:
    """Return the INSEE code of a commune, or nothing when it cannot be one.

    « 8409 » → « 08409 », « 9A124 » → « 97124 »; three digits are completed by the department (FINESS flows).
    """
    code = squeeze(value).upper()
    if code[:2] in OVERSEAS and len(code) == 5:
        code = f"97{code[2:]}"
    if re.fullmatch(r"[0-9]{3}", code) and department:
        code = f"{department[:2]}{code}"  # overseas the third digit of the department is the first of the three
    if re.fullmatch(r"[0-9]{4}", code):
        code = f"0{code}"
    return code if re.fullmatch(r"([0-9]{2}|2[AB])[0-9]{3}", code) else ""


def department_of_commune(code: str) -> str:
    """Return the department of a commune code."""
    return code[:3] if code.startswith("97") else code[:2]


def department_of_number(number: str) -> str:
    """Return the department that a FINESS number carries, as the official geographic code writes it."""
    return department_code(department_of(number))


def postcode(value: str) -> str | None:
    """Return a postcode (five digits), nothing for an empty cell, None for a cell that is no postcode."""
    code = squeeze(value).replace(" ", "")
    if not code:
        return ""
    return code.zfill(5) if re.fullmatch(r"[0-9]{4,5}", code) else None


def category_code(value: str) -> str:
    """Return a category of the FINESS directory on three digits at least."""
    code = squeeze(value)
    return code.zfill(3) if code.isascii() and code.isdigit() else code


def siret(value: str) -> str | None:
    """Return a SIRET (14 digits), nothing for an empty cell, None for a cell that is no SIRET."""
    code = squeeze(value).replace(" ", "")
    if not code:
        return ""
    return code.zfill(14) if re.fullmatch(r"[0-9]{11,14}", code) else None


def coordinate(value: str, *, limit: float) -> float | None:
    """Return a number of degrees between -`limit` and `limit`, None for an empty cell.

    Raises `ValueError` when the cell is not such a number.
    """
    text = squeeze(value).replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,20})?", text, re.ASCII):
        raise ValueError(text)
    number = float(text)
    if abs(number) > limit:
        raise ValueError(text)
    return number


def iso_date(value: str) -> date | None:
    """Return the day of an ISO date; None for nothing, for what is no date and for the placeholders of the flows (1900, 1901)."""
    try:
        day = date.fromisoformat(squeeze(value)[:10])
    except ValueError:
        return None
    return day if day.year > 1901 else None


def status_of_prefix(value: str) -> str:
    """Return the legal status that a SAE category starts with (`PUB2`, `PNL5`, `PLU8`)."""
    return STATUS_PREFIXES.get(squeeze(value).upper()[:3], LegalStatus.UNKNOWN)


def status_of_form(value: str) -> str:
    """Return the legal status that the legal form of FINESS means: 1 to 30 public, 40 to 66 and 89 non-profit, the rest commercial."""
    text = squeeze(value)
    if not re.fullmatch(r"[0-9]{1,2}", text):
        return LegalStatus.UNKNOWN
    form = int(text)
    if 1 <= form <= 30:
        return LegalStatus.PUBLIC
    if form in NON_PROFIT_FORMS or form == 89:
        return LegalStatus.NON_PROFIT
    return LegalStatus.FOR_PROFIT if form in COMMERCIAL_FORMS and form != 90 else LegalStatus.UNKNOWN


def status_of_words(value: str) -> str:
    """Return the legal status written in full."""
    return STATUS_WORDS.get(squeeze(value).lower(), LegalStatus.UNKNOWN)


def joined_address(number: str, kind: str, street: str, box: str) -> str:
    """Return « 2 AV GENERAL MARGUERITTE, CS 40903 »."""
    line = squeeze(" ".join((number, kind, street)))
    return ", ".join(part for part in (line, squeeze(box)) if part)[:250]
