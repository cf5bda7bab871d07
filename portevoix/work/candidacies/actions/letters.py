"""Draws the letters as accessible PDF and keeps them, to be joined to the messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from portevoix.base.documents.batches import ALONE, Job, render_many
from portevoix.base.documents.engine import prepared
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.shapes import LetterData
from portevoix.base.files.actions import store
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile

AT_ONCE = ALONE  # beyond, an act would wait for its letters: the message says the same, and the page of the file gives the letter


def keep_letters(letters: Mapping[str, LetterData], *, at: datetime, by: Any, refuse: bool = True) -> dict[str, StoredFile]:
    """Draw and keep each letter, by the name of its file; nothing when there are more than `AT_ONCE`.

    A character that cannot be printed raises `ValidationError` (French), so that nothing of the act is written; with `refuse` False
    the act goes on without that letter.
    """
    if not letters or len(letters) > AT_ONCE:
        return {}
    jobs = [Job(name=name, data=letter, title=letter.object) for name, letter in letters.items() if refuse or _can_be_drawn(letter)]
    try:
        drawn = dict(render_many("letter", jobs, timestamp=at))
    except DocumentRefused as refusal:
        raise ValidationError(str(refusal), code="unprintable") from refusal
    return {name: store(upload=ContentFile(pdf, name=f"{name}.pdf"), by=by, kinds={FileKind.PDF}) for name, pdf in drawn.items()}


def _can_be_drawn(letter: LetterData) -> bool:
    try:
        prepared("letter", letter, title=letter.object)
    except DocumentRefused:
        return False
    return True
