"""Write an order: from a template, its text, its lines; a mistake in a signed one is mended by another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit import journal
from portevoix.base.core.text_templates import TemplateFault
from portevoix.base.core.text_templates import check as check_template
from portevoix.register.access.permissions import Permission
from portevoix.register.directory.enums import QualityOrder
from portevoix.register.directory.models import Association, Person, Seat, Territory
from portevoix.register.mandates.enums import EndReason
from portevoix.register.orders.blanks import BLANKS
from portevoix.register.orders.enums import LineEffect, OrderKind, OrderState
from portevoix.register.orders.models import DesignationOrder, OrderLine, OrderTemplate, Signatory
from portevoix.register.orders.permissions import check
from portevoix.register.orders.selectors.values import court_at, signatories_of

TEXTS = ("title", "author_line", "visas", "considerants", "articles", "appeal")
PLAIN_TEXTS = tuple(name for name in TEXTS if name != "articles")
NOT_DRAFT = "Cet arrêté n’est plus en rédaction\u00a0: il est maintenant «\u00a0{}\u00a0»."


@dataclass(frozen=True, kw_only=True)
class LineRequest:
    """One line to write. association: who proposes; proposed_on: on which day. last_day: None leaves it to the rule.

    END: the mandate of `person` on `seat` ends, for `end_reason`, on `last_day` or the day before the order takes effect.
    """

    seat: Seat
    person: Person
    association: Association | None = None
    last_day: date | None = None
    effect: LineEffect = LineEffect.DESIGNATE
    end_reason: str = ""
    proposed_on: date | None = None


@transaction.atomic
def draft_order(
    *,
    region: Territory,
    kind: OrderKind,
    template: OrderTemplate,
    lines: Iterable[LineRequest],
    by: Any,
    today: date,
    effective_on: date | None = None,
    modifies: DesignationOrder | None = None,
) -> DesignationOrder:
    """Write a new order from `template`, with `lines`; it may lack much still: the guard says what.

    effective_on: None is the day of the signature. Raises `ValidationError` (a seat elsewhere, a seat twice) and `PermissionDenied`.
    """
    court = court_at(region, today)
    order = DesignationOrder(
        region=region,
        kind=kind,
        template=template,
        place=court.agency_town if court else "",
        effective_on=effective_on,
        modifies=modifies,
        drafted_at=timezone.now(),
        drafted_by_id=by.pk,
        **{name: getattr(template, name) for name in TEXTS},
    )
    order.save()
    check(by, Permission.ORDER_PREPARE, order)
    order.signatory = _usual_signatory(order, today)
    if order.signatory:
        order.save()
    _write_lines(order, list(lines))
    journal.record("designationorder.draft", target=order, by=by, kind=str(kind), template=template.code, lines=order.lines.count())
    return order


def _usual_signatory(order: DesignationOrder, today: date) -> Signatory | None:
    """Return the only one who may sign, else the one who signed the last order of the region; whoever writes may choose another."""
    allowed = signatories_of(order, today)
    if len(allowed) == 1:
        return allowed[0]
    signed = DesignationOrder.objects.filter(region=order.region_id, signed_on__isnull=False).order_by("-signed_on", "-pk")
    last = signed.values_list("signatory", flat=True).first()
    return next((signatory for signatory in allowed if signatory.pk == last), None)


@transaction.atomic
def edit_text(*, order: DesignationOrder, texts: dict[str, Any], by: Any) -> DesignationOrder:
    """Replace the texts of a draft: keys among `TEXTS`; articles is a list of {"title", "text", "table"?}.

    Raises `ValidationError` by field when a blank does not exist or a brace is out of place.
    """
    order = editable(order, by=by)
    changed = [name for name in TEXTS if name in texts and getattr(order, name) != texts[name]]
    for name in changed:
        setattr(order, name, texts[name])
    check_texts(order)
    if changed:
        order.save()
        journal.record("designationorder.edit_text", target=order, by=by, parts=changed)
    return order


def check_texts(order: DesignationOrder | OrderTemplate) -> None:
    """Raise `ValidationError` by field when a text asks for a blank that does not exist, or has a brace out of place."""
    faults: dict[str, list[str]] = {}
    pieces = [(name, getattr(order, name)) for name in PLAIN_TEXTS]
    pieces += [("articles", text) for article in order.articles for text in (article.get("title", ""), article.get("text", ""))]
    for name, text in pieces:
        try:
            check_template(text, BLANKS)
        except TemplateFault as fault:
            faults.setdefault(name, []).append(str(fault))
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def edit_details(
    *,
    order: DesignationOrder,
    place: str,
    signatory: Signatory | None,
    effective_on: date | None,
    by: Any,
    prefect_order: tuple[str, date | None] | None = None,
) -> DesignationOrder:
    """Fix where a draft is signed, by whom, and the day from which it takes effect (None: the day of the signature).

    prefect_order: number and day of the prefect's order that this one cites (art. L. 6143-5 CSP); None leaves it as it is.
    Raises `ValidationError` when one of the two is missing.
    """
    order = editable(order, by=by)
    if prefect_order is not None:
        order.prefect_number, order.prefect_on = prefect_order[0].strip(), prefect_order[1]
        if bool(order.prefect_number) != bool(order.prefect_on):
            missing = "prefect_on" if order.prefect_number else "prefect_number"
            raise ValidationError({missing: "L’arrêté du préfet se cite avec son numéro et sa date."})
    order.place, order.signatory, order.effective_on = place.strip(), signatory, effective_on
    order.save()
    journal.record("designationorder.edit_details", target=order, by=by, on=effective_on and effective_on.isoformat())
    return order


@transaction.atomic
def add_lines(*, order: DesignationOrder, lines: Sequence[LineRequest], by: Any) -> DesignationOrder:
    """Add `lines` to a draft; all of them, or none."""
    order = editable(order, by=by)
    _write_lines(order, list(lines))
    journal.record("designationorder.add_lines", target=order, by=by, count=len(lines))
    return order


@transaction.atomic
def remove_line(*, line: OrderLine, by: Any) -> DesignationOrder:
    """Take a line out of a draft; the others keep their rank."""
    order = editable(line.order, by=by)
    journal.record("designationorder.remove_line", target=order, by=by, seat=line.seat_id, effect=line.effect)
    OrderLine.objects.filter(pk=line.pk, order=order).delete()
    return order


@transaction.atomic
def draft_modifying(
    *, order: DesignationOrder, template: OrderTemplate, end: Sequence[OrderLine], reason: EndReason, by: Any, today: date
) -> DesignationOrder:
    """Write a draft that modifies the signed `order`: it ends the mandates of the lines `end`; designations are added after."""
    return _draft_after(order, OrderKind.MODIFYING, template, end, reason, by, today)


@transaction.atomic
def draft_repeal(*, order: DesignationOrder, template: OrderTemplate, by: Any, today: date) -> DesignationOrder:
    """Write a draft that repeals the signed `order`: it ends every mandate that still runs by it (REVOKED)."""
    return _draft_after(order, OrderKind.REPEAL, template, running_lines(order), EndReason.REVOKED, by, today)


def _draft_after(order, kind, template, end, reason, by, today):
    if order.state not in (OrderState.SIGNED, OrderState.PUBLISHED):
        raise ValidationError("Seul un arrêté signé se modifie ou s’abroge par un autre\u00a0: corrigez celui-ci.", code="not_signed")
    requests = [
        LineRequest(
            seat=line.seat, person=line.mandate.person, association=line.mandate.association, effect=LineEffect.END, end_reason=reason
        )
        for line in end
    ]
    return draft_order(region=order.region, kind=kind, template=template, lines=requests, by=by, today=today, modifies=order)


def running_lines(order: DesignationOrder) -> list[OrderLine]:
    """Return the lines of a signed order whose mandate has no recorded end."""
    rows = order.lines.filter(mandate__end_reason="", effect=LineEffect.DESIGNATE).order_by("rank", "pk")
    return list(rows.select_related("seat__body", "mandate__person", "mandate__association"))


def editable(order: DesignationOrder, *, by: Any) -> DesignationOrder:
    """Lock the row of a draft and return it; raise `ValidationError` when it is no longer one, `PermissionDenied` without the right."""
    rows = DesignationOrder.objects.select_for_update(of=("self",), no_key=True).select_related("region", "template", "signatory")
    found = rows.get(pk=order.pk)
    check(by, Permission.ORDER_PREPARE, found)
    if found.state != OrderState.DRAFT:
        raise ValidationError(NOT_DRAFT.format(found.get_state_display()), code="not_draft")
    return found


def _write_lines(order: DesignationOrder, requests: list[LineRequest]) -> None:
    """Write the lines after those that are there, by department, body and seat."""
    seats = {
        seat.pk: seat
        for seat in Seat.objects.select_related("body__department", "body__region").filter(pk__in=[one.seat.pk for one in requests])
    }
    known = set(order.lines.values_list("seat", "effect"))
    last = max(order.lines.values_list("rank", flat=True), default=0)
    rows = []
    for request in sorted(requests, key=lambda one: _place(one, seats[one.seat.pk])):
        seat = seats[request.seat.pk]
        if seat.body.region_id != order.region_id:
            raise ValidationError(f"{seat.body.readable_name} n’est pas dans la région de cet arrêté.", code="elsewhere")
        if (seat.pk, str(request.effect)) in known:
            raise ValidationError(f"{seat.label}, {seat.body.readable_name}\u00a0: ce siège est déjà dans cet arrêté.", code="twice")
        known.add((seat.pk, str(request.effect)))
        rows.append(_line(order, request, last + len(rows) + 1))
    OrderLine.objects.bulk_create(rows, batch_size=500)


def _place(request: LineRequest, seat: Seat) -> tuple:
    body = seat.body
    department = body.department.code if body.department_id else ""
    quality = QualityOrder[seat.quality.upper()]
    return request.effect, department, body.sort_key, body.pk, seat.constituency, quality, seat.rank, request.person.pk


def _line(order: DesignationOrder, request: LineRequest, rank: int) -> OrderLine:
    ends = request.effect == LineEffect.END
    return OrderLine(
        order=order,
        rank=rank,
        effect=request.effect,
        seat=request.seat,
        person=request.person,
        association=request.association,
        proposed_on=request.proposed_on,
        last_day=request.last_day,
        end_reason=request.end_reason if ends else "",
    )
