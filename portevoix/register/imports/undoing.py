"""Takes a run back: the register is given back exactly as it was, or the run says what stands in the way."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pghistory.models
from django.apps import apps
from django.db import IntegrityError, models
from django.db.models import Q

from portevoix.base.audit import journal
from portevoix.register.directory.models import Association, Body, Person, Seat
from portevoix.register.imports.enums import ChangeKind
from portevoix.register.imports.models import Doubt, ImportedChange, ImportRun
from portevoix.register.mandates.models import Mandate
from portevoix.register.workflow.engine import StepRefused

ORDER = (Mandate, Person, Association, Seat, Body)  # what refers to others first
SHOWN = 5  # examples named in a refusal


class UndoRefused(StepRefused):
    """Something happened since to what the run wrote. `reasons` are French sentences."""

    def __init__(self, reasons: list[str]):
        self.reasons = reasons
        super().__init__("Annuler l’import\u00a0: impossible, le registre a changé depuis. " + " ".join(reasons))


@dataclass(frozen=True)
class Written:
    """What a run wrote in one table: numbers of the rows created, and values from before of the rows completed."""

    model: type[models.Model]
    created: frozenset[int]
    completed: dict[int, dict]


def written_by(run: ImportRun) -> list[Written]:
    """Return what `run` wrote, table by table, in the order in which it must be taken back."""
    created, completed = defaultdict(set), defaultdict(dict)
    for change in ImportedChange.objects.filter(run=run).order_by("pk"):
        if change.kind == ChangeKind.CREATED:
            created[change.table].add(change.row_id)
        else:
            completed[change.table][change.row_id] = change.before
    tables = [model._meta.label_lower for model in ORDER]
    unknown = (set(created) | set(completed)) - set(tables)
    if unknown:
        raise LookupError(f"tables without an order of undoing: {sorted(unknown)}")
    return [
        Written(apps.get_model(table), frozenset(created[table]), completed[table])
        for table in tables
        if created[table] or completed[table]
    ]


def take_back(run: ImportRun, *, by) -> None:
    """Delete what `run` created and empty what it completed, inside the caller's transaction.

    Raises `UndoRefused` when one of these rows was changed since, or is used by something that the run did not create.
    """
    tables = written_by(run)
    _lock(tables)
    obstacles = [*_changed_since(run, tables), *_used_since(tables)]
    if obstacles:
        raise UndoRefused([obstacle.sentence for obstacle in obstacles] + _later_imports(run, obstacles))
    _forget_doubts(run, tables)
    try:
        for written in tables:
            _restore(written, by=by, run=run)
    except (IntegrityError, models.ProtectedError) as error:
        raise UndoRefused(["Une ligne créée par l’import vient d’être utilisée. Recommencez."]) from error
    ImportedChange.objects.filter(run=run).delete()


def _lock(tables: list[Written]) -> None:
    """Hold the rows until the end: nobody may change them, nor point to them, in the meantime."""
    for written in tables:
        rows = written.model.objects.filter(pk__in=[*written.created, *written.completed]).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def _restore(written: Written, *, by, run: ImportRun) -> None:
    table = written.model._meta.model_name
    rows = list(written.model.objects.filter(pk__in=written.completed).order_by("pk"))
    for row in rows:
        for name, value in written.completed[row.pk].items():
            setattr(row, name, value)
    fields = sorted({name for before in written.completed.values() for name in before})
    if rows:
        written.model.objects.bulk_update(rows, fields, batch_size=500)
        journal.record_many(f"{table}.restore", targets=rows, by=by, run=run.pk)
    gone = list(written.model.objects.filter(pk__in=written.created).order_by("pk"))
    journal.record_many(f"{table}.delete", targets=gone, by=by, run=run.pk)
    if written.model is Association:  # sections before the federation that was created with them
        written.model.objects.filter(pk__in=written.created, parent__in=written.created).delete()
    written.model.objects.filter(pk__in=written.created).delete()


def _forget_doubts(run: ImportRun, tables: list[Written]) -> None:
    """Delete the questions of the run, and those of other runs about somebody or a mandate that disappears: they have no object left."""
    created = {written.model: written.created for written in tables}
    people, mandates = created.get(Person, ()), created.get(Mandate, ())
    Doubt.objects.filter(Q(run=run) | Q(person__in=people) | Q(other__in=people) | Q(mandate__in=mandates)).delete()


@dataclass(frozen=True)
class Obstacle:
    """Rows that stand in the way of the undoing."""

    what: str
    model: type[models.Model]
    rows: list[models.Model]

    @property
    def sentence(self) -> str:
        examples = ", ".join(map(_describe, self.rows[:SHOWN])) + ("…" if len(self.rows) > SHOWN else "")
        return f"{self.what}\u00a0: {self.model._meta.verbose_name_plural}{f' ({examples})' if examples else ''}."


def _later_imports(run: ImportRun, obstacles: list[Obstacle]) -> list[str]:
    """Say which later imports brought the obstacles, and must be undone first."""
    ours = Q(pk__in=[])
    for obstacle in obstacles:
        ours |= Q(table=obstacle.model._meta.label_lower, row_id__in=[row.pk for row in obstacle.rows])
    later = ImportedChange.objects.filter(ours).exclude(run=run).order_by("-run").values_list("run", flat=True).distinct()
    return [f"Annulez d’abord l’import {', puis l’import '.join(map(str, later))}."] if later else []


def _changed_since(run: ImportRun, tables: list[Written]) -> Iterator[Obstacle]:
    """Give the rows that have a later event in their history than the run's own."""
    for written in tables:
        events = written.model._meta.get_field("history").related_model.objects
        ids = set(events.filter(pgh_obj_id__in=written.created).exclude(pgh_label="insert").values_list("pgh_obj_id", flat=True))
        ids |= _touched_after_completion(run, written, events)
        if ids:
            rows = written.model.objects.filter(pk__in=ids).order_by("pk")[: SHOWN + 1]
            yield Obstacle("Changement postérieur", written.model, list(rows))


def _touched_after_completion(run: ImportRun, written: Written, events) -> set[int]:
    """Return the completed rows that have an event later than the run's own, which the context of the history tells apart."""
    if not written.completed:
        return set()
    events = events.filter(pgh_obj_id__in=written.completed)
    last = dict(events.filter(pgh_context_id=run.history_context).values_list("pgh_obj_id").annotate(models.Max("pgh_id")))
    return {row_id for row_id, event_id in events.values_list("pgh_obj_id", "pgh_id") if event_id > last.get(row_id, 0)}


def _used_since(tables: list[Written]) -> Iterator[Obstacle]:
    """Give the rows, not created by the run, that point to rows that it created."""
    created = {written.model: written.created for written in tables}
    for written in tables:
        for relation in written.model._meta.related_objects:
            user = relation.related_model
            if issubclass(user, pghistory.models.Event) or user is Doubt:
                continue
            rows = user.objects.filter(**{f"{relation.field.name}__in": written.created}).exclude(pk__in=created.get(user, ()))
            rows = list(rows.order_by("pk")[: SHOWN + 1])
            if rows:
                yield Obstacle("Ajout postérieur", user, rows)


def _describe(row: models.Model) -> str:
    return f"{row.person} à «\u00a0{row.body}\u00a0»" if isinstance(row, Mandate) else str(row)
