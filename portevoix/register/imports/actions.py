"""What is done with a run: lay down, correct the columns, check, apply, undo."""

import json
from datetime import date, datetime
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import IntegrityError, connection, transaction

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.files.actions import store
from portevoix.base.files.enums import WORKBOOKS
from portevoix.register.access.permissions import Permission, can
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.imports import applying, progress, undoing
from portevoix.register.imports.checking import check_run
from portevoix.register.imports.enums import Decision, DoubtKind, Phase
from portevoix.register.imports.models import ColumnMapping, Doubt, ImportRun
from portevoix.register.imports.plan import Plan
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.imports.reading.limits import Limits
from portevoix.register.imports.reading.mapping import Mapping
from portevoix.register.imports.reading.results import Workbook
from portevoix.register.imports.report import failure_report, report_of
from portevoix.register.imports.workflow import IMPORT_RUN
from portevoix.register.mandates.actions.endings import end_mandate
from portevoix.register.mandates.actions.merge import merge_people
from portevoix.register.mandates.enums import EndReason
from portevoix.register.workflow.engine import StepRefused

ANSWERS = {
    DoubtKind.PEOPLE: frozenset({Decision.SAME, Decision.DIFFERENT, Decision.LATER}),
    DoubtKind.VACANCY: frozenset({Decision.KEPT, Decision.ENDED, Decision.LATER}),
}
ONE_AT_A_TIME = 7_341_000_000_000  # advisory lock: two applications never write together


class ChangedSinceCheck(StepRefused):
    """The register is no longer what the check saw; the run was checked again and nothing was written."""

    def __init__(self):
        super().__init__(
            "Appliquer\u00a0: impossible, le registre a changé depuis la vérification. Le classeur vient d’être vérifié de nouveau\u00a0: "
            "relisez le rapport, puis appliquez."
        )


@transaction.atomic
def upload(*, upload: File, region: Territory, body_type: BodyType, by: Any, today: date, mapping: Mapping | None = None) -> ImportRun:
    """Keep a workbook and open its run; `today` dates the facts that it will bring.

    Raises `FileRefused` (a `ValidationError`) when the content is not a workbook's.
    """
    stored = store(upload=upload, by=by, kinds=WORKBOOKS, max_bytes=Limits().file_bytes)
    run = ImportRun.objects.create(
        file=stored,
        file_name=stored.name,
        region=region,
        body_type=body_type,
        source_date=today,
        mapping=json.loads(mapping.to_json()) if mapping else {},
        uploaded_by=account(by),
    )
    journal.record("importrun.upload", target=run, by=by, size=stored.size, sha256=stored.sha256)
    return run


@transaction.atomic
def correct_columns(*, run: ImportRun, mapping: Mapping, by: Any, at: datetime) -> None:
    """Say which column holds what, and remember it for the workbooks with the same titles."""
    run.mapping = json.loads(mapping.to_json())
    run.save(update_fields=["mapping"])
    for table in run.mapping["tables"]:
        ColumnMapping.objects.update_or_create(
            signature=table["signature"], defaults={"columns": table, "corrected_at": at, "corrected_by": account(by)}
        )
    journal.record("importrun.correct_columns", target=run, by=by, tables=len(run.mapping["tables"]))


def check(
    *,
    run: ImportRun,
    by: Any,
    today: date,
    at: datetime,
    tell: progress.Progress = progress.silent,
    workbook: Workbook | None = None,
) -> ImportRun:
    """Read the workbook and compare it with the register; nothing of the register is written.

    The run becomes `checked` with its report, or `failed` when the file cannot be read. `workbook`: its reading, if already made.
    Raises `StepRefused` when the run is already applied, `PermissionDenied` without the right.
    """
    with transaction.atomic():
        try:
            plan = check_run(run, today=today, tell=tell, workbook=workbook)
        except UnreadableFile as error:
            with IMPORT_RUN.step(run, "fail", by=by) as locked:
                locked.report = failure_report(error.message, suggestion=error.suggestion, value=locked.file_name)
        else:
            with IMPORT_RUN.step(run, "check", by=by, mandates=len(plan.mandates), problems=len(plan.problems)) as locked:
                locked.report, locked.fingerprint = report_of(plan), plan.fingerprint()
                locked.checked_at, locked.checked_by = at, account(by)
    return locked


def apply(
    *,
    run: ImportRun,
    by: Any,
    today: date,
    at: datetime,
    tell: progress.Progress = progress.silent,
    workbook: Workbook | None = None,
) -> ImportRun:
    """Write what the check announced, all of it or nothing, in one transaction.

    Raises `ChangedSinceCheck` when the register changed since the check (the run is then checked again), `StepRefused` when the
    run is not in the state to be applied, `PermissionDenied` without the right.
    """
    try:
        return _apply(run=run, by=by, today=today, at=at, tell=tell, workbook=workbook)
    except (ChangedSinceCheck, IntegrityError) as error:
        check(run=run, by=by, today=today, at=at, tell=tell, workbook=workbook)
        raise ChangedSinceCheck from error


def _apply(*, run, by, today, at, tell, workbook) -> ImportRun:
    with pghistory.context(import_run=run.pk) as context, transaction.atomic(), IMPORT_RUN.step(run, "apply", by=by) as locked:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        plan: Plan = check_run(locked, today=today, tell=tell, workbook=workbook)
        if plan.fingerprint() != locked.fingerprint:
            raise ChangedSinceCheck
        applying.write(plan, run=locked, by=by, tell=tell)
        locked.report = report_of(plan)
        locked.applied_at, locked.applied_by, locked.history_context = at, account(by), context.id
    return locked


def undo(*, run: ImportRun, by: Any, at: datetime, tell: progress.Progress = progress.silent) -> ImportRun:
    """Give the register back as it was before the run, in one transaction.

    Raises `UndoRefused` (a `StepRefused`) with its reasons when what the run wrote was changed or used since.
    """
    tell(Phase.UNDOING)
    try:
        with pghistory.context(undo_import_run=run.pk), IMPORT_RUN.step(run, "undo", by=by) as locked:
            undoing.take_back(locked, by=by)
            locked.undone_at, locked.undone_by = at, account(by)
    except IntegrityError as error:
        raise undoing.UndoRefused(["Une ligne créée par l’import vient d’être utilisée. Recommencez."]) from error
    return locked


@transaction.atomic
def decide(*, doubt: Doubt, decision: Decision, by: Any, at: datetime, on: date | None = None, reason: EndReason | None = None) -> Doubt:
    """Answer a doubt: SAME merges the two records (the older one is kept), ENDED ends the mandate (`on`: last day, `reason`).

    DIFFERENT and KEPT are remembered: the next imports do not ask again. LATER leaves the doubt in the queue.
    Raises `StepRefused` when somebody has answered in the meantime, `ValidationError` when the merge or the end is refused,
    `PermissionDenied` without the right.
    """
    locked = Doubt.objects.select_for_update(of=("self",), no_key=True).select_related("run__region").get(pk=doubt.pk)
    if locked.decision not in (Decision.OPEN, Decision.LATER):
        raise StepRefused(f"Répondre\u00a0: impossible, la réponse est déjà «\u00a0{locked.get_decision_display()}\u00a0».")
    if not can(by, Permission.IMPORT_RUN, locked):
        raise PermissionDenied
    if decision not in ANSWERS[locked.kind]:
        raise ValidationError("Choisissez une réponse à cette question.", code="unknown_decision")
    if decision == Decision.SAME:
        merge_people(kept=locked.person, absorbed=locked.other, by=by)
    elif decision == Decision.ENDED:
        end_mandate(mandate=locked.mandate, reason=reason or "", on=on, by=by)
    locked.decision, locked.decided_at, locked.decided_by = decision, at, account(by)
    locked.full_clean()
    locked.save()
    journal.record("doubt.decide", target=locked, by=by, decision=str(decision))
    return locked
