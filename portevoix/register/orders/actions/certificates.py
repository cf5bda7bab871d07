"""Issue the certificate of a mandate."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portevoix.base.documents.actions import issue, new_code
from portevoix.base.documents.engine import render
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.selectors import verification
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.models import MandateCertificate
from portevoix.register.orders.permissions import may_certify
from portevoix.register.orders.selectors.certificates import CERTIFICATE, certificate_data, initials, mandate_period
from portevoix.register.orders.selectors.values import agency_name


@transaction.atomic
def certify_mandate(*, mandate: Mandate, with_association: bool, by: Any, at: datetime, today: date) -> IssuedDocument:
    """Issue the certificate of `mandate` as the register knows it today: the public check page tells initials and days, no name.

    Raises `ValidationError` when a name cannot be printed, `PermissionDenied` for whoever is neither the agency, the association nor
    the person.
    """
    if not may_certify(by, mandate):
        raise PermissionDenied
    code = new_code()
    data = certificate_data(mandate, today=today, with_association=with_association, verification=verification(code))
    author, title = agency_name(mandate.body.region), f"{data.title}, {data.person}"
    try:
        pdf, large = (render("certificate", data, title=title, timestamp=at, author=author, large=size) for size in (False, True))
    except DocumentRefused as refusal:
        raise ValidationError(str(refusal), code="unprintable") from refusal
    document = issue(
        kind=CERTIFICATE,
        code=code,
        title="Attestation de mandat",
        authority=author,
        dated_on=today,
        region_code=mandate.body.region.code,
        summary=[("Personne", initials(mandate.person)), ("Mandat", mandate_period(mandate))],
        pdf=pdf,
        large_pdf=large,
        by=by,
        at=at,
    )
    MandateCertificate.objects.create(document=document, mandate=mandate)
    return document
