"""The closing minute: many send at once, in real transactions; all that was acknowledged is kept, nothing after the closing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection, transaction

from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import filing
from portevoix.work.candidacies.enums import CallState, CandidacyState
from portevoix.work.candidacies.models import Call, Candidacy
from portevoix.work.candidacies.workflow import CALL
from tests import factories as make
from tests.candidacies.filing_world import NOW, filing_world

pytestmark = pytest.mark.django_db(transaction=True)

FILES, THREADS = 200, 12


def in_thread(act):
    """Run `act` with a connection of its own, closed at the end."""

    def run(*args):
        close_old_connections()
        try:
            return act(*args)
        finally:
            connection.close()

    return run


def test_200_submissions_at_the_closing_minute_are_all_kept_or_refused_none_is_half_done(clock):
    world = filing_world()
    drafts = [world.whole(last_name=f"Nom{number}") for number in range(FILES)]
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    acknowledged, refused, lock = [], [], threading.Lock()
    half = threading.Event()

    @in_thread
    def send(draft):
        try:
            number = filing.submit(candidacy=draft, by=world.manager, at=NOW).number
        except (ValidationError, StepRefused):
            with lock:
                refused.append(draft.pk)
            return
        with lock:
            acknowledged.append((draft.pk, number))
            if len(acknowledged) >= FILES // 2:
                half.set()

    @in_thread
    def close():
        half.wait(60)
        with CALL.step(Call.objects.get(pk=world.call.pk), "close", by=agent):
            pass

    with ThreadPoolExecutor(THREADS) as pool:
        closing = pool.submit(close)
        list(pool.map(send, drafts))
        closing.result()
    rows = dict(Candidacy.objects.filter(state=CandidacyState.SUBMITTED).values_list("pk", "number"))
    assert rows == dict(acknowledged)
    assert len(acknowledged) + len(refused) == FILES
    assert len(acknowledged) >= FILES // 2
    assert sorted(rows.values()) == [f"C-2026-{number:04}" for number in range(1, len(rows) + 1)]
    assert set(Candidacy.objects.filter(pk__in=refused).values_list("state", flat=True)) <= {CandidacyState.DRAFT}
    assert Call.objects.get(pk=world.call.pk).state == CallState.CLOSED


def test_those_who_send_do_not_wait_for_each_other_on_the_call(clock):
    world = filing_world()
    first, second = world.whole(), world.whole(last_name="Kern")
    passed = []

    @in_thread
    def hold():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            filing.hold_call(second, at=NOW)
            passed.append(True)

    with transaction.atomic():
        filing.hold_call(first, at=NOW)
        thread = threading.Thread(target=hold)
        thread.start()
        thread.join(10)
    assert passed == [True]


def test_the_closing_waits_for_whoever_is_sending_and_what_was_sent_is_kept(clock):
    world = filing_world()
    draft = world.whole()
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    order = []

    @in_thread
    def close():
        with CALL.step(Call.objects.get(pk=world.call.pk), "close", by=agent):
            order.append("closed")

    with transaction.atomic():
        filing.submit(candidacy=draft, by=world.manager, at=NOW)
        thread = threading.Thread(target=close)
        thread.start()
        thread.join(0.5)
        order.append("sent")
    thread.join(10)
    assert order == ["sent", "closed"]
    draft.refresh_from_db()
    assert draft.state == CandidacyState.SUBMITTED
