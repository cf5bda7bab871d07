"""Reference facts shown to the public: types of bodies with the rule in force, associations with their accreditation, recourses."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import Prefetch, Q, QuerySet

from portevoix.base.core.text import search_key
from portevoix.register.directory.models import Accreditation, Association, AssociationAlias, BodyType, BodyTypeRule

DATA = Path(__file__).parents[1] / "data"
FOUNDING = ("CDU", "CPAM", "CTS", "CRSA", "CCI")  # the five bodies of the founding documents, in their order


@dataclass(frozen=True, kw_only=True)
class TypeShown:
    """A type of body with the rule in force on a day, None when none is known."""

    kind: BodyType
    rule: BodyTypeRule | None


def types_shown(*, at: date) -> list[TypeShown]:
    """Return every type of body with its rule on `at`: the five of the founding documents first, then by name."""
    rules = BodyTypeRule.objects.filter(period__contains=at).prefetch_related("seat_patterns")
    kinds = BodyType.objects.prefetch_related(Prefetch("rules", queryset=rules, to_attr="in_force")).order_by("sort_key", "pk")
    shown = [TypeShown(kind=kind, rule=kind.in_force[0] if kind.in_force else None) for kind in kinds]
    return sorted(shown, key=lambda row: FOUNDING.index(row.kind.code) if row.kind.code in FOUNDING else len(FOUNDING))


def body_types() -> QuerySet[BodyType]:
    """Return the types of bodies, each with the type that it derives from."""
    return BodyType.objects.select_related("parent")


def type_rules(kind: BodyType) -> QuerySet[BodyTypeRule]:
    """Return all the dated rules of a type, the latest first."""
    return kind.rules.prefetch_related("seat_patterns").order_by("-period", "pk")


def accredited_associations(text: str, *, at: date) -> QuerySet[Association]:
    """Return the associations with an accreditation in force on `at`, by name; `text` forgives accents and typos.

    Their accreditations in force are in `.in_force`.
    """
    current = Accreditation.objects.filter(period__contains=at).exclude(status="withdrawn").select_related("region").order_by("level", "pk")
    rows = Association.objects.filter(pk__in=current.order_by().values("association")).prefetch_related(
        Prefetch("accreditations", queryset=current, to_attr="in_force")
    )
    key = search_key(text)
    if key:
        alike = AssociationAlias.objects.filter(Q(sort_key__contains=key) | Q(sort_key__trigram_word_similar=key)).values("association")
        rows = rows.filter(Q(sort_key__contains=key) | Q(sort_key__trigram_word_similar=key) | Q(pk__in=alike))
    return rows.order_by("sort_key", "pk")


@cache
def recourses() -> list[dict]:
    """Return the situations of « À qui s’adresser », in the order of the file."""
    return tomllib.loads((DATA / "recourses.toml").read_text(encoding="utf-8"))["situation"]
