"""Draws the letters as accessible PDF and keeps them, to be joined to the messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from portevoix.base.documents.batches import Job, render_many
from portevoix.base.documents.engine import prepared
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.shapes import LetterData
from portevoix.base.files.actions import store
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile

ONE_PROCESS = 1  # drawn here, some 7 ms a letter: other processes do not start from the middle of a transaction


def keep_letters(letters: Mapping[str, LetterData], *, at: datetime, by: Any, refuse: bool = True) -> dict[str, StoredFile]:
    """Draw and keep each letter, by the name of its file.

    A character that cannot be printed raises `ValidationError` (French), so that nothing of the act is written; with `refuse` False
    the act goes on without that letter.
    """
    jobs = [Job(name=name, data=letter, title=letter.object) for name, letter in letters.items() if refuse or _can_be_drawn(letter)]
    try:
        drawn = dict(render_many("letter", jobs, timestamp=at, workers=ONE_PROCESS))
    except DocumentRefused as refusal:
        raise ValidationError(str(refusal), code="unprintable") from refusal
    return {name: store(upload=ContentFile(pdf, name=f"{name}.pdf"), by=by, kinds={FileKind.PDF}) for name, pdf in drawn.items()}


def _can_be_drawn(letter: LetterData) -> bool:
    try:
        prepared("letter", letter, title=letter.object)
    except DocumentRefused:
        return False
    return True
