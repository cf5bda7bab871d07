"""What the pages of the workspace read beyond the register's own selectors: lists of choices, saved views, titles."""

from dataclasses import dataclass
from datetime import date

from portevoix.front.workspace.models import SavedView
from portevoix.register.directory.enums import FederationKind, TerritoryKind
from portevoix.register.directory.models import Body, BodyType, Federation, Territory
from portevoix.register.directory.scope import Scope


@dataclass(frozen=True, kw_only=True)
class FilterChoices:
    """What the lists of the form hold: pairs (value, French label), within the scope of the viewer."""

    departments: list[tuple[str, str]]
    body_types: list[tuple[str, str]]
    federations: list[tuple[str, str]]


def filter_choices(scope: Scope, *, at: date) -> FilterChoices:
    """Return the departments, body types and hospital federations that the seats of `scope` know on `at`."""
    bodies = Body.objects.visible_to(scope).open_at(at)
    departments = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, pk__in=bodies.values("department")).order_by("code", "pk")
    types = BodyType.objects.filter(pk__in=bodies.values("body_type")).order_by("sort_key", "pk")
    federations = Federation.objects.filter(kind=FederationKind.HOSPITAL).order_by("code", "pk")
    return FilterChoices(
        departments=[(department.code, department.label) for department in departments],
        body_types=[(kind.code, _capital(kind.name)) for kind in types],
        federations=[(str(federation.pk), federation.name) for federation in federations],
    )


def saved_views(user) -> list[SavedView]:
    """Return the views that `user` has kept, by name."""
    return list(SavedView.objects.filter(user=user).order_by("name", "pk"))


def scope_title(scope: Scope) -> str:
    """Return the perimeter in words: « Région Grand Est », « Moselle », « Tout le pays »."""
    if scope.everything:
        return "Tout le pays"
    codes = scope.regions | scope.departments
    names = Territory.objects.filter(
        code__in=codes, kind__in=[TerritoryKind.REGION] if scope.regions else [TerritoryKind.DEPARTMENT]
    ).order_by("kind", "code", "pk")
    words = [f"Région {place.name}" if place.kind == TerritoryKind.REGION else place.name for place in names]
    return ", ".join(words) or "Votre établissement"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
