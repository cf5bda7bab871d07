"""What a workbook would change in the register: rows not yet saved, problems, doubts. Made by `checking`, written by `applying`."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models

from portevoix.register.directory.models import Person
from portevoix.register.imports.enums import DoubtKind
from portevoix.register.mandates.models import Mandate


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One remark on one cell, in the keys of the report. `message` and `suggestion` are French; `quality` is a `SeatQuality` value."""

    code: str
    message: str
    suggestion: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    finess_et: str = ""
    quality: str = ""
    rank: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Creation:
    """A row to create, and where the workbook asks for it. Rows refer to each other as objects, saved in the order of `Plan.creations`."""

    row: models.Model
    sheet: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Completion:
    """Empty fields of a row of the register that the workbook fills; never a value that replaces another."""

    row: models.Model
    values: dict[str, str]
    sheet: str = ""
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlannedDoubt:
    """A question to leave in the review queue; `summary` is the French sentence of the report."""

    kind: DoubtKind
    summary: str
    evidence: list[str]
    person: Person | None = None
    other: Person | None = None
    mandate: Mandate | None = None
    sheet: str = ""
    line: int | None = None

    @property
    def people(self) -> list[Person]:
        """The people that the question is about, none for a vacancy."""
        return [person for person in (self.person, self.other) if person is not None]


@dataclass
class Plan:
    """Everything that the application would do, and everything that the report says."""

    bodies: list[Creation] = field(default_factory=list)
    seats: list[Creation] = field(default_factory=list)
    federations: list[Creation] = field(default_factory=list)
    sections: list[Creation] = field(default_factory=list)
    people: list[Creation] = field(default_factory=list)
    mandates: list[Creation] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)
    doubts: list[PlannedDoubt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    rows: int = 0
    body_count: int = 0
    seat_count: int = 0
    vacant_count: int = 0
    people_matched: int = 0
    unchanged_count: int = 0

    def creations(self) -> Iterator[list[Creation]]:
        """Yield the rows to create, those that others refer to first; the rows of one list are of one table."""
        yield from (self.bodies, self.seats, self.federations, self.sections, self.people, self.mandates)

    def fingerprint(self) -> str:
        """Return a digest of what would be written: two checks of one file agree as long as the register has not changed."""
        content = [[_signature(creation.row) for creation in creations] for creations in self.creations()]
        content.append([[_reference(completion.row), completion.values] for completion in self.completions])
        content.append([[doubt.kind, *map(_reference, (doubt.person, doubt.other, doubt.mandate))] for doubt in self.doubts])
        content.append([problem.as_dict() for problem in self.problems])
        return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


def _signature(row: models.Model) -> dict[str, str]:
    """Return the values of a row to create; a relation to another row to create is shown by that row's own text."""
    values = {}
    for column in row._meta.concrete_fields:
        if column.generated or column.primary_key:
            continue
        value = getattr(row, column.name) if column.is_relation and column.is_cached(row) else getattr(row, column.attname)
        values[column.name] = _reference(value) if isinstance(value, models.Model) else str(value)
    return values


def _reference(row: models.Model | None) -> str:
    return "" if row is None else str(row.pk or row)
