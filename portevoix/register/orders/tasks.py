"""The signatures in the background: asked from a page, done by the worker; a small order, or without a worker, at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from portevoix.base.core import health, jobs
from portevoix.register.orders import actions
from portevoix.register.orders.models import DesignationOrder, OrderLine, SignatureRequest
from portevoix.register.orders.selectors.signing import waiting_signatures

AT_ONCE_LINES = 20  # one order of so many lines is signed while its page loads, in about two seconds; a longer one would keep it waiting
A_RUN = 20  # orders in one job: other jobs of the queue have their turn
SIGN = "orders.sign"


def start(*, order: DesignationOrder, by: Any, proof: str = "") -> None:
    """Ask for the signature of `order` in the name of the account `by`; a small one is signed, or refused, before this returns.

    Raises what `actions.ask_signature` raises: what forbids the signature is said at once, and nothing is queued.
    """
    now = timezone.now()
    with transaction.atomic():
        asked = actions.ask_signature(order=order, by=by, at=now, today=timezone.localdate(now), proof=proof)
        queued = _queued([asked], now)
    if not queued:
        answer_all([asked.pk])


def start_many(*, orders: Sequence[DesignationOrder], by: Any, proof: str = "") -> None:
    """Ask for the signature of each of `orders`; one that is refused is not queued, and does not stop the others."""
    now = timezone.now()
    with transaction.atomic():
        asked = actions.ask_signatures(orders=orders, by=by, at=now, today=timezone.localdate(now), proof=proof)
        queued = _queued(asked, now)
    if not queued:
        answer_all([request.pk for request in asked])


def _queued(asked: Sequence[SignatureRequest], now: datetime) -> bool:
    """Call the worker for what would keep the page waiting; False when it is to be done at once."""
    small = len(asked) <= 1 and OrderLine.objects.filter(order__in=[request.pk for request in asked]).count() <= AT_ONCE_LINES
    if small or not health.living_workers(now):
        return False
    jobs.defer(SIGN, only_once=SIGN)
    return True


def answer_all(waiting: Sequence[int]) -> int:
    """Sign, or refuse, each order of these keys, in a transaction of its own, on the day and at the moment when its turn comes."""
    done = 0
    for order_id in waiting:
        now = timezone.now()
        done += actions.answer(order_id=order_id, at=now, today=timezone.localdate(now))
    return done


@jobs.task(SIGN, attempts=1, at_start=True)  # what a dead worker left is taken up at the next start, or by the next minute's sweep
def sign_waiting() -> None:
    """Sign what waits, the most of one job; what is left is for a later job."""
    waiting = waiting_signatures()
    done = answer_all(waiting[:A_RUN])
    if done and len(waiting) > A_RUN:
        jobs.defer(SIGN, only_once=SIGN)


@jobs.every("* * * * *", name="orders.sweep")
def sweep(at: datetime) -> None:
    """Every minute: a signature left behind by a worker that died is called for again."""
    if waiting_signatures():
        jobs.defer(SIGN, only_once=SIGN)
