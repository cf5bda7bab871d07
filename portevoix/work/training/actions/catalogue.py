"""What is written about the catalogue: loaded with the product, then kept by France Assos Santé."""

import tomllib
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from portevoix.base.audit import journal
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import first_day, period
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.actions.upsert import Counts, upsert
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.models import Course, CourseFamily

DATA = Path(__file__).resolve().parent.parent / "data" / "catalogue.toml"
PLAIN = ("title", "audience", "hours", "half_days", "source", "source_date")
OPTIONAL = ("prerequisites", "programme", "provider", "is_basic")
EDITABLE = frozenset(
    {"title", "family", "objectives", "programme", "audience", "prerequisites", "hours", "half_days", "provider", "provider_number"}
)
CODE_LENGTH = 36
NATIONAL = "Corriger une formation du catalogue national\u00a0: impossible ici. Ajoutez la vôtre, propre à votre région."


@transaction.atomic
def load_catalogue(*, by: Any, path: Path = DATA) -> dict[str, Counts]:
    """Add the families and the courses of the file `path` that the database does not know; a course that it knows is left as it is.

    Needs the reference data (`load_reference`) for the body types. Returns what was written, by table.
    """
    with path.open("rb") as file:
        content = tomllib.load(file)
    counts = {"families": upsert(CourseFamily, content["family"], key=("code",)), "courses": _load_courses(content["course"])}
    changed = {table: count.changed for table, count in counts.items() if count.changed}
    if changed:
        journal.record("reference.load", target=CourseFamily(), by=by, changed=changed)
    return counts


def _load_courses(rows: list[dict[str, Any]]) -> Counts:
    counts = Counts()
    families = {family.code: family for family in CourseFamily.objects.all()}
    types = {kind.code: kind for kind in BodyType.objects.all()}
    known = set(Course.objects.values_list("code", flat=True))
    for row in rows:
        if row["code"] in known:
            counts.unchanged += 1
            continue
        course = Course(
            code=row["code"],
            family=families[row["family"]],
            objectives="\n".join(row["objectives"]),
            offered=period(row["from"], row.get("to")),
            **{name: row[name] for name in PLAIN},
            **{name: row[name] for name in OPTIONAL if name in row},
        )
        course.full_clean()
        course.save()
        course.body_types.set([types[code] for code in row.get("body_types", []) if code in types])
        counts.created += 1
    return counts


@transaction.atomic
def add_course(*, region: Territory, first: date, by: Any, today: date, body_types: Collection[BodyType] = (), **fields: Any) -> Course:
    """Add a course of `region` to the catalogue from the day `first` on; `fields`: those of `EDITABLE`.

    Raises `ValidationError` by field, `PermissionDenied` outside the right of `by`.
    """
    course = Course(
        code=_free_code(fields["title"]),
        region=region,
        offered=period(first),
        source=f"France Assos Santé, délégation de la région {region.name}"[:200],
        source_date=today,
        **fields,
    )
    _ensure_manages(by, course)
    course.full_clean()
    course.save()
    course.body_types.set(body_types)
    journal.record("course.add", target=course, by=by, first=first.isoformat())
    return course


@transaction.atomic
def edit_course(*, course: Course, by: Any, body_types: Collection[BodyType] = (), **fields: Any) -> Course:
    """Correct what a course of the region says. Raises `StepRefused` for one of the national catalogue, `ValidationError`."""
    locked = _locked(course, by)
    for name, value in fields.items():
        if name not in EDITABLE:
            raise KeyError(name)
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    locked.body_types.set(body_types)
    journal.record("course.edit", target=locked, by=by, fields=sorted(fields))
    return locked


@transaction.atomic
def withdraw_course(*, course: Course, last: date, by: Any) -> Course:
    """Take a course of the region out of the catalogue after the day `last`; its sessions go on.

    Raises `ValidationError` when it would leave before it came, `StepRefused` for one of the national catalogue.
    """
    locked = _locked(course, by)
    begins = first_day(locked.offered)
    if begins and last < begins:
        raise ValidationError(
            {"last": f"Cette formation entre au catalogue le {date_fr(begins)}\u00a0: indiquez ce jour ou un jour après."}
        )
    locked.offered = period(begins, last)
    locked.save(update_fields=["offered"])
    journal.record("course.withdraw", target=locked, by=by, last=last.isoformat())
    return locked


def _locked(course: Course, by: Any) -> Course:
    locked = Course.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=course.pk)
    if locked.region is None:
        raise StepRefused(NATIONAL)
    _ensure_manages(by, locked)
    return locked


def _ensure_manages(by: Any, course: Course) -> None:
    if not can(by, Permission.TRAINING_MANAGE, course):
        raise PermissionDenied(Permission.TRAINING_MANAGE.value)


def _free_code(title: str) -> str:
    """Return a code that no course has, made from the title."""
    stem = slugify(title)[:CODE_LENGTH].strip("-") or "formation"
    taken = set(Course.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
