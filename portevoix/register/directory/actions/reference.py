"""Loads the reference data that ships with the product. Run again, it changes nothing; what an agent recorded since is kept."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.periods import period
from portevoix.register.directory.actions.association_catalogue import load_known_associations
from portevoix.register.directory.actions.body_types import load_body_types
from portevoix.register.directory.actions.upsert import Counts, upsert
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import (
    BodyType,
    Commune,
    Cycle,
    FacilityCategory,
    Federation,
    Parameter,
    RegionalPractice,
    Territory,
)
from portevoix.register.directory.reference import files


@transaction.atomic
def load_reference(*, by: Any, communes: Path | None = None) -> dict[str, Counts]:
    """Load every reference table; return what was written, by table.

    communes: another file of communes (same columns) beside those of Grand Est, for another region.
    """
    counts = {"territories": load_territories(), "communes": load_communes(files.communes())}
    if communes:
        counts["communes"] += load_communes(files.communes(communes))
    counts |= load_rules_and_names()
    changed = {table: count.changed for table, count in counts.items() if count.changed}
    if changed:
        journal.record("reference.load", target=Territory(), by=by, changed=changed)
    return counts


def load_rules_and_names() -> dict[str, Counts]:
    """Load what does not lie on the map: categories, federations, associations, body types and their rules, dated settings."""
    short = files.short_reference()
    counts = {"facility_categories": load_facility_categories()}
    counts["federations"] = upsert(Federation, [_federation(row) for row in short["federation"]], key=("code",))
    counts["associations"], counts["association_aliases"] = load_known_associations()
    counts |= load_body_types(files.body_types(), groups=short["category_groups"])
    counts["practices"] = load_practices(short["practice"])
    counts["cycles"] = load_cycles(short["cycle"])
    counts["parameters"] = load_parameters(short["parameter"])
    return counts


def load_territories() -> Counts:
    """Load regions, then departments and territories of health democracy under them."""
    rows = files.territories()
    counts = Counts()
    for kinds in ({TerritoryKind.REGION}, {TerritoryKind.DEPARTMENT, TerritoryKind.HEALTH_TERRITORY}):
        regions = dict(Territory.objects.filter(kind=TerritoryKind.REGION).values_list("code", "pk"))
        counts += upsert(
            Territory,
            [
                {
                    "kind": row["kind"],
                    "code": row["code"],
                    "name": row["name"],
                    "in_name": row["in_name"],
                    "parent_id": regions[row["parent"]] if row["parent"] else None,
                    **files.COG,
                }
                for row in rows
                if row["kind"] in kinds
            ],
            key=("kind", "code"),
        )
    return counts


def load_communes(rows: list[dict[str, str]]) -> Counts:
    """Load communes with their postcodes, population and the centre of their contour (degrees, WGS 84)."""
    departments = dict(Territory.objects.filter(kind=TerritoryKind.DEPARTMENT).values_list("code", "pk"))
    return upsert(
        Commune,
        [
            {
                "code": row["code"],
                "name": row["name"],
                "department_id": departments[row["department"]],
                "postcodes": row["postcodes"].split(),
                "population": int(row["population"]) if row["population"] else None,
                "latitude": float(row["latitude"]) if row["latitude"] else None,
                "longitude": float(row["longitude"]) if row["longitude"] else None,
                **files.POSTCODES,
            }
            for row in rows
        ],
        key=("code",),
    )


def load_facility_categories() -> Counts:
    """Load the categories of the FINESS directory."""
    return upsert(FacilityCategory, [{**row, **files.FINESS_CATEGORIES} for row in files.facility_categories()], key=("code",))


def load_practices(rows: list[dict[str, Any]]) -> Counts:
    """Load the regional practices of replacement (dossier §3.6)."""
    return _load_dated(
        RegionalPractice,
        [{**_place(row), "replacement_rule": row["rule"], **_dated(row)} for row in rows],
        key=("region_id", "body_type_id"),
    )


def load_cycles(rows: list[dict[str, Any]]) -> Counts:
    """Load the collective periods that are known."""
    return _load_dated(Cycle, [{**_place(row), **_dated(row)} for row in rows], key=("region_id", "body_type_id"))


def load_parameters(rows: list[dict[str, Any]]) -> Counts:
    """Load the dated settings."""
    values = [{"code": row["code"], "label": row["label"], "value": row["value"], **_dated(row)} for row in rows]
    return _load_dated(Parameter, values, key=("code",))


def _load_dated(model, rows, *, key) -> Counts:
    """Insert the dated rows that overlap nothing known: a period that an agent changed is never touched again."""
    counts = Counts()
    for values in rows:
        overlapping = model.objects.filter(**{name: values[name] for name in key}, period__overlap=values["period"])
        if overlapping.exists():
            counts.unchanged += 1
        else:
            model.objects.create(**values)
            counts.created += 1
    return counts


def _place(row: dict[str, Any]) -> dict[str, int]:
    region = Territory.objects.get(kind=TerritoryKind.REGION, code=row["region"])
    return {"region_id": region.pk, "body_type_id": BodyType.objects.get(code=row["body_type"]).pk}


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    first: date | None = row.get("from")
    return {
        "period": period(first, row.get("to")),
        "to_verify": row.get("to_verify", False),
        "source": row["source"],
        "source_date": row["source_date"],
    }


def _federation(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "source": "site de la fédération", "source_date": date(2026, 1, 15)}
