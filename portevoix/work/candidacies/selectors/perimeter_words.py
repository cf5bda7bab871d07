"""A perimeter in words, and what may be chosen to make one."""

from dataclasses import dataclass
from datetime import date

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.text import enumerate_fr
from portevoix.register.directory.enums import SeatQuality, TerritoryKind
from portevoix.register.directory.models import Body, BodyType, Federation, Territory
from portevoix.register.directory.scope import Scope
from portevoix.work.candidacies.selectors.perimeter import Perimeter


@dataclass(frozen=True, kw_only=True)
class PerimeterChoices:
    """Pairs (code, French label) within the scope of the agent."""

    departments: list[tuple[str, str]]
    body_types: list[tuple[str, str]]


def perimeter_choices(scope: Scope, *, at: date) -> PerimeterChoices:
    """Return the departments and the types of bodies for which associations propose, among those that `scope` sees on `at`."""
    bodies = Body.objects.visible_to(scope).open_at(at).filter(body_type__in_designation_circuit=True, body_type__parent__isnull=True)
    departments = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, pk__in=bodies.values("department")).order_by("code", "pk")
    types = BodyType.objects.filter(pk__in=bodies.values("body_type")).order_by("sort_key", "pk")
    return PerimeterChoices(
        departments=[(place.code, place.label) for place in departments],
        body_types=[(kind.code, kind.name[:1].upper() + kind.name[1:]) for kind in types],
    )


def regions_of(scope: Scope) -> list[Territory]:
    """Return the regions in which somebody who manages `scope` may open a call: theirs, or that of their departments."""
    regions = Territory.objects.filter(kind=TerritoryKind.REGION)
    if not scope.everything:
        above = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, code__in=scope.departments).values("parent")
        regions = regions.filter(code__in=scope.regions) | regions.filter(pk__in=above)
    return list(regions.order_by("code", "pk"))


def limits_in_words(perimeter: Perimeter) -> list[str]:
    """Return, one sentence each, the limits that the form does not show as boxes."""
    words = []
    if perimeter.body:
        words.append(f"l’instance «\u00a0{_body_name(perimeter) or 'inconnue'}\u00a0»")
    if perimeter.text:
        words.append(f"le nom ou la ville contient «\u00a0{perimeter.text}\u00a0»")
    if perimeter.federation:
        name = Federation.objects.filter(pk=perimeter.federation).values_list("name", flat=True).first()
        words.append(f"les établissements de la fédération «\u00a0{name or 'inconnue'}\u00a0»")
    if perimeter.past_term_only:
        words.append("les sièges dont le mandat est échu et dont le titulaire siège encore")
    if perimeter.vacant_over_months:
        words.append(f"les sièges vacants depuis plus de {perimeter.vacant_over_months}\u00a0mois")
    return words


def in_words(perimeter: Perimeter) -> list[tuple[str, str]]:
    """Return the perimeter as (label, value) lines: where, which bodies, which seats, why."""
    names = _departments(perimeter)
    types = list(BodyType.objects.filter(code__in=perimeter.body_types).order_by("sort_key", "pk").values_list("plural_name", flat=True))
    qualities = [quality.label for quality in SeatQuality if quality in perimeter.qualities]
    why = []
    if perimeter.vacant:
        why.append("vacants")
    if perimeter.falling_before:
        why.append(f"qui se libèrent avant le {date_fr(perimeter.falling_before)}")
    if perimeter.mid_cycle:
        why.append("occupés, remis en jeu")
    lines = [
        ("Départements", enumerate_fr(names) or "tous"),
        ("Instances", enumerate_fr(types) or "toutes"),
        ("Sièges", ", ".join([enumerate_fr(qualities) or "titulaires, suppléants et membres", enumerate_fr(why)])),
    ]
    limits = limits_in_words(perimeter)
    return [*lines, ("Seulement", enumerate_fr(limits))] if limits else lines


def title_of(perimeter: Perimeter, *, today: date) -> str:
    """Return the title proposed for a call: « Sièges vacants : Bas-Rhin et Moselle, 2026 »."""
    what = "Sièges vacants" if perimeter.vacant and not perimeter.mid_cycle else "Sièges à pourvoir"
    if perimeter.body:
        name = _body_name(perimeter)
        return f"{what}\u00a0: {name}"[:160] if name else what
    names = _departments(perimeter)
    where = enumerate_fr(names) if 0 < len(names) <= 3 else f"{len(names)}\u00a0départements" if names else ""
    return f"{what}\u00a0: {where}, {today.year}" if where else f"{what}, {today.year}"


def _departments(perimeter: Perimeter) -> list[str]:
    places = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT, code__in=perimeter.departments)
    return list(places.order_by("code", "pk").values_list("name", flat=True))


def _body_name(perimeter: Perimeter) -> str:
    body = Body.objects.filter(pk=perimeter.body).first()
    return body.readable_name if body else ""
