"""Departments and regions named in free text: a sheet called « 57 - Moselle », a section called « comité de la Marne »."""

import csv
import re
from functools import lru_cache
from importlib.resources import files

from portevoix.base.core.text import search_key

_CODE = r"(?:0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-4]|976)"
_LABELLED = re.compile(rf"(?:d(?:e?pts?|epartements?|ep|t)?\s*)?({_CODE})")
_SURROUNDED = re.compile(rf"(?:^|[^0-9a-z])({_CODE})(?:$|[^0-9a-z])")


@lru_cache(maxsize=1)
def _places() -> tuple[dict[str, str], frozenset[str]]:
    """Return the departments (search key of the name → code) and the keys of the regions, present and former."""
    lines = files("portevoix.base.core").joinpath("data/places.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";"))
    departments = {search_key(row["name"]): row["code"] for row in rows if row["kind"] == "department"}
    return departments, frozenset(search_key(row["name"]) for row in rows if row["kind"] != "department")


def department_names() -> dict[str, str]:
    """Return the code of each department by the search key of its name (« moselle » → « 57 »)."""
    return _places()[0]


def region_names() -> frozenset[str]:
    """Return the search keys of the regions of today and of before 2016."""
    return _places()[1]


def department_code(value) -> str:
    """Return the code of the department that a cell or a sheet's name gives (« 8 », « Dpt 57 », « 57 - Moselle », « Moselle »), or "".

    A text that names two departments gives none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if value == value and abs(value) < 1000 else ""
    if not isinstance(value, str):
        return ""
    key = search_key(value)
    if re.fullmatch(r"\d", key):
        key = key.zfill(2)
    if match := _LABELLED.fullmatch(key):
        return match[1].upper()
    found = {match.upper() for match in _SURROUNDED.findall(f" {key} ".replace(" ", "  "))}
    words = f" {key} "
    named = {code: name for name, code in department_names().items() if f" {name} " in words}
    longest = max(named.values(), key=len, default="")
    found |= {code for code, name in named.items() if name == longest or f" {name} " not in f" {longest} "}
    return found.pop() if len(found) == 1 else ""
