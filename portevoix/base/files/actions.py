"""Keep and remove files. The caller journals the act and decides who may read."""

import hashlib
import re
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from portevoix.base.files.content import kind_of
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile

UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\<>:\"|?*\u202a-\u202e\u2066-\u2069]")


class FileRefused(ValidationError):
    """The file cannot be kept; `code` is `empty`, `too_big` or `wrong_kind`, the (French) sentence says what to do."""


@transaction.atomic
def store(*, upload: File, by: Any, kinds: Collection[FileKind], max_bytes: int | None = None) -> StoredFile:
    """Keep `upload` and return its row.

    `kinds`: what is accepted, by content. `max_bytes`: the limit (`settings.UPLOAD_MAX_BYTES` by default).
    Raises `FileRefused`. Nothing is left behind when the surrounding transaction fails but an unreachable file, which
    `manage.py remove_orphan_files` clears.
    """
    stored = _kept(upload, by=by, kinds=kinds, max_bytes=max_bytes)
    stored.save()
    return stored


@transaction.atomic
def store_many(*, uploads: Collection[File], by: Any, kinds: Collection[FileKind], max_bytes: int | None = None) -> list[StoredFile]:
    """Keep many files, their rows in one statement, in the order of `uploads`. Raises as `store`."""
    return StoredFile.objects.bulk_create([_kept(upload, by=by, kinds=kinds, max_bytes=max_bytes) for upload in uploads])


def _kept(upload: File, *, by: Any, kinds: Collection[FileKind], max_bytes: int | None) -> StoredFile:
    limit = max_bytes or settings.UPLOAD_MAX_BYTES
    if not upload.size:
        raise FileRefused("Ce fichier est vide. Choisissez un autre fichier.", code="empty")
    if upload.size > limit:
        raise FileRefused(
            f"Ce fichier pèse {_megabytes(upload.size)}, la limite est de {_megabytes(limit)}. Allégez-le ou coupez-le en plusieurs.",
            code="too_big",
        )
    kind = kind_of(upload)
    if kind not in kinds:
        expected = ", ".join(sorted({FileKind(k).label for k in kinds}))
        raise FileRefused(f"Ce fichier n’est pas d’une nature acceptée ({expected}). Il s’agit de : {kind.label}.", code="wrong_kind")
    stored = StoredFile(name=clean_name(upload.name), kind=kind, size=upload.size, sha256=digest(upload), sent_by_number=by.pk)
    stored.content.save(stored.name, File(upload), save=False)
    return stored


@transaction.atomic
def remove(*, stored: StoredFile) -> None:
    """Delete the row now and the file when the transaction has succeeded."""
    name, storage = stored.content.name, stored.content.storage
    stored.delete()
    transaction.on_commit(lambda: storage.delete(name))


def digest(upload: File) -> str:
    """Return the SHA-256 of a file, in hexadecimal; its position is back at the start."""
    upload.seek(0)
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    upload.seek(0)
    return total.hexdigest()


def clean_name(name: str | None) -> str:
    """Return the last part of the sender's name without any character that a system or a header could misread."""
    last = re.split(r"[/\\]", name or "")[-1]
    return UNSAFE.sub("_", last).strip(" .")[:180] or "fichier"


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".replace(".", ",") + "\u00a0Mo"
