"""Writes a plan into the register: bulk statements, history, journal and what the undoing needs, in the caller's transaction."""

from django.db import connection, models

from portevoix.base.audit import journal
from portevoix.register.imports.enums import ChangeKind, Phase
from portevoix.register.imports.models import Doubt, ImportedChange, ImportRun
from portevoix.register.imports.plan import Completion, Creation, Plan, PlannedDoubt
from portevoix.register.imports.progress import Progress, silent

BATCH = 500
SHEET = ImportedChange._meta.get_field("sheet").max_length  # an ODS sheet may bear a longer name


def write(plan: Plan, *, run: ImportRun, by, tell: Progress = silent) -> None:
    """Create and complete the rows of `plan`, note each for the undoing, leave its doubts in the queue.

    Raises `django.db.IntegrityError` when a constraint of the register refuses: the caller's transaction is then lost as a whole.
    """
    lists = list(plan.creations())
    done, total = 0, sum(map(len, lists)) + len(plan.completions)
    for creations in lists:
        tell(Phase.WRITING, done, total)
        if creations:
            _create(creations, run=run, by=by)
        done += len(creations)
    _complete(plan.completions, run=run, by=by)
    _leave(plan.doubts, run=run)
    _tell_planner({type(creations[0].row) for creations in lists if creations})
    tell(Phase.WRITING, total, total)


def _tell_planner(written: set[type[models.Model]]) -> None:
    """Count the tables again: after an undone import PostgreSQL believes them empty, and reads a full register row by row."""
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in written):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _create(creations: list[Creation], *, run: ImportRun, by) -> None:
    rows = [creation.row for creation in creations]
    model = type(rows[0])
    model.objects.bulk_create(rows, batch_size=BATCH)
    ImportedChange.objects.bulk_create(
        [
            ImportedChange(
                run=run,
                kind=ChangeKind.CREATED,
                table=model._meta.label_lower,
                row_id=creation.row.pk,
                sheet=creation.sheet[:SHEET],
                row=creation.line,
            )
            for creation in creations
        ],
        batch_size=BATCH,
    )
    journal.record_many(f"{model._meta.model_name}.create", targets=rows, by=by, run=run.pk)


def _complete(completions: list[Completion], *, run: ImportRun, by) -> None:
    by_model: dict[type[models.Model], list[Completion]] = {}
    for completion in completions:
        by_model.setdefault(type(completion.row), []).append(completion)
    for model, group in by_model.items():
        changes = []
        for completion in group:
            before = {name: getattr(completion.row, name) for name in completion.values}
            for name, value in completion.values.items():
                setattr(completion.row, name, value)
            changes.append(
                ImportedChange(
                    run=run,
                    kind=ChangeKind.UPDATED,
                    table=model._meta.label_lower,
                    row_id=completion.row.pk,
                    before=before,
                    sheet=completion.sheet[:SHEET],
                    row=completion.line,
                )
            )
        rows = [completion.row for completion in group]
        model.objects.bulk_update(rows, sorted({name for completion in group for name in completion.values}), batch_size=BATCH)
        ImportedChange.objects.bulk_create(changes, batch_size=BATCH)
        journal.record_many(f"{model._meta.model_name}.complete", targets=rows, by=by, run=run.pk)


def _leave(doubts: list[PlannedDoubt], *, run: ImportRun) -> None:
    """Leave the doubts in the queue; a pair that is already there, or was already settled, is not asked again."""
    rows = []
    for doubt in doubts:
        pair = sorted((person for person in (doubt.person, doubt.other) if person), key=lambda person: person.pk)
        person, other = pair or (None, None)
        rows.append(
            Doubt(
                run=run,
                kind=doubt.kind,
                person=person,
                other=other,
                mandate=doubt.mandate,
                evidence=doubt.evidence,
                sheet=doubt.sheet[:SHEET],
                row=doubt.line,
            )
        )
    Doubt.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
