"""A table of Démarche Numérique: laid down, its columns corrected, applied once, undone while nobody has examined anything."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.core.numbering import next_number
from portevoix.base.files.actions import remove, store
from portevoix.base.files.enums import FileKind
from portevoix.register.access.permissions import Permission, can
from portevoix.register.imports.reading.errors import UnreadableFile
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions.passages import record_entry, take_step
from portevoix.work.candidacies.enums import CallState, CandidacyState, Channel
from portevoix.work.candidacies.exchange.plan import ExchangePlan, lacking, make_plan, mapping_of
from portevoix.work.candidacies.exchange.reading import ReadLine
from portevoix.work.candidacies.exchange.table import ExchangeTable, read_table
from portevoix.work.candidacies.models import Call, Candidacy, ExchangeImport, Wish

KINDS = frozenset({FileKind.TEXT, FileKind.XLSX, FileKind.ODS})
SERIES = "candidacy"
FORGOTTEN = "tableau effacé"
GONE = "Ce fichier a été effacé. Déposez-le de nouveau."


@transaction.atomic
def lay_down(*, call: Call, upload: File, by: Any) -> ExchangeImport:
    """Keep a table for `call`; nothing is imported yet.

    Raises `ValidationError` when the file cannot be read, `StepRefused` when the call takes no file any more, `PermissionDenied`.
    """
    _ensure(by, call)
    try:
        table = read_table(upload.read())
    except UnreadableFile as refusal:
        raise ValidationError(f"{refusal.message} {refusal.suggestion}".strip()) from refusal
    upload.seek(0)
    stored = store(upload=upload, by=by, kinds=KINDS)
    run = ExchangeImport.objects.create(call=call, file=stored, file_name=stored.name, signature=table.signature, uploaded_by_id=by.pk)
    journal.record("exchangeimport.upload", target=run, by=by, call=call.pk, rows=len(table.rows), sha256=stored.sha256)
    return run


def table_of(run: ExchangeImport) -> ExchangeTable:
    """Return the table of `run`. Raises `StepRefused` when its file is gone."""
    if run.file is None:
        raise StepRefused(GONE)
    with run.file.content.open("rb") as content:
        return read_table(content.read())


@transaction.atomic
def correct_columns(*, run: ExchangeImport, mapping: dict[int, str], by: Any) -> None:
    """Say which column holds what, remembered for the next files with the same titles. Raises `StepRefused` once applied."""
    locked = _locked(run, by)
    if locked.applied_at:
        raise StepRefused("Corriger les colonnes\u00a0: impossible, cet import est déjà appliqué.")
    locked.mapping = {str(column): code for column, code in mapping.items() if code}
    locked.save(update_fields=["mapping"])
    journal.record("exchangeimport.correct_columns", target=locked, by=by, columns=len(locked.mapping))


def plan_of(run: ExchangeImport, *, today: date) -> ExchangePlan:
    """Return what applying `run` would do, on `today`. Raises `StepRefused` when its file is gone."""
    table = table_of(run)
    return make_plan(run.call, table, mapping_of(run, table), today=today)


@transaction.atomic
def apply(*, run: ExchangeImport, by: Any, at: datetime) -> ExchangePlan:
    """Create the candidacies of the lines that can be; a file that is in the call already is left as it is. The table is erased.

    Raises `StepRefused` when it was applied already or when a column is missing, `PermissionDenied`.
    """
    locked = _locked(run, by)
    if locked.applied_at:
        raise StepRefused("Importer les dossiers\u00a0: impossible, cet import est déjà appliqué.")
    Call.objects.select_for_update(of=("self",), no_key=True).get(pk=locked.call_id)  # two tables of a call never write together
    table = table_of(locked)
    mapping = mapping_of(locked, table)
    missing = lacking(mapping)
    if missing:
        raise StepRefused(
            f"Importer les dossiers\u00a0: impossible, aucune colonne ne dit «\u00a0{missing[0]}\u00a0». Corrigez les colonnes."
        )
    plan = make_plan(locked.call, table, mapping, today=timezone.localdate(at))
    locked.created = [_create(line, locked.call, by=by, at=at).pk for line in plan.new]
    locked.counts, locked.applied_at, locked.applied_by_id = plan.counts, at, by.pk
    locked.mapping = {str(column): code for column, code in mapping.items()}
    stored, locked.file = locked.file, None
    locked.save()
    remove(stored=stored)
    journal.record("exchangeimport.apply", target=locked, by=by, call=locked.call_id, **plan.counts)
    return plan


@transaction.atomic
def undo(*, run: ExchangeImport, by: Any, at: datetime) -> int:
    """Erase the candidacies that `run` created; return how many. Raises `StepRefused` as soon as one of them was examined."""
    locked = _locked(run, by)
    if not locked.applied_at or locked.undone_at:
        raise StepRefused("Annuler l’import\u00a0: impossible, il n’est pas appliqué, ou il est déjà annulé.")
    rows = list(Candidacy.objects.select_for_update(of=("self",)).filter(pk__in=locked.created).order_by("pk"))
    examined = [row for row in rows if not _untouched(row)]
    if examined:
        listed = ", ".join(row.number for row in examined[:5])
        raise StepRefused(f"Annuler l’import\u00a0: impossible, l’examen a commencé ({listed}).")
    for row in rows:
        journal.record("candidacy.erase", target=row, by=by, exchange=locked.pk)
        row.delete()
    locked.undone_at, locked.undone_by_id = at, by.pk
    locked.save(update_fields=["undone_at", "undone_by"])
    journal.record("exchangeimport.undo", target=locked, by=by, count=len(rows))
    return len(rows)


@transaction.atomic
def forget_imports(*, before: datetime, by: Any) -> int:
    """Erase the tables laid down before `before` and never applied, with their names; return how many.

    What is left of each: when and by whom it was laid down. A table that is applied is erased at once.
    """
    rows = ExchangeImport.objects.select_for_update(of=("self",), no_key=True)
    stale = rows.filter(applied_at__isnull=True, uploaded_at__lt=before, file__isnull=False).select_related("file").order_by("pk")
    count = 0
    for run in stale:
        stored, run.file, run.file_name = run.file, None, FORGOTTEN
        run.save(update_fields=["file", "file_name"])
        remove(stored=stored)
        journal.record("exchangeimport.forget", target=run, by=by)
        count += 1
    return count


def record_export(*, target: Call | Candidacy, by: Any) -> None:
    """Write in the journal that `by` took whole files away."""
    journal.record(f"{target._meta.model_name}.export", target=target, by=by)


def _untouched(row: Candidacy) -> bool:
    """Nobody has examined it: as it came, without a record of the directory, a request, an opinion, a waiver or a second passage."""
    if row.state != CandidacyState.SUBMITTED or row.person_id or row.attachments.exists():
        return False
    later = row.passages.exclude(state__in=[CandidacyState.DRAFT, CandidacyState.SUBMITTED]).exists()
    return not (later or row.piece_requests.exists() or row.assessments.exists() or row.waivers.exists())


def _create(line: ReadLine, call: Call, *, by: Any, at: datetime) -> Candidacy:
    sent = timezone.make_aware(datetime.combine(line.submitted_on, time(12))) if line.submitted_on else at
    candidacy = Candidacy(
        call=call,
        association_id=line.association,
        channel=Channel.EXCHANGE,
        exchange_reference=line.reference,
        home_id=line.home,
        created_by_id=by.pk,
        **line.values,
    )
    candidacy.full_clean()
    candidacy.save()
    Wish.objects.bulk_create(
        Wish(candidacy=candidacy, rank=rank, body_id=body, quality=quality) for rank, (body, quality) in enumerate(line.wishes, start=1)
    )
    record_entry(candidacy, by=by)
    with take_step(candidacy, "record", by=by, exchange=line.reference) as locked:
        locked.submitted_at, locked.submitted_by_id = sent, by.pk
        year = timezone.localdate(at).year
        locked.number = f"C-{year}-{next_number(SERIES, year):04}"
    return candidacy


def _ensure(by: Any, call: Call) -> None:
    if not can(by, Permission.CANDIDACY_EXAMINE, call):
        raise PermissionDenied(Permission.CANDIDACY_EXAMINE.value)
    if call.state not in (CallState.OPEN, CallState.CLOSED):
        raise StepRefused("Importer des candidatures\u00a0: impossible, l’appel doit être ouvert, ou clos et en examen.")


def _locked(run: ExchangeImport, by: Any) -> ExchangeImport:
    locked = ExchangeImport.objects.select_for_update(of=("self",), no_key=True).select_related("call__region", "file").get(pk=run.pk)
    if not can(by, Permission.CANDIDACY_EXAMINE, locked.call):
        raise PermissionDenied(Permission.CANDIDACY_EXAMINE.value)
    return locked
