"""Sign an order: number, document, mandates, signal; all of it, or nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from portevoix.base.audit.actors import Program
from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.numbering import next_number
from portevoix.base.documents.actions import issue, new_code
from portevoix.base.documents.engine import render
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.documents.printing import DocumentRefused
from portevoix.base.documents.selectors import verification
from portevoix.base.documents.shapes import ActData
from portevoix.register.access.own_account import open_own_account
from portevoix.register.directory.models import Person
from portevoix.register.mandates.actions import Designation, create_mandates, end_mandate
from portevoix.register.mandates.enums import EndReason
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.actions.steps import refuse_incomplete
from portevoix.register.orders.enums import LineEffect
from portevoix.register.orders.models import DesignationOrder, OrderLine
from portevoix.register.orders.selectors.composition import compose, kept
from portevoix.register.orders.selectors.guard import guard, signer_refusal, unsigned_faults
from portevoix.register.orders.selectors.lines import Line
from portevoix.register.orders.selectors.values import agency_name
from portevoix.register.orders.signals import order_signed
from portevoix.register.orders.workflow import ORDER

DOCUMENT_KIND = "designation_order"
SIGNATURE = Program("order_signature")  # the signature of an order is what gives mandates: no other right is asked of the signatory


def number_series(order: DesignationOrder) -> str:
    """Return the code of the series in which the order takes its number: one a region."""
    return f"designation-order-{order.region.code}"


@transaction.atomic
def sign(*, order: DesignationOrder, by: Any, at: datetime, today: date) -> DesignationOrder:
    """Sign `order` today: it gets its number, its document is issued, its mandates begin or end on its effective day.

    Everything is in one transaction: a refused character, a seat taken since, a receiver of `order_signed` that fails leave no number,
    no mandate and no document. Signed twice, the second is told (`StepRefused`).
    Raises `OrderIncomplete`, `ValidationError` (French), `PermissionDenied`.
    """
    with ORDER.step(order, "sign", by=by) as locked:
        _check_signer(locked, by)
        refuse_incomplete(guard(locked, today))
        rank = next_number(number_series(locked), today.year)
        locked.year, locked.rank_in_year, locked.number = today.year, rank, f"{today.year}-{rank:04}"
        locked.signed_on, locked.signed_at, locked.signed_by_id = today, at, by.pk
        code = new_code()
        composed = compose(locked, today=today, number=locked.number, signed_on=today, verification=verification(code))
        refuse_incomplete(unsigned_faults(composed.data))
        locked.document = _issue(locked, composed.data, code, by, at)
        locked.content = kept(composed.data)
        lines = _apply(locked, composed.lines)
    order_signed.send(sender=DesignationOrder, order=locked, lines=lines, by=by)
    _open_accounts(lines, today)
    order.refresh_from_db()
    return locked


def _check_signer(order: DesignationOrder, by: Any) -> None:
    refusal = signer_refusal(order, by)
    if refusal:
        raise ValidationError(refusal, code="other_person")


def _issue(order: DesignationOrder, data: ActData, code: str, by: Any, at: datetime) -> IssuedDocument:
    title = f"Arrêté ARS n°\u00a0{order.number}"
    try:
        pdf, large = (
            render("act", data, title=f"{title} {data.date_line}", timestamp=at, author=agency_name(order.region), large=size)
            for size in (False, True)
        )
    except DocumentRefused as refusal:
        raise ValidationError(str(refusal), code="unprintable") from refusal
    designations = sum(line.effect == "designate" for line in order.lines.all())
    return issue(
        kind=DOCUMENT_KIND,
        code=code,
        title=f"{title} {data.date_line}, {data.title}"[:300],
        authority=agency_name(order.region),
        dated_on=order.signed_on,
        region_code=order.region.code,
        summary=[("Désignations", str(designations)), ("Prise d’effet", date_fr(order.effective_on or order.signed_on))],
        pdf=pdf,
        large_pdf=large,
        by=by,
        at=at,
    )


def _apply(order: DesignationOrder, lines: Sequence[Line]) -> list[OrderLine]:
    """End, then begin the mandates, and tie them to their lines."""
    effective = order.effective_on or order.signed_on
    for line in lines:
        if not line.designates:
            line.row.mandate = _end(line)
    begun = [line for line in lines if line.designates]
    for line, mandate in zip(begun, _begin(order, begun, effective), strict=True):
        line.row.mandate = mandate
    rows = [line.row for line in lines]
    OrderLine.objects.bulk_update(rows, ["mandate"], batch_size=500)
    return rows


def _end(line: Line) -> Mandate:
    mandate = line.ended
    reason = EndReason(line.row.end_reason)
    try:
        return end_mandate(mandate=mandate, reason=reason, on=line.last, by=SIGNATURE)
    except ValidationError as refusal:
        raise _of_line(line, refusal) from refusal


def _begin(order: DesignationOrder, lines: Sequence[Line], effective: date) -> list[Mandate]:
    wanted = [Designation(seat=line.row.seat, person=line.row.person, association=line.row.association, last=line.last) for line in lines]
    mandates = create_mandates(
        designations=wanted, first=effective, order_reference=order.number, source_date=order.signed_on, by=SIGNATURE
    )
    for line, mandate in zip(lines, mandates, strict=True):
        if mandate.term_end != line.last:
            raise ValidationError(f"{line.row.person.sorted_name}\u00a0: le jour imprimé n’est pas la fin du mandat.", code="other_end")
    return mandates


def _open_accounts(lines: Sequence[OrderLine], today: date) -> None:
    """Open their own account to those who are designated and have an address: the message that they receive leads there."""
    begun = [line.person_id for line in lines if line.effect == LineEffect.DESIGNATE]
    for person in Person.objects.filter(pk__in=begun).order_by("pk"):
        open_own_account(person=person, by=SIGNATURE, today=today)


def _of_line(line: Line, refusal: ValidationError) -> ValidationError:
    """Say of whom the refusal speaks."""
    row = line.row
    return ValidationError([f"{row.person.sorted_name}, {row.seat.body.readable_name}\u00a0: {words}" for words in refusal.messages])
