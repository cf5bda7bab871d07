"""Two hundred people register in the same second for the last ten places, in real transactions."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

from portevoix.base.notifications.models import Message
from portevoix.work.training import notifications as texts
from portevoix.work.training.actions.enrolments import cancel_enrolment, enrol
from portevoix.work.training.enums import EnrolmentChannel, EnrolmentState
from portevoix.work.training.models import Enrolment
from tests import factories as make
from tests.training import making as t

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, LAST, THREADS = 200, 10, 12


def in_thread(act):
    """Run `act` with a connection of its own, closed at the end."""

    def run(*args):
        close_old_connections()
        try:
            return act(*args)
        finally:
            connection.close()

    return run


def test_200_registrations_for_the_last_10_places_give_10_places_and_a_list_in_the_order_of_the_requests(clock):
    session, agent = t.SessionFactory(seats=15, minimum=1), t.delegation()
    for _ in range(5):
        t.EnrolmentFactory(session=session)
    people = [make.PersonFactory(email=f"n{number}@exemple.fr") for number in range(PEOPLE)]
    start = threading.Barrier(THREADS)
    shares = [people[number::THREADS] for number in range(THREADS)]

    @in_thread
    def register(share):
        start.wait(30)
        return [enrol(session=session, person=person, channel=EnrolmentChannel.DELEGATION, by=agent, at=t.NOW).state for person in share]

    with ThreadPoolExecutor(THREADS) as pool:
        answered = [state for states in pool.map(register, shares) for state in states]
    asked = Enrolment.objects.filter(session=session, channel=EnrolmentChannel.DELEGATION).order_by("pk")
    assert [row.state for row in asked] == [EnrolmentState.REGISTERED] * LAST + [EnrolmentState.WAITING] * (PEOPLE - LAST)
    assert [row.created_at for row in asked] != []
    assert sorted(answered) == sorted(row.state for row in asked)
    assert Enrolment.objects.filter(session=session).holding().count() == session.seats
    told = dict(Message.objects.filter(code=texts.WAITING).values_list("recipient_email", "body"))
    waiting = list(asked.filter(state=EnrolmentState.WAITING).select_related("person"))
    assert all(f"au rang {rank}\u00a0:" in told[row.person.email] for rank, row in enumerate(waiting, start=1))


def test_two_places_given_up_in_the_same_second_go_to_the_first_two_who_wait(clock):
    session, agent = t.SessionFactory(seats=2, minimum=1), t.delegation()
    placed = [t.EnrolmentFactory(session=session) for _ in range(2)]
    waiting = [t.EnrolmentFactory(session=session, waiting=True) for _ in range(4)]
    start = threading.Barrier(2)

    @in_thread
    def give_up(row):
        start.wait(30)
        cancel_enrolment(enrolment=row, by=agent, at=t.NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(give_up, placed))
    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert [states[row.pk] for row in waiting] == [EnrolmentState.OFFERED] * 2 + [EnrolmentState.WAITING] * 2
