"""Issue documents, and revoke them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from portevoix.base.audit import journal
from portevoix.base.documents.codes import random_code
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.files.actions import store, store_many
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile

MAX_BYTES = 100_000_000  # we made the file: the limit of uploads does not hold


def new_code() -> str:
    """Return a code that no document bears: print it, then give it to `issue`."""
    while IssuedDocument.objects.filter(code=(code := random_code())).exists():
        continue
    return code


def new_codes(count: int) -> list[str]:
    """Return `count` codes, all different, that no document bears."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {random_code() for _ in range(count - len(codes))}
        codes |= drawn - set(IssuedDocument.objects.filter(code__in=drawn).values_list("code", flat=True))
    return sorted(codes)


@dataclass(frozen=True, kw_only=True)
class ToIssue:
    """One document of `issue_many`; the fields are those of `issue`."""

    code: str
    title: str
    authority: str
    dated_on: date
    region_code: str
    pdf: bytes
    large_pdf: bytes = b""
    summary: Sequence[tuple[str, str]] = ()


@transaction.atomic
def issue_many(*, kind: str, documents: Sequence[ToIssue], by: Any, at: datetime) -> list[IssuedDocument]:
    """Keep many documents as `issue` does, in a few statements, and return their rows in the same order. Raises as `issue`."""
    files = _kept_many([(one.pdf, f"{slugify(one.title)[:80]}-{one.code}.pdf") for one in documents], by)
    named = [(one.large_pdf, f"{slugify(one.title)[:80]}-{one.code}-gros-caracteres.pdf") for one in documents if one.large_pdf]
    large = iter(_kept_many(named, by))
    rows = [_row(kind, one, file, next(large) if one.large_pdf else None, by, at) for one, file in zip(documents, files, strict=True)]
    for row in rows:
        row.clean_fields(exclude=["file", "large_file"])  # just written: no statement to find them again
    issued = IssuedDocument.objects.bulk_create(rows)
    journal.record_many("document.issue", targets=issued, by=by, kind=kind)
    return issued


@transaction.atomic
def issue(
    *,
    kind: str,
    code: str,
    title: str,
    authority: str,
    dated_on: date,
    region_code: str,
    pdf: bytes,
    by: Any,
    at: datetime,
    large_pdf: bytes = b"",
    summary: Sequence[tuple[str, str]] = (),
) -> IssuedDocument:
    """Keep a document as it is handed out, for ever, and return its row.

    kind: short code of the caller's (« designation_order », « mandate_certificate »). code: from `new_code`, printed in `pdf`.
    title, authority, dated_on, summary: what the public check page says, so no name: initials at most. pdf, large_pdf: whole files.
    Raises `ValidationError` when a field is wrong or the code already taken.
    """
    file = _kept(pdf, f"{slugify(title)[:80]}-{code}.pdf", by)
    large = _kept(large_pdf, f"{slugify(title)[:80]}-{code}-gros-caracteres.pdf", by) if large_pdf else None
    given = ToIssue(
        code=code,
        title=title,
        authority=authority,
        dated_on=dated_on,
        region_code=region_code,
        pdf=pdf,
        large_pdf=large_pdf,
        summary=summary,
    )
    document = _row(kind, given, file, large, by, at)
    document.full_clean()
    document.save(force_insert=True)
    journal.record("document.issue", target=document, by=by, kind=kind)
    return document


@transaction.atomic
def revoke(*, document: IssuedDocument, by: Any, at: datetime, reason: str) -> None:
    """Say for ever that the document is no longer worth anything, and why (the public check page repeats `reason`: no name in it).

    Raises `ValidationError` without a reason, or when the document was already revoked.
    """
    if not reason.strip():
        raise ValidationError("Donnez le motif de l’annulation.")
    current = IssuedDocument.objects.select_for_update().get(pk=document.pk)
    if current.revoked_at:
        raise ValidationError("Ce document est déjà annulé.")
    current.revoked_at, current.revoked_by_id, current.revoked_reason = at, by.pk, reason.strip()
    current.full_clean()
    current.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    document.refresh_from_db()
    journal.record("document.revoke", target=document, by=by)


def _row(kind: str, one: ToIssue, file: StoredFile, large: StoredFile | None, by: Any, at: datetime) -> IssuedDocument:
    return IssuedDocument(
        kind=kind,
        code=one.code,
        title=one.title,
        authority=one.authority,
        dated_on=one.dated_on,
        region_code=one.region_code,
        summary=[list(pair) for pair in one.summary],
        file=file,
        sha256=file.sha256,
        large_file=large,
        large_sha256=large.sha256 if large else "",
        issued_at=at,
        issued_by_id=by.pk,
    )


def _kept_many(contents: Sequence[tuple[bytes, str]], by: Any) -> list[StoredFile]:
    uploads = [ContentFile(content, name=name) for content, name in contents]
    return store_many(uploads=uploads, by=by, kinds={FileKind.PDF}, max_bytes=MAX_BYTES)


def _kept(content: bytes, name: str, by: Any) -> StoredFile:
    return store(upload=ContentFile(content, name=name), by=by, kinds={FileKind.PDF}, max_bytes=MAX_BYTES)
