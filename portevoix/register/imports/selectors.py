"""Reads about runs and doubts, for the pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from portevoix.register.directory.models import Person
from portevoix.register.directory.scope import Scope
from portevoix.register.imports import progress
from portevoix.register.imports.enums import ChangeKind, Phase, RunState, Work
from portevoix.register.imports.models import Doubt, DoubtQuerySet, ImportedChange, ImportRun, ImportRunQuerySet
from portevoix.register.imports.report import LABELS
from portevoix.register.mandates.models import Mandate

PATIENCE = timedelta(seconds=90)  # how long a job may wait in the queue before the page says that nobody takes it
TARGETS = {Work.APPLY: RunState.APPLIED, Work.UNDO: RunState.UNDONE}


class Pace(StrEnum):
    """What the background work on a run does at this moment."""

    IDLE = "idle"
    WAITING = "waiting"
    RUNNING = "running"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the background work on a run stands. `work` is what was asked, `refusal` the sentence of the last refusal."""

    pace: Pace
    work: str = ""
    phase: str = ""
    done: int = 0
    total: int = 0
    refusal: str = ""

    @property
    def busy(self) -> bool:
        return self.pace in {Pace.WAITING, Pace.RUNNING}


def standing(run: ImportRun, *, at: datetime) -> Standing:
    """Return where the work on `run` stands. A process that died holds no lock any more: the work is then interrupted."""
    try:
        row = run.progress
    except ObjectDoesNotExist:
        return Standing(pace=Pace.IDLE)
    common = {"work": row.work, "phase": row.get_phase_display(), "done": row.done, "total": row.total, "refusal": row.refusal}
    if not row.work or is_done(run, Work(row.work)):
        return Standing(pace=Pace.IDLE, refusal=row.refusal)
    if progress.is_alive(run.pk):
        return Standing(pace=Pace.RUNNING, **common)
    if row.phase == Phase.WAITING and row.heartbeat > at - PATIENCE:
        return Standing(pace=Pace.WAITING, **common)
    return Standing(pace=Pace.INTERRUPTED, **common)


def is_done(run: ImportRun, work: Work) -> bool:
    """Tell whether the state of the run says that `work` was done, whatever became of the process that did it."""
    return run.state == TARGETS.get(work)


def runs(scope: Scope) -> ImportRunQuerySet:
    """Return the runs of a scope, the latest first, with the counts `mandates` and `errors` of their report."""
    rows = ImportRun.objects.visible_to(scope).select_related("region", "body_type", "uploaded_by", "progress")
    rows = rows.annotate(
        mandates=Cast(KeyTextTransform("mandates_created", "report"), models.IntegerField()),
        errors=models.Func(KeyTransform("errors", "report"), function="jsonb_array_length", output_field=models.IntegerField()),
    )
    return rows.defer("report", "mapping").order_by("-uploaded_at", "-pk")


@dataclass(frozen=True)
class KeyFigure:
    """One number of the report, in words that agree with it."""

    value: int
    label: str
    detail: str


# Words of the mandates and of the people, by state of the run.
DONE_WORDS = {
    RunState.CHECKED: ("à créer", "à créer"),
    RunState.APPLIED: ("créé", "créée"),
    RunState.UNDONE: ("repris", "reprise"),
}


def key_figures(run: ImportRun) -> list[KeyFigure]:
    """Return the five numbers that sum up the report of a run that was checked, applied or undone."""
    if run.state not in DONE_WORDS:
        return []
    report, (done, done_f) = run.report, DONE_WORDS[run.state]
    bodies, created = report["bodies"], report["bodies_created"]
    mandates, people = report["mandates_created"], report["people_created"]
    vacant, errors = report["seats_vacant"], len(report["errors"])
    return [
        KeyFigure(bodies, _agree("instance", bodies), f"dont {created} {_agree(done_f, created)}" if created else "déjà dans le registre"),
        KeyFigure(
            mandates, f"{_agree('mandat', mandates)} {_agree(done, mandates)}", f"{report['mandates_unchanged']} déjà dans le registre"
        ),
        KeyFigure(vacant, f"{_agree('siège', vacant)} {_agree('dit', vacant)} {_agree('vacant', vacant)}", f"sur {report['seats']} sièges"),
        KeyFigure(people, f"{_agree('personne', people)} {_agree(done_f, people)}", f"et {report['people_matched']} déjà connues"),
        KeyFigure(errors, _agree("erreur", errors), f"sur {report['rows']} {_agree('ligne', report['rows'])}"),
    ]


def _agree(word: str, count: int) -> str:
    """Return the word in the plural from two on; an infinitive (« à créer ») and a word in -s stay as they are."""
    return word if count < 2 or word.startswith("à ") or word.endswith("s") else f"{word}s"


def problems(run: ImportRun, *, code: str = "", sheet: str = "") -> list[dict[str, Any]]:
    """Return the errors of the report, those of one kind or of one sheet when asked."""
    return [
        error for error in run.report.get("errors", ()) if (not code or error["code"] == code) and (not sheet or error["sheet"] == sheet)
    ]


def problem_kinds(run: ImportRun) -> list[tuple[str, str, int]]:
    """Return (code, French label, count) of the errors of the report, the most frequent first."""
    counts = Counter(error["code"] for error in run.report.get("errors", ()))
    return [(code, LABELS.get(code, code), count) for code, count in counts.most_common()]


def problem_sheets(run: ImportRun) -> list[str]:
    """Return the sheets that have errors, in the order of the report."""
    return list(dict.fromkeys(error["sheet"] for error in run.report.get("errors", ()) if error["sheet"]))


def written_counts(run: ImportRun) -> list[tuple[str, int]]:
    """Return (plural name of the table, number of rows) of what the run created."""
    created = ImportedChange.objects.filter(run=run, kind=ChangeKind.CREATED)
    counts = dict(created.values_list("table").annotate(models.Count("pk")).order_by("table"))
    return [(str(apps.get_model(table)._meta.verbose_name_plural), count) for table, count in counts.items()]


def waiting_doubts(scope: Scope) -> DoubtQuerySet:
    """Return the doubts that wait for an answer, oldest first; those put off come last."""
    rows = Doubt.objects.visible_to(scope).waiting().select_related("run", "person", "other", "mandate__body", "mandate__person")
    return rows.order_by("decision", "pk")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two people of a doubt, with all that helps to tell."""

    person: Person
    mandates: list[Mandate]


def sides(doubt: Doubt) -> list[Side]:
    """Return the two people of a doubt with their mandates, the latest first; nobody for a vacancy."""
    if doubt.person is None or doubt.other is None:
        return []
    rows = Mandate.objects.filter(person__in=[doubt.person_id, doubt.other_id]).select_related("seat", "body", "association")
    mandates = list(rows.order_by("-period", "pk"))
    return [
        Side(person=person, mandates=[mandate for mandate in mandates if mandate.person_id == person.pk])
        for person in (doubt.person, doubt.other)
    ]
