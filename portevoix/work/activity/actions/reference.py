"""Loads the scales of expenses and who pays them."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.core.periods import period
from portevoix.register.directory.actions.upsert import Counts
from portevoix.register.directory.models import BodyType
from portevoix.work.activity.models import ExpenseRate, PayerRule

DATA = Path(__file__).resolve().parent.parent / "data" / "activity.toml"


@transaction.atomic
def load_scales(*, by: Any, path: Path = DATA) -> dict[str, Counts]:
    """Add the rates and the rules of the file `path` whose period nothing in the database covers; what is there is kept.

    Needs the reference data (`load_reference`) for the types of body. Returns what was written, by table.
    """
    with path.open("rb") as file:
        content = tomllib.load(file)
    types = {kind.code: kind for kind in BodyType.objects.all()}
    counts = {
        "rates": _add([_rate(row) for row in content["rate"]], ("kind", "vehicle", "zone", "tier_from")),
        "payers": _add([_payer(row, types) for row in content["payer"] if row["body_type"] in types], ("body_type",)),
    }
    changed = {table: count.changed for table, count in counts.items() if count.changed}
    if changed:
        journal.record("reference.load", target=ExpenseRate(), by=by, changed=changed)
    return counts


def _add(rows: list, key: tuple[str, ...]) -> Counts:
    counts = Counts()
    for row in rows:
        facts = {name: getattr(row, name) for name in key}
        if type(row).objects.filter(period__overlap=row.period, **facts).exists():
            counts.unchanged += 1
            continue
        row.full_clean()
        row.save()
        counts.created += 1
    return counts


def _rate(row: dict[str, Any]) -> ExpenseRate:
    return ExpenseRate(
        kind=row["kind"],
        vehicle=row.get("vehicle", ""),
        zone=row.get("zone", ""),
        tier_from=row.get("tier_from", 0),
        amount=Decimal(row["amount"]),
        **_dated(row),
    )


def _payer(row: dict[str, Any], types: dict[str, BodyType]) -> PayerRule:
    facts = {"payer": row["payer"], "legal_basis": row.get("legal_basis", "")}
    return PayerRule(body_type=types[row["body_type"]], **facts, **_dated(row))


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "period": period(row["from"], row.get("to")),
        "to_verify": row.get("to_verify", False),
        "source": row["source"],
        "source_date": row["source_date"],
    }
