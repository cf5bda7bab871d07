"""What the demonstration says of its own rows: invented, and on which day."""

from datetime import date
from typing import Any

FICTIONAL = "données de démonstration, fictives"
FACILITIES = "données de démonstration, déduites du statut de l’établissement"


def sourced(source: str = FICTIONAL, today: date | None = None) -> dict[str, Any]:
    """Return the two columns that every fact of the directory has."""
    return {"source": source, "source_date": today}
