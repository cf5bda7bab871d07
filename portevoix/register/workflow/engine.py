"""The one state engine: a table of steps, a lock, a trace."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.register.access.permissions import Permission, can


class StepRefused(Exception):
    """The file is no longer in a state that allows this step; the (French) message is shown as it is."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: from `sources` to `target`, for whoever has `permission`. `label` is the French verb on the button."""

    name: str
    label: str
    sources: Collection[str]
    target: str
    permission: Permission


REGISTRY: dict[str, "Workflow"] = {}  # every procedure by its code, for the generated diagrams and the tests written once for all


@dataclass(frozen=True)
class Workflow:
    """One procedure, listed in `REGISTRY`. `owners` says who holds the file in each state; None for a final state."""

    code: str
    title: str
    states: Mapping[str, str]
    owners: Mapping[str, str | None]
    steps: tuple[Step, ...]

    def __post_init__(self):
        REGISTRY[self.code] = self

    def find(self, name: str) -> Step:
        """Return the step called `name`; raise `KeyError` when the table has none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def held_by(self, parties: Collection[str]) -> list[str]:
        """Return the states in which one of `parties` holds the file."""
        return [state for state, owner in self.owners.items() if owner in parties]

    def available(self, obj: Any, *, by: Any) -> list[Step]:
        """Return the steps that `by` may take on `obj` now."""
        return [step for step in self.steps if obj.state in step.sources and can(by, step.permission, obj)]

    def ensure(self, obj: Any, name: str, *, by: Any) -> Step:
        """Return the step called `name`; raise `StepRefused` when the state forbids it, `PermissionDenied` without the right."""
        step = self.find(name)
        if obj.state not in step.sources:
            raise StepRefused(f"{step.label}\u00a0: impossible, l’état est maintenant «\u00a0{self.states[obj.state]}\u00a0».")
        if not can(by, step.permission, obj):
            raise PermissionDenied
        return step

    @contextmanager
    def step(self, obj: Any, name: str, *, by: Any, **data: Any) -> Iterator[Any]:
        """Lock the row, check, let the caller fill it in, change the state, record: all of it, or nothing.

        Yields the locked row. Raises `StepRefused` when its state does not allow the step, `PermissionDenied` without the right.
        `data` goes to the journal.
        """
        with transaction.atomic():
            locked = type(obj).objects.select_for_update(of=("self",), no_key=True).get(pk=obj.pk)
            step = self.ensure(locked, name, by=by)
            yield locked
            before, locked.state, locked.state_changed_at = locked.state, step.target, timezone.now()
            locked.full_clean()
            locked.save()
            journal.record(f"{locked._meta.model_name}.{name}", target=locked, by=by, before=before, after=locked.state, **data)
        obj.state, obj.state_changed_at = locked.state, locked.state_changed_at

    @transaction.atomic
    def step_many(self, rows: QuerySet, name: str, *, by: Any, **data: Any) -> list[Any]:
        """Take the step `name` on every row of `rows`, that nobody fills in: all of them, or none, in a few statements.

        rows: with what `scope_keys` reads in hand (`select_related`). Returns the rows in their new state, by primary key. The
        constraints of the table judge them. Raises as `step`.
        """
        locked = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
        for row in locked:
            step = self.ensure(row, name, by=by)
        if not locked:
            return []
        now, by_state = timezone.now(), {}
        rows.model._base_manager.filter(pk__in=[row.pk for row in locked]).update(state=step.target, state_changed_at=now)
        for row in locked:
            by_state.setdefault(row.state, []).append(row)
            row.state, row.state_changed_at = step.target, now
        for before, targets in by_state.items():
            journal.record_many(f"{rows.model._meta.model_name}.{name}", targets=targets, by=by, before=before, after=step.target, **data)
        return locked
