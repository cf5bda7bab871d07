"""The only way into a state: the step of the workflow, the passage that dates it, the departments that may see the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from portevoix.base.audit.actors import account
from portevoix.work.candidacies.models import Candidacy, Passage
from portevoix.work.candidacies.models.candidacies import CandidacyQuerySet
from portevoix.work.candidacies.workflow import CANDIDACY


@contextmanager
def take_step(candidacy: Candidacy, name: str, *, by: Any, **data: Any) -> Iterator[Candidacy]:
    """Take the step `name` of `workflow.CANDIDACY`: yield the locked row to fill in, then change its state and write its passage.

    All of it or nothing. `candidacy` follows the new state. `data` (codes, dates, numbers) goes to the journal. Raises `StepRefused`
    when the state forbids the step, `PermissionDenied` without the right.
    """
    with transaction.atomic():
        with CANDIDACY.step(candidacy, name, by=by, **data) as locked:
            yield locked
            locked.departments = departments_of(locked)
        _write(locked, by=by)
    candidacy.departments = locked.departments


@transaction.atomic
def take_step_many(candidacies: CandidacyQuerySet, name: str, *, by: Any, **data: Any) -> list[Candidacy]:
    """Take the same step on many candidacies that nobody fills in, in a few statements: all of them, or none. Raises as `take_step`."""
    rows = candidacies.select_related("call__region", "association__parent")
    moved = CANDIDACY.step_many(rows, name, by=by, **data)
    Passage.objects.bulk_create(_passage(row, by=by) for row in moved)
    return moved


@transaction.atomic
def record_entry(candidacy: Candidacy, *, by: Any) -> None:
    """Write the first passage of a candidacy that has just been created, and the departments that see it."""
    departments = departments_of(candidacy)
    if departments != candidacy.departments:
        candidacy.departments = departments
        candidacy.save(update_fields=["departments"])
    _write(candidacy, by=by)


def departments_of(candidacy: Candidacy) -> list[str]:
    """Return the codes of the departments of its wishes and of the home, in order: what places the file in a scope."""
    found = set(candidacy.wishes.filter(body__department__isnull=False).values_list("body__department__code", flat=True))
    found |= set(candidacy.wishes.filter(seat__body__department__isnull=False).values_list("seat__body__department__code", flat=True))
    if candidacy.home_id:
        found.add(candidacy.home.department.code)
    return sorted(found)


def _write(candidacy: Candidacy, *, by: Any) -> None:
    _passage(candidacy, by=by).save()


def _passage(candidacy: Candidacy, *, by: Any) -> Passage:
    return Passage(candidacy=candidacy, state=candidacy.state, entered_at=candidacy.state_changed_at, entered_by=account(by))
