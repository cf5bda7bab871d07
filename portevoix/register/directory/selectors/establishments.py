"""Reads that the import of establishments needs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.establishments.differ import KnownFacility
from portevoix.register.directory.models import Body, Facility, Territory

PLAIN = (
    "finess_et",
    "name",
    "legal_status",
    "address",
    "postcode",
    "delivery_town",
    "town",
    "siret",
    "latitude",
    "longitude",
    "coordinates_source",
    "phone",
    "opened_on",
    "closed_on",
    "source",
    "source_date",
)


def department_regions() -> dict[str, str]:
    """Return the region of each department, by code."""
    departments = Territory.objects.filter(kind=TerritoryKind.DEPARTMENT)
    return dict(departments.values_list("code", "parent__code"))


def known_facilities() -> dict[str, KnownFacility]:
    """Return every facility of the register, closed ones too, by FINESS ET."""
    rows = Facility.objects.values(
        *PLAIN,
        finess_ej=F("legal_entity__finess_ej"),
        department_code=F("department__code"),
        region=F("department__parent__code"),
        category_code=Coalesce("category__code", Value("")),
        commune_code=Coalesce("commune__code", Value("")),
    )
    return {row["finess_et"]: KnownFacility(**_renamed(row)) for row in rows}


def bodies_of(numbers: Iterable[str], *, day: date) -> list[dict[str, Any]]:
    """Return the bodies that are open on `day` in these facilities: number, key and type."""
    bodies = Body.objects.open_at(day).filter(facility__finess_et__in=list(numbers)).order_by("facility__finess_et", "pk")
    return list(bodies.values(finess_et=F("facility__finess_et"), body=F("pk"), type=F("body_type__code")))


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("department", "category", "commune"):
        row[name] = row.pop(f"{name}_code")
    return row
