"""Two signatures at once, numbers under concurrency: real transactions, in threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection

from portevoix.base.documents.models import IssuedDocument
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders import actions
from portevoix.register.orders.models import DesignationOrder
from portevoix.register.orders.signals import order_signed
from portevoix.register.workflow.engine import StepRefused
from tests import factories as make
from tests.orders.making import NOW, TODAY, commission, draft, prepared, signer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(attempts):
    """Run the callables at the same moment, each on a connection of its own; return what each gave or raised."""
    start = Barrier(len(attempts))

    def run(attempt):
        start.wait(timeout=20)
        try:
            return attempt()
        except (StepRefused, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def signature(order, by):
    return lambda: actions.sign(order=DesignationOrder.objects.get(pk=order.pk), by=by, at=NOW, today=TODAY).number


def test_two_signatures_at_once_give_one_order_and_the_second_is_told():
    order = prepared(people=2)
    first, second = signer(order), signer(order)
    answers = at_once([signature(order, first), signature(order, second)])
    assert sorted(type(answer).__name__ for answer in answers) == ["StepRefused", "str"]
    assert (Mandate.objects.count(), IssuedDocument.objects.count()) == (2, 1)


def test_numbers_taken_at_once_follow_each_other_and_a_refused_one_leaves_no_hole():
    body = commission()
    orders = [prepared(draft(commission())) for _ in range(3)]
    refused = prepared(draft(body))
    make.MandateFactory(seat=refused.lines.get().seat)
    by = signer(refused)
    answers = at_once([signature(order, by) for order in (*orders, refused)])
    numbers = sorted(answer for answer in answers if isinstance(answer, str))
    assert numbers == ["2026-0001", "2026-0002", "2026-0003"]
    assert isinstance(answers[-1], ValidationError)
    assert signature(prepared(draft(commission())), by)() == "2026-0004"


def test_two_orders_on_one_seat_signed_at_once_give_one_mandate():
    body = commission()
    orders = [prepared(draft(body)), prepared(draft(body))]
    by = signer(orders[0])
    answers = at_once([signature(order, by) for order in orders])
    assert sorted(isinstance(answer, str) for answer in answers) == [False, True]
    assert "occupé" in str(next(answer for answer in answers if not isinstance(answer, str)))
    assert list(DesignationOrder.objects.exclude(number="").values_list("number", flat=True)) == ["2026-0001"]
    assert Mandate.objects.count() == 1


def test_a_signature_killed_between_its_mandates_and_its_end_leaves_nothing():
    """The connection dies inside the transaction, as with a killed server: no number, no mandate, no document; it is signed after."""
    order = prepared(draft(people=2))
    by = signer(order)

    def die(**kwargs):
        pid = connection.connection.info.backend_pid
        with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [pid])

    def attempt():
        order_signed.connect(die)
        try:
            return signature(order, by)()
        except (OperationalError, InterfaceError) as error:
            return error
        finally:
            order_signed.disconnect(die)

    (answer,) = at_once([attempt])
    assert isinstance(answer, OperationalError | InterfaceError)
    assert (Mandate.objects.count(), IssuedDocument.objects.count()) == (0, 0)
    assert signature(order, by)() == "2026-0001"
