"""Loads the templates of orders and the competent courts that ship with the product."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import ONE_DAY, first_day, period
from portevoix.register.access.permissions import Permission
from portevoix.register.directory.actions.upsert import Counts
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.orders.actions.drafting import check_texts
from portevoix.register.orders.models import AppealCourt, OrderTemplate
from portevoix.register.orders.permissions import check

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


@transaction.atomic
def adopt_template(
    *, template: OrderTemplate, region: Territory, texts: dict[str, Any], first: date, validated: bool, by: Any, today: date
) -> OrderTemplate:
    """Give `region` its own text of `template` from the day `first`; the one that it had until then ends the day before.

    texts: as `edit_text`. validated: the legal service has read it. Drafts already written keep their text.
    Raises `ValidationError` (by field) and `PermissionDenied`.
    """
    own = OrderTemplate(
        region=region,
        period=period(first),
        to_verify=not validated,
        source=f"texte de l’agence, d’après «\u00a0{template.source}\u00a0»"[:200],
        source_date=today,
        **{name: getattr(template, name) for name in ("code", "name", "kind", "authority")},
        **texts,
    )
    check(by, Permission.ORDER_PREPARE, own)
    if first < today:
        raise ValidationError({"first": "Un texte ne s’applique pas avant aujourd’hui\u00a0: indiquez aujourd’hui ou un jour à venir."})
    check_texts(own)
    for before in OrderTemplate.objects.select_for_update(of=("self",)).filter(code=own.code, region=region, period__overlap=own.period):
        begun = first_day(before.period)
        if begun and begun >= first:
            raise ValidationError({"first": f"Un texte de votre région commence déjà le {date_fr(begun)}\u00a0: indiquez un jour après."})
        before.period = period(begun, first - ONE_DAY)
        before.save()
    own.full_clean()
    own.save()
    own.body_types.set(template.body_types.all())
    journal.record("ordertemplate.adopt", target=own, by=by, first=first.isoformat(), validated=validated)
    return own


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
