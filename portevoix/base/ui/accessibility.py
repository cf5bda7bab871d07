"""State of conformity, computed from the audit data: no program and no page may claim more than the last human audit."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from portevoix.base.core.periods import add_years

DATA_FILE = Path(__file__).parent / "data" / "accessibilite.json"
AUDIT_LIFE_YEARS = 3  # RGAA, « Obligations d’accessibilité »: a declaration older than three years no longer counts


@dataclass(frozen=True)
class Audit:
    """The last human audit: its day, and how many of the applicable criteria were met on all pages of the sample."""

    day: date | None
    applicable: int | None
    met: int | None


@cache
def declaration() -> dict:
    """Return the whole data file, from which the declaration page is rendered."""
    return json.loads(DATA_FILE.read_text(encoding="utf-8"))


def last_audit(data: dict) -> Audit:
    """Read the audit from the declaration's data."""
    audit = data["audit"]
    day = date.fromisoformat(audit["date"]) if audit["date"] else None
    return Audit(day, audit["criteres_applicables"], audit["criteres_conformes"])


def conformity(audit: Audit, *, today: date) -> str:
    """Return « totalement conforme », « partiellement conforme » or « non conforme » (RGAA, obligations, « déclaration »).

    Without an audit, or with one older than three years, the answer is « non conforme », whatever the pages are worth.
    """
    if audit.day is None or not audit.applicable or audit.met is None or add_years(audit.day, AUDIT_LIFE_YEARS) < today:
        return "non conforme"
    if audit.met >= audit.applicable:
        return "totalement conforme"
    return "partiellement conforme" if audit.met * 2 >= audit.applicable else "non conforme"


def mention(*, today: date) -> str:
    """Return the words that every page must show."""
    return f"Accessibilité\u00a0: {conformity(last_audit(declaration()), today=today)}"
