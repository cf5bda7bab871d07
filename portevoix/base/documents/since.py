"""What happened since to what a document says: each kind of document may have a reader, which whoever issues it declares.

The document itself never changes; the public check page repeats the sentence, so it names nobody.
"""

from collections.abc import Callable
from datetime import date

from portevoix.base.documents.models import IssuedDocument

Reader = Callable[[IssuedDocument, date], str]
READERS: dict[str, Reader] = {}


def register(kind: str) -> Callable[[Reader], Reader]:
    """Decorate the reader of a kind of document: it returns a French sentence, empty when what the document says still holds."""

    def keep(reader: Reader) -> Reader:
        READERS[kind] = reader
        return reader

    return keep


def since_then(document: IssuedDocument, today: date) -> str:
    """Return what no longer holds of what `document` says, in a French sentence; empty when all of it does."""
    reader = READERS.get(document.kind)
    return reader(document, today) if reader else ""
