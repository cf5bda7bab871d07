"""Builds issued documents."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portevoix.base.documents.codes import random_code
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.files.enums import FileKind
from tests.factories import TODAY, StoredFileFactory


class IssuedDocumentFactory(DjangoModelFactory):
    """A document as issued (its file is not a real PDF: `actions.issue` with a real one for that)."""

    code = factory.LazyFunction(random_code)
    kind = "designation_order"
    title = "Arrêté ARS n°\u00a02026-0412 portant désignation de représentants des usagers"
    authority = "Agence régionale de santé Grand Est"
    dated_on = TODAY
    region_code = "44"
    file = factory.SubFactory(StoredFileFactory, kind=FileKind.PDF)
    sha256 = factory.SelfAttribute("file.sha256")
    issued_at = factory.LazyFunction(timezone.now)

    class Meta:
        model = IssuedDocument
