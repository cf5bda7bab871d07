"""Where the reference files are, and how their rows are read."""

import csv
import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
ESTABLISHMENTS_GRAND_EST = DATA / "etablissements_grand_est_2023.csv"

COG = {"source": "INSEE, code officiel géographique 2026", "source_date": date(2026, 1, 1)}
POSTCODES = {"source": "INSEE, code officiel géographique 2026 ; La Poste, codes postaux", "source_date": date(2026, 1, 1)}
FINESS_CATEGORIES = {"source": "FINESS, nomenclature des catégories d’établissement", "source_date": date(2025, 5, 26)}


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a UTF-8, comma-separated reference file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML reference file."""
    with path.open("rb") as file:
        return tomllib.load(file)


def territories() -> list[dict[str, str]]:
    """Return regions, departments and territories of health democracy, parents first."""
    return read_csv(DATA / "territories.csv")


def communes(path: Path | None = None) -> list[dict[str, str]]:
    """Return the communes of Grand Est, or those of another file with the same columns."""
    return read_csv(path or DATA / "communes_44.csv")


def facility_categories() -> list[dict[str, str]]:
    """Return the categories of the FINESS directory."""
    return read_csv(DATA / "facility_categories.csv")


def body_types() -> list[dict[str, Any]]:
    """Return the body types with their dated rules."""
    return read_toml(DATA / "body_types.toml")["body_type"]


def short_reference() -> dict[str, Any]:
    """Return category groups, federations, regional practices, cycles and dated settings."""
    return read_toml(DATA / "reference.toml")


@cache
def contours(name: str) -> dict[str, Any]:
    """Return the simplified contours called `name`: `width`, `height`, `source` and `shapes` (code, name, path, label at x, y).

    Raises `FileNotFoundError` when the product ships no such map.
    """
    return json.loads((DATA / "contours" / f"{name}.json").read_text(encoding="utf-8"))
