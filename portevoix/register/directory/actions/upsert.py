"""Brings a table to what a reference file says, writing only the rows that differ."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass
class Counts:
    """How many rows were added, changed, left as they were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> int:
        return self.created + self.updated

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)


def upsert(model: type[models.Model], rows: Iterable[dict[str, Any]], *, key: tuple[str, ...]) -> Counts:
    """Insert the rows whose `key` is unknown, update those that differ; a row with a more recent source than the file is kept.

    Rows are dictionaries of attribute names (`parent_id` for a foreign key).
    """
    known = {_key(row, key): row for row in model.objects.all()}
    counts, new, changed, fields = Counts(), [], [], set()
    for values in rows:
        row = known.get(tuple(values[name] for name in key))
        if row is None:
            new.append(model(**values))
            continue
        different = differences(row, values)
        if different:
            changed.append(row)
            fields |= different
        else:
            counts.unchanged += 1
    model.objects.bulk_create(new, batch_size=1000)
    if changed:
        model.objects.bulk_update(changed, sorted(fields), batch_size=500)
    counts.created, counts.updated = len(new), len(changed)
    return counts


def differences(row: models.Model, values: dict[str, Any]) -> set[str]:
    """Set on `row` the values that differ and return their names; nothing when the row has a more recent source."""
    if "source_date" in values and row.source_date and row.source_date > values["source_date"]:
        return set()
    different = {name for name, value in values.items() if getattr(row, name) != value}
    for name in different:
        setattr(row, name, values[name])
    return different


def _key(row: models.Model, key: tuple[str, ...]) -> tuple:
    getter: Callable[[str], Any] = row.__getattribute__
    return tuple(getter(name) for name in key)
