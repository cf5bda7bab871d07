"""The files that go with a call."""

from typing import Any

from django.core.files.base import File
from django.db import transaction

from portevoix.base.audit import journal
from portevoix.base.files.actions import remove, store
from portevoix.base.files.enums import FileKind
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.enums import CallState
from portevoix.work.candidacies.models import Call, CallDocument
from portevoix.work.candidacies.permissions import ensure_manages

KINDS = frozenset({FileKind.PDF, FileKind.PNG, FileKind.JPEG, FileKind.XLSX, FileKind.ODS})


@transaction.atomic
def add_document(*, call: Call, title: str, upload: File, by: Any) -> CallDocument:
    """Keep a file with the call; anybody may read it once the call is public.

    Raises `FileRefused` (a `ValidationError`) for a kind or a size that is not accepted, `StepRefused` for a cancelled call.
    """
    ensure_manages(by, call)
    if call.state == CallState.CANCELLED:
        raise StepRefused("Joindre un document\u00a0: impossible, l’appel est annulé.")
    document = CallDocument(call=call, title=title.strip(), file=store(upload=upload, by=by, kinds=KINDS), added_by_id=by.pk)
    document.full_clean()
    document.save()
    journal.record("call.add_document", target=call, by=by, document=document.pk, sha256=document.file.sha256)
    return document


@transaction.atomic
def remove_document(*, document: CallDocument, by: Any) -> None:
    """Take a document away, and its file."""
    call = Call.objects.select_related("region").get(pk=document.call_id)
    ensure_manages(by, call)
    journal.record("call.remove_document", target=call, by=by, document=document.pk)
    stored = document.file
    document.delete()
    remove(stored=stored)
