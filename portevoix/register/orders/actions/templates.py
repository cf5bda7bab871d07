"""Loads the templates of orders and the competent courts that ship with the product."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.periods import period
from portevoix.register.directory.actions.upsert import Counts
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.orders.models import AppealCourt, OrderTemplate

DATA = Path(__file__).resolve().parent.parent / "data" / "order_templates.toml"


@transaction.atomic
def load_order_templates(*, by: Any, path: Path = DATA) -> dict[str, Counts]:
    """Add the templates and the courts of the file `path` that nothing in the database covers; what an agency changed is kept.

    Needs the reference data (`load_reference`). Returns what was written, by table.
    """
    with path.open("rb") as file:
        content = tomllib.load(file)
    counts = {"templates": _load_templates(content), "courts": _load_courts(content["courts"])}
    changed = {table: count.changed for table, count in counts.items() if count.changed}
    if changed:
        journal.record("reference.load", target=OrderTemplate(), by=by, changed=changed)
    return counts


def _load_templates(content: dict[str, Any]) -> Counts:
    counts = Counts()
    types = {kind.code: kind for kind in BodyType.objects.all()}
    for row in content["template"]:
        days = period(row.get("from"), row.get("to"))
        if OrderTemplate.objects.filter(code=row["code"], region=None, period__overlap=days).exists():
            counts.unchanged += 1
            continue
        template = OrderTemplate(
            **{name: row[name] for name in ("code", "name", "kind", "authority", "title", "author_line", "source", "source_date")},
            visas=row["visas"].strip(),
            considerants=row.get("considerants", "").strip(),
            articles=[{key: value.strip() for key, value in article.items()} for article in row["article"]],
            appeal=row.get("appeal", content["appeal"]).strip(),
            period=days,
        )
        template.full_clean()
        template.save()
        template.body_types.set([types[code] for code in row.get("body_types", [])])
        counts.created += 1
    return counts


def _load_courts(group: dict[str, Any]) -> Counts:
    counts = Counts()
    first: date = group["from"]
    for row in group["rows"]:
        region = Territory.objects.get(kind=TerritoryKind.REGION, code=row["region"])
        if AppealCourt.objects.filter(region=region, period__overlap=period(first)).exists():
            counts.unchanged += 1
            continue
        AppealCourt.objects.create(
            region=region,
            agency_town=row["agency_town"],
            court=row["court"],
            period=period(first),
            source=group["source"],
            source_date=group["source_date"],
        )
        counts.created += 1
    return counts
