"""The signature in the background: asked at once or refused at once, done by the worker, told on a page without script."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from portevoix.base.audit.models import Entry
from portevoix.base.documents.models import IssuedDocument
from portevoix.register.directory.models import Accreditation
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders import actions, tasks
from portevoix.register.orders.actions import asking
from portevoix.register.orders.actions.asking import MOST_TRIES
from portevoix.register.orders.enums import OrderState
from portevoix.register.orders.models import DesignationOrder, SignatureRequest
from portevoix.register.orders.signals import order_signed
from portevoix.register.workflow.engine import StepRefused
from tests import factories as make
from tests.orders.making import NOW, TODAY, agent, draft, prepared, signer
from tests.sign_in import sign_in

WORKER = Path(__file__).with_name("killed_worker.py")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def worker(monkeypatch):
    """A worker lives, and every order is too long to be signed while the page loads."""
    monkeypatch.setattr(tasks, "AT_ONCE_LINES", 0)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NOW])


def state_of(order) -> str:
    return DesignationOrder.objects.get(pk=order.pk).state


def ask(order, by=None):
    return actions.ask_signature(order=order, by=by or signer(order), at=NOW, today=TODAY, proof="webauthn")


def refusal_of(order) -> str:
    return SignatureRequest.objects.get(order=order).refusal


def test_a_long_order_is_queued_then_signed_whole_by_the_worker(worker):
    order = prepared(people=2)
    by = signer(order)
    tasks.start(order=order, by=by, proof="webauthn")
    assert (state_of(order), Mandate.objects.count()) == (OrderState.PREPARED, 0)
    assert ProcrastinateJob.objects.get().task_name == tasks.SIGN
    request = SignatureRequest.objects.get()
    assert (request.asked_by, request.asked_at, request.proof, request.closed) == (by, NOW, "webauthn", False)
    tasks.sign_waiting()
    order.refresh_from_db()
    assert (order.state, order.number, order.signed_by, order.signed_on) == (OrderState.SIGNED, "2026-0001", by, TODAY)
    assert Mandate.objects.count() == 2


def test_who_asked_when_and_by_which_proof_is_in_the_journal(worker):
    order = prepared()
    by = signer(order)
    tasks.start(order=order, by=by, proof="webauthn")
    entry = Entry.objects.get(action="designationorder.ask_signature")
    assert (entry.actor_id, entry.target_id, entry.data) == (by.pk, order.pk, {"proof": "webauthn"})


def test_a_small_order_is_signed_at_once_although_a_worker_lives(worker, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE_LINES", 2)
    order = prepared(people=2)
    tasks.start(order=order, by=signer(order))
    assert state_of(order) == OrderState.SIGNED
    assert not ProcrastinateJob.objects.exists()


def test_without_a_worker_the_orders_are_signed_at_once():
    orders = [prepared(), prepared()]
    tasks.start_many(orders=orders, by=signer(orders[0]))
    assert [state_of(order) for order in orders] == [OrderState.SIGNED] * 2


def test_what_the_guard_forbids_is_said_at_once_and_nothing_is_queued(worker):
    order = prepared()
    make.MandateFactory(seat=order.lines.get().seat)
    with pytest.raises(ValidationError, match="ce siège est occupé"):
        tasks.start(order=order, by=signer(order))
    assert not SignatureRequest.objects.exists() and not ProcrastinateJob.objects.exists()


def test_whoever_prepared_cannot_even_ask(worker):
    order = draft()
    person = make.user_with_role("ars_region", territory=order.region)
    make.RoleAssignmentFactory(user=person, role="ars_signatory", territory=order.region)
    order = actions.prepare(order=order, by=person, at=NOW, today=TODAY)
    with pytest.raises(ValidationError, match="une autre personne le signe"):
        ask(order, person)


@pytest.mark.parametrize("role", ["ars_region", "ars_department", "fas_region", "association_manager", "representative", "administrator"])
def test_nobody_but_a_signatory_asks(role):
    order = prepared()
    places = {"ars_region", "fas_region"}
    with pytest.raises(PermissionDenied):
        ask(order, make.user_with_role(role, **({"territory": order.region} if role in places else {})))
    assert not SignatureRequest.objects.exists()


def test_a_draft_and_a_signed_order_are_not_asked():
    with pytest.raises(StepRefused):
        ask(draft())
    order = prepared()
    tasks.start(order=order, by=signer(order))
    with pytest.raises(StepRefused):
        ask(order)


def test_a_series_queues_the_good_ones_and_says_why_of_the_others(worker, client):
    good, taken, other = (prepared() for _ in range(3))
    make.MandateFactory(seat=taken.lines.get().seat)
    sign_in(client, signer(good))
    address = f"/espace/arretes/signer/resultat/?n={good.pk}&n={taken.pk}&n={other.pk}"
    answer = client.post("/espace/arretes/signer/", {"n": [good.pk, taken.pk, other.pk]})
    assert answer.url == address
    assert SignatureRequest.objects.count() == 2
    page = client.get(address)
    words = page.content.decode().replace("\u00a0", " ")
    assert "0 arrêté signé sur 3" in words and "en attente de la signature" in words and "ce siège est occupé" in words
    assert page["Refresh"] == "3"
    actions.answer(order_id=good.pk, at=NOW, today=TODAY)
    assert "1 arrêté signé sur 3" in client.get(address).content.decode().replace("\u00a0", " ")
    tasks.sign_waiting()
    page = client.get(address)
    assert "2 arrêtés sont signés" in page.content.decode().replace("\u00a0", " ")
    assert "Refresh" not in page
    assert [state_of(order) for order in (good, taken, other)] == ["signed", "prepared", "signed"]
    assert sorted(DesignationOrder.objects.exclude(number="").values_list("number", flat=True)) == ["2026-0001", "2026-0002"]


def test_the_page_may_be_stopped_from_renewing_itself(worker, client):
    order = prepared()
    ask(order)
    sign_in(client, signer(order))
    assert "Refresh" not in client.get(f"/espace/arretes/signer/resultat/?n={order.pk}&arret=1")


def test_asked_twice_is_signed_once_and_the_second_is_told(worker, client):
    order = prepared()
    ask(order)
    with pytest.raises(ValidationError, match="déjà demandée"):
        ask(order)
    sign_in(client, signer(order))
    assert "déjà demandée" in client.get(f"/espace/arretes/signer/?n={order.pk}").content.decode()
    page = client.get(f"/espace/arretes/{order.pk}/signer/")
    assert "Suivez-la" in page.content.decode()
    answer = client.post(f"/espace/arretes/{order.pk}/signer/", {"vu": page.context["mark"]})
    assert answer.url == f"/espace/arretes/signer/resultat/?n={order.pk}"
    tasks.sign_waiting()
    assert actions.answer(order_id=order.pk, at=NOW, today=TODAY) is False
    tasks.sign_waiting()
    assert (Mandate.objects.count(), IssuedDocument.objects.count()) == (1, 1)


def test_an_accreditation_lost_between_the_asking_and_the_job_leaves_the_order_to_be_signed_and_says_why(worker, client):
    order = prepared()
    by = signer(order)
    ask(order, by)
    Accreditation.objects.all().delete()
    tasks.sign_waiting()
    assert (state_of(order), Mandate.objects.count(), IssuedDocument.objects.count()) == (OrderState.PREPARED, 0, 0)
    assert "n’a pas d’agrément connu" in refusal_of(order)
    sign_in(client, by)
    for path in (f"{order.pk}/", f"signer/resultat/?n={order.pk}"):
        words = client.get(f"/espace/arretes/{path}").content.decode().replace("\u00a0", " ")
        assert "n’a pas d’agrément connu" in words
    assert "Aucun arrêté n’est signé" in words
    other = prepared()
    ask(other)
    tasks.sign_waiting()
    assert DesignationOrder.objects.get(pk=other.pk).number == "2026-0001"


def test_a_refused_signature_is_asked_again_once_the_cause_is_gone(worker):
    order = prepared()
    in_the_way = make.MandateFactory(seat=prepared().lines.get().seat)
    ask(order)
    in_the_way.seat = order.lines.get().seat
    in_the_way.save()
    tasks.sign_waiting()
    assert "occupé" in refusal_of(order)
    in_the_way.delete()
    ask(order)
    tasks.sign_waiting()
    assert state_of(order) == OrderState.SIGNED


@pytest.mark.parametrize("loss", ["right", "account", "gone"])
def test_whoever_lost_the_right_meanwhile_signs_nothing(worker, loss):
    order = prepared()
    by = signer(order)
    ask(order, by)
    if loss == "right":
        by.assignments.all().delete()
    elif loss == "account":
        type(by).objects.filter(pk=by.pk).update(is_active=False)
    else:
        SignatureRequest.objects.update(asked_by=None)
    tasks.sign_waiting()
    assert state_of(order) == OrderState.PREPARED
    assert "n’a plus le droit de signer" in refusal_of(order)


def test_an_order_rewritten_meanwhile_is_not_signed_in_the_place_of_the_one_that_was_read(worker, clock):
    order = prepared()
    ask(order)
    clock.shift(60)
    actions.take_back(order=order, by=agent(order))
    order = actions.prepare(order=order, by=agent(order), at=NOW, today=TODAY)
    tasks.sign_waiting()
    assert state_of(order) == OrderState.PREPARED
    assert "a été repris en rédaction" in refusal_of(order)


def test_an_order_taken_back_meanwhile_is_not_signed(worker):
    order = prepared()
    ask(order)
    actions.take_back(order=order, by=agent(order))
    tasks.sign_waiting()
    assert state_of(order) == OrderState.DRAFT


def test_a_fault_of_the_program_stops_one_order_and_not_the_next(worker):
    broken, good = prepared(), prepared()

    def fail(*, order, **kwargs):
        if order.pk == broken.pk:
            raise RuntimeError("a fault")

    ask(broken)
    ask(good)
    order_signed.connect(fail)
    try:
        tasks.sign_waiting()
    finally:
        order_signed.disconnect(fail)
    assert [state_of(order) for order in (broken, good)] == ["prepared", "signed"]
    assert "rien n’est écrit" in refusal_of(broken)
    assert DesignationOrder.objects.get(pk=good.pk).number == "2026-0001"


def test_a_database_that_is_lost_leaves_the_request_for_the_next_worker(worker, monkeypatch):
    order = prepared()
    ask(order)

    def lost(**kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(asking, "sign", lost)
    with pytest.raises(OperationalError):
        tasks.sign_waiting()
    monkeypatch.undo()
    tasks.sign_waiting()
    assert state_of(order) == OrderState.SIGNED


def test_an_order_that_killed_several_workers_waits_for_somebody_to_ask_again(worker):
    order = prepared()
    ask(order)
    SignatureRequest.objects.update(tries=MOST_TRIES)
    tasks.sign_waiting()
    assert state_of(order) == OrderState.PREPARED
    ask(order)
    tasks.sign_waiting()
    assert state_of(order) == OrderState.SIGNED


def test_one_job_leaves_the_rest_of_a_long_series_to_the_next(worker, monkeypatch):
    monkeypatch.setattr(tasks, "A_RUN", 1)
    for _ in range(2):
        ask(prepared())
    tasks.sign_waiting()
    assert SignatureRequest.objects.filter(closed=False).count() == 1
    assert ProcrastinateJob.objects.filter(task_name=tasks.SIGN, status="todo").count() == 1


def test_the_sweep_of_each_minute_calls_for_what_a_dead_worker_left(worker):
    tasks.sweep(timestamp=0)
    assert not ProcrastinateJob.objects.exists()
    ask(prepared())
    tasks.sweep(timestamp=0)
    tasks.sweep(timestamp=60)
    assert ProcrastinateJob.objects.get().task_name == tasks.SIGN


def test_the_page_says_when_no_worker_takes_the_signature(client):
    order = prepared()
    ask(order)
    sign_in(client, signer(order))
    assert "programme qui signe est arrêté" in client.get(f"/espace/arretes/signer/resultat/?n={order.pk}").content.decode()


def test_an_order_whose_signature_is_under_way_is_not_offered_again(worker, client):
    order = prepared()
    ask(order)
    sign_in(client, signer(order))
    words = client.get("/espace/arretes/").content.decode()
    assert "Signature en cours" in words and f'value="{order.pk}"' not in words


@pytest.mark.parametrize("role", ["ars_region", "ars_department"])
def test_the_page_of_the_progress_is_refused_to_whoever_does_not_sign(client, role):
    order = prepared()
    place = order.region if role == "ars_region" else order.lines.get().seat.body.department
    sign_in(client, make.user_with_role(role, territory=place))
    assert client.get(f"/espace/arretes/signer/resultat/?n={order.pk}").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_signs_without_a_hole():
    order = prepared(people=2)
    ask(order)
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT'] or 5432}"
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": str(settings.BASE_DIR)}
    with subprocess.Popen([sys.executable, WORKER], env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as killed:
        try:
            assert killed.stdout.readline() == "written\n"
            tasks.sign_waiting()  # another worker, meanwhile, leaves it alone
            assert state_of(order) == OrderState.PREPARED
        finally:
            killed.send_signal(signal.SIGKILL)
    with connection.cursor() as cursor:  # PostgreSQL has noticed the death once the row is free
        cursor.execute("SELECT 1 FROM orders_signaturerequest FOR UPDATE")
    assert (state_of(order), Mandate.objects.count(), IssuedDocument.objects.count()) == (OrderState.PREPARED, 0, 0)
    assert SignatureRequest.objects.get().tries == 1
    tasks.sign_waiting()
    assert DesignationOrder.objects.get(pk=order.pk).number == "2026-0001"
    assert (Mandate.objects.count(), IssuedDocument.objects.count()) == (2, 1)
