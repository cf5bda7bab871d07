"""The register of processings (RGPD, art. 30), and what each table of the program declares about people."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps

from portevoix.base.core.privacy import Privacy

REGISTER = Path(__file__).parents[1] / "data" / "registre.toml"


@dataclass(frozen=True, kw_only=True)
class DeclaredTable:
    """A table with personal data: its French name and its declaration."""

    label: str
    name: str
    privacy: Privacy


@cache
def processings() -> list[dict]:
    """Return the processings, in the order of the file."""
    return tomllib.loads(REGISTER.read_text(encoding="utf-8"))["traitement"]


@cache
def declared_tables() -> list[DeclaredTable]:
    """Return the tables that hold personal data, by label, from the models' own declarations."""
    found = []
    for model in apps.get_models():
        privacy = getattr(model, "privacy", None)
        if isinstance(privacy, Privacy) and privacy.personal:
            found.append(DeclaredTable(label=model._meta.label, name=str(model._meta.verbose_name_plural), privacy=privacy))
    return sorted(found, key=lambda table: table.label)
