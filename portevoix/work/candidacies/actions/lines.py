"""The line of an order that carries a wish: a wish that falls leaves the order, as long as it is not signed."""

from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import OrderLine
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.models import Wish

RELEASED_BY = Program("candidacy_decision")  # the decision was checked: no right on orders is asked of who takes it back
UNSIGNED = (OrderState.DRAFT, OrderState.PREPARED)
SIGNED = (OrderState.SIGNED, OrderState.PUBLISHED)


def release_line(wish: Wish) -> None:
    """Take `wish` out of the order that would designate on it; the caller saves the wish.

    Raises `StepRefused` when the order is signed: only another order changes it.
    """
    line = OrderLine.objects.select_related("order").filter(wish=wish).first()
    wish.order_line = None
    if line is None or line.order.state == OrderState.ABANDONED:
        return
    if line.order.state in SIGNED:
        raise StepRefused(f"L’{line.order} désigne déjà cette personne\u00a0: seul un autre arrêté peut le changer.")
    journal.record("designationorder.remove_line", target=line.order, by=RELEASED_BY, seat=line.seat_id, effect=line.effect)
    Wish.objects.filter(pk=wish.pk).update(order_line=None)
    line.delete()
