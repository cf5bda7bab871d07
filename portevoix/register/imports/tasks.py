"""The background work on a run: asked from a page, done by the worker, or at once when there is no worker."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.base.core import health, jobs
from portevoix.register.imports import actions, progress
from portevoix.register.imports.enums import Work
from portevoix.register.imports.models import ImportRun, RunProgress
from portevoix.register.imports.reading.errors import MappingError
from portevoix.register.imports.selectors import is_done, standing
from portevoix.register.imports.snapshot import NoRule
from portevoix.register.imports.workflow import IMPORT_RUN
from portevoix.register.workflow.engine import StepRefused


def start(*, run: ImportRun, work: Work, by: Any) -> None:
    """Ask for `work` on `run` in the name of the account `by`; without a worker it is done before this returns.

    Raises `StepRefused` when the state of the run forbids it or when a work is already under way, `PermissionDenied`.
    """
    IMPORT_RUN.ensure(run, str(work), by=by)
    if standing(run, at=timezone.now()).busy:
        raise StepRefused("Un travail est déjà en cours sur cet import. Attendez qu’il soit terminé.")
    with transaction.atomic():
        progress.ask(run.pk, work)
        if health.living_workers(timezone.now()):
            jobs.defer(perform, only_once=f"import-{run.pk}", run_id=run.pk, work=str(work), user_id=by.pk)
            return
    perform(run_id=run.pk, work=str(work), user_id=by.pk)


@jobs.task("imports.perform")
def perform(run_id: int, work: str, user_id: int) -> None:
    """Do the work that was asked; a second call, after the death of the first worker, finishes what is left or finds it done."""
    run, by = ImportRun.objects.select_related("region", "body_type", "file").get(pk=run_id), User.objects.get(pk=user_id)
    if not RunProgress.objects.filter(run=run, work=work).exists():
        return
    try:
        with progress.heart_of(run_id) as tell:
            refusal = "" if is_done(run, Work(work)) else _attempt(run, Work(work), by, tell)
    except progress.AlreadyRunning:
        return
    progress.finish(run_id, refusal)


def _attempt(run: ImportRun, work: Work, by: User, tell: progress.Progress) -> str:
    """Return the sentence of the refusal, empty when the work was done."""
    now = timezone.now()
    try:
        if work == Work.UNDO:
            actions.undo(run=run, by=by, at=now, tell=tell)
        else:
            act = actions.apply if work == Work.APPLY else actions.check
            act(run=run, by=by, today=timezone.localdate(now), at=now, tell=tell)
    except (StepRefused, MappingError, NoRule) as refusal:
        return str(refusal)
    except PermissionDenied:
        return "Vous n’avez plus le droit d’importer dans cette région."
    return ""
