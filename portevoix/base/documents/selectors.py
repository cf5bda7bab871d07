"""Reads about issued documents."""

import hashlib
from typing import BinaryIO

from django.urls import reverse

from portevoix.base.core.addresses import absolute_url
from portevoix.base.documents.codes import read_code
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.documents.shapes import Verification

CHUNK = 1 << 16


def document_of_code(text: str) -> IssuedDocument | None:
    """Return the document whose code somebody typed, however it was written."""
    code = read_code(text)
    return IssuedDocument.objects.filter(code=code).first() if code else None


def verification(code: str) -> Verification:
    """Return what is printed for whoever wants to check the document that will bear `code`."""
    return Verification(code=code, address=absolute_url(reverse("documents:verify")))


def fingerprint(content: BinaryIO) -> str:
    """Return the SHA-256 of an open file, in hexadecimal."""
    total = hashlib.sha256()
    content.seek(0)
    while chunk := content.read(CHUNK):
        total.update(chunk)
    return total.hexdigest()


def is_the_document(document: IssuedDocument, content: BinaryIO) -> bool:
    """Tell whether the file is the document, in either size of characters, to the last bit. Nothing of it is kept."""
    return fingerprint(content) in {document.sha256, document.large_sha256} - {""}
