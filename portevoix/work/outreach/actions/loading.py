"""Loads the texts, the subjects of associations and the resources that ship with the product."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower

from portevoix.base.audit import journal
from portevoix.base.core.periods import period
from portevoix.base.core.text import typo_fr
from portevoix.register.directory.actions.upsert import Counts
from portevoix.register.directory.models import Association, BodyType
from portevoix.work.outreach.enums import ItemKind
from portevoix.work.outreach.models import AssociationTheme, PageItem, Resource

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_outreach(*, by: Any, today: date, folder: Path = DATA) -> dict[str, Counts]:
    """Add what the files of `folder` hold and the database does not; what France Assos Santé changed since is kept.

    Needs the reference data (`load_reference`). What is added is shown from `today` on. Returns what was written, by table.
    """
    page = tomllib.loads((folder / "devenir_representant.toml").read_text(encoding="utf-8"))
    more = tomllib.loads((folder / "ressources.toml").read_text(encoding="utf-8"))
    counts = {
        "items": _load_items(page["item"], today),
        "resources": _load_resources(more["resource"], today),
        "themes": _load_themes(more["theme"]),
    }
    changed = {table: count.changed for table, count in counts.items() if count.changed}
    if changed:
        journal.record("reference.load", target=PageItem(), by=by, changed=changed)
    return counts


def _load_items(rows: list[dict], today: date) -> Counts:
    known = set(PageItem.objects.exclude(code="").values_list("code", flat=True))
    new = [row for row in rows if row["code"] not in known]
    for row in new:
        place = [other["code"] for other in rows if other["kind"] == row["kind"]].index(row["code"]) + 1
        words = {"title": typo_fr(row["title"]), "text": typo_fr(row["text"].strip())}
        item = PageItem(**row | words | {"kind": ItemKind(row["kind"]), "rank": place, "shown": period(today)})
        item.full_clean()
        item.save()
    return Counts(created=len(new), unchanged=len(rows) - len(new))


def _load_resources(rows: list[dict], today: date) -> Counts:
    known = set(Resource.objects.exclude(code="").values_list("code", flat=True))
    created = 0
    for rank, row in enumerate(rows, start=1):
        if row["code"] in known:
            continue
        types = row.pop("body_types", [])
        words = {name: typo_fr(row[name]) for name in ("title", "summary")}
        resource = Resource(**row | words, rank=rank, shown=period(today))
        resource.full_clean()
        resource.save()
        resource.body_types.set(BodyType.objects.filter(code__in=types))
        created += 1
    return Counts(created=created, unchanged=len(rows) - created)


def _load_themes(rows: list[dict]) -> Counts:
    """An association that has subjects already keeps them. Codes are compared without regard to capitals."""
    wanted = {row["association"].lower(): row for row in rows}
    told = set(AssociationTheme.objects.values_list("association", flat=True))
    codes = Association.objects.annotate(key=Lower("code")).filter(key__in=wanted).exclude(pk__in=told)
    new = {association: wanted[association.key] for association in codes.order_by("pk")}
    AssociationTheme.objects.bulk_create(
        AssociationTheme(association=association, theme=theme, source=row["source"], source_date=row["source_date"])
        for association, row in new.items()
        for theme in row["themes"]
    )
    return Counts(created=len(new), unchanged=len(rows) - len(new))
