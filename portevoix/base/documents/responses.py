"""Gives a document back, in ordinary or large characters."""

import logging

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from portevoix.base.documents.models import IssuedDocument
from portevoix.base.documents.selectors import fingerprint
from portevoix.base.files.actions import clean_name
from portevoix.base.files.responses import download

LARGE = "gros"  # `?gros=1`
logger = logging.getLogger(__name__)


class DocumentDamaged(RuntimeError):
    """The kept file is no longer the one that was issued: it is not handed out."""


def large_asked(request: HttpRequest) -> bool:
    """Tell whether the reader asked for large characters (`?gros=1`)."""
    return request.GET.get(LARGE) == "1"


def document_response(request: HttpRequest, document: IssuedDocument, *, large: bool | None = None) -> FileResponse:
    """Return the issued file as a download, in large characters when asked and kept. The caller has checked who may read it.

    large: what a form asked; None reads the address.

    Raises `DocumentDamaged` when the file is not, to the last bit, what was issued.
    """
    large = (large_asked(request) if large is None else large) and document.large_file is not None
    stored, expected = (document.large_file, document.large_sha256) if large else (document.file, document.sha256)
    with stored.content.open("rb") as content:
        found = fingerprint(content)
    if found != expected:
        logger.error("document %s: the kept file is damaged", document.pk)
        raise DocumentDamaged(f"issued document {document.pk}")
    return download(stored)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that is not kept (a preview, a draft) as a download under `name`."""
    return _attachment(content, name, "application/pdf")


def docx_response(content: bytes, name: str) -> HttpResponse:
    """Return a DOCX as a download under `name`."""
    return _attachment(content, name, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")


def _attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=clean_name(name))
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
