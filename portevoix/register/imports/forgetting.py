"""At the end of its delay, a run keeps its counts, its date and its author; the workbook and what its cells said are gone."""

from datetime import datetime
from typing import Any

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.files.actions import remove
from portevoix.register.imports.models import Doubt, ImportRun

KEPT = ("sheet", "row", "column", "code", "finess_et", "quality", "rank")  # of a remark: where it was, never what was written there
FORGOTTEN = "Le texte de cette remarque a été effacé à la fin du délai de conservation."


@transaction.atomic
def forget_runs(*, before: datetime, by: Any) -> int:
    """Erase the workbook and the words of the report of the runs whose state has not changed since `before`; return how many runs.

    An applied run can still be undone: the row history says what it wrote. Doubts that wait for an answer stay.
    """
    runs = ImportRun.objects.select_for_update(of=("self",), no_key=True).filter(state_changed_at__lt=before, file__isnull=False)
    count = 0
    for run in runs.select_related("file").order_by("pk"):
        stored, run.file, run.file_name = run.file, None, "classeur effacé"
        run.report = without_words(run.report)
        run.save(update_fields=["file", "file_name", "report"])
        remove(stored=stored)
        Doubt.objects.filter(run=run).exclude(pk__in=Doubt.objects.waiting().values("pk")).update(evidence=[])
        journal.record("importrun.forget", target=run, by=by)
        count += 1
    return count


def without_words(report: dict[str, Any]) -> dict[str, Any]:
    """Return `report` with its counts, without anything that the cells of the workbook said."""
    return {
        **report,
        **{name: [_bare(remark) for remark in report[name]] for name in ("errors", "notices") if name in report},
        **({"doubts": []} if "doubts" in report else {}),
    }


def _bare(remark: dict[str, Any]) -> dict[str, Any]:
    blank = {name: "" for name in remark if name not in KEPT}
    return {**remark, **blank, "message": FORGOTTEN}
