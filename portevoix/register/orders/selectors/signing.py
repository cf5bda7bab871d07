"""Where the signatures that were asked stand, for the worker and for the pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import DesignationOrder, SignatureRequest
from portevoix.register.orders.selectors.guard import signing_refusals

ASKED = "La signature de cet arrêté est déjà demandée\u00a0: elle est en cours."


def waiting_signatures() -> list[int]:
    """Return the keys of the orders whose signature waits, those that no worker has tried first, then by age."""
    rows = SignatureRequest.objects.filter(closed=False).order_by("tries", "asked_at", "pk")
    return list(rows.values_list("pk", flat=True))


def request_of(order: DesignationOrder) -> SignatureRequest | None:
    """Return the last signature asked of `order`, as it is now."""
    return SignatureRequest.objects.select_related("asked_by", "order").filter(pk=order.pk).first()


def is_asked(order: DesignationOrder) -> bool:
    """Tell whether the signature of `order` waits for the worker."""
    return SignatureRequest.objects.filter(pk=order.pk, closed=False).exists()


def refusals_today(order: DesignationOrder, by: Any, today: date) -> list[str]:
    """Return every sentence that forbids `by` to ask for the signature of `order` today."""
    return [ASKED] if is_asked(order) else signing_refusals(order, by, today)


def asked_of(order: DesignationOrder) -> SignatureRequest | None:
    """Return the signature asked of `order`: it waits, or was refused. None when the order was signed or rewritten since."""
    request = request_of(order) if order.state == OrderState.PREPARED else None
    return request if request and request.order_since == order.state_changed_at else None


@dataclass(frozen=True, kw_only=True)
class SigningRow:
    """One order of a series: signed, waiting for the worker, or what forbids it."""

    order: DesignationOrder
    waits: bool = False
    sentences: list[str] = field(default_factory=list)

    @property
    def signed(self) -> bool:
        return bool(self.order.number)


@dataclass(frozen=True, kw_only=True)
class Series:
    """Orders asked together."""

    rows: list[SigningRow]

    @property
    def signed(self) -> int:
        return sum(row.signed for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(row.waits for row in self.rows)

    @property
    def done(self) -> int:
        return len(self.rows) - self.waiting

    @property
    def refused(self) -> int:
        return len(self.rows) - self.signed - self.waiting


def series_of(orders: Sequence[DesignationOrder], by: Any, today: date) -> Series:
    """Return where the signature of each of `orders` stands; what was never asked is judged as if `by` signed it today."""
    requests = SignatureRequest.objects.in_bulk([order.pk for order in orders])
    return Series(rows=[_row(order, requests.get(order.pk), by, today) for order in orders])


def _row(order, request, by, today) -> SigningRow:
    if order.number:
        return SigningRow(order=order)
    if request and not request.closed:
        return SigningRow(order=order, waits=True)
    if request and request.refusal and request.order_since == order.state_changed_at:
        return SigningRow(order=order, sentences=request.sentences)
    return SigningRow(order=order, sentences=signing_refusals(order, by, today))
