"""The files joined to a candidacy: PDF, JPEG or PNG by content, ten megabytes at most."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File

from portevoix.base.audit import journal
from portevoix.base.audit.actors import account
from portevoix.base.files import actions as files
from portevoix.base.files.enums import FileKind
from portevoix.work.candidacies.actions.filing import editing
from portevoix.work.candidacies.models import Attachment, Candidacy

ACCEPTED = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG})
MOST_PIECES = 20


def attach(*, candidacy: Candidacy, kind: str, upload: File, by: Any) -> Attachment:
    """Join a file; the same file joined twice under the same name of piece is kept once.

    Raises `FileRefused` (a `ValidationError`) for another nature, an empty file or one that is too big, `StepRefused`.
    """
    with editing(candidacy, by=by) as locked:
        if locked.attachments.count() >= MOST_PIECES:
            raise ValidationError(f"Un dossier compte {MOST_PIECES} pièces au plus. Retirez-en une avant d’en ajouter.")
        same = locked.attachments.filter(kind=kind, file__sha256=files.digest(upload)).first() if upload.size else None
        if same is not None:
            return same
        stored = files.store(upload=upload, by=by, kinds=ACCEPTED)
        piece = Attachment(candidacy=locked, kind=kind, file=stored, added_by=account(by))
        piece.full_clean()
        piece.save()
        journal.record("attachment.add", target=piece, by=by, kind=kind)
    return piece


def detach(*, piece: Attachment, by: Any) -> None:
    """Take a file away and delete it. Raises `StepRefused` when the file is no longer open to changes."""
    with editing(piece.candidacy, by=by) as locked:
        row = locked.attachments.select_related("file").get(pk=piece.pk)
        journal.record("attachment.remove", target=row, by=by, kind=row.kind)
        stored = row.file
        row.delete()
        files.remove(stored=stored)
