"""What the candidacies do when something happens below them."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from portevoix.register.orders.models import DesignationOrder, OrderLine
from portevoix.register.orders.signals import order_signed
from portevoix.work.candidacies.actions.designation import designate


@receiver(order_signed, dispatch_uid="candidacies.designate")
def follow_signature(*, order: DesignationOrder, lines: Sequence[OrderLine], by: Any, **kwargs: Any) -> None:
    """Designate the wishes that the order carries, in the transaction of its signature."""
    designate(order=order, lines=lines, by=by, today=order.signed_on)
