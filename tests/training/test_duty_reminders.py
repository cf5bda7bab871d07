"""Kind letters: four at most, none twice, never to somebody who has a place or who followed the training."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.models import Message
from portevoix.work.training.actions.duty_reminders import remind_by_hand, send_reminders
from portevoix.work.training.enums import EnrolmentState, EquivalenceState, ReminderKind
from portevoix.work.training.models import DutyReminder, Equivalence
from tests import factories as make
from tests.sign_in import sign_in
from tests.training import careers, making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORKER = Program("duty_reminders")
FIRST, DUE = date(2026, 7, 1), date(2027, 1, 1)
PAGE = "/espace/formation-de-base/rappels/"


@pytest.fixture(autouse=True)
def _settings_of_the_law():
    careers.settings(change=date(2040, 1, 1))


def sitting(*, first=FIRST, email="odile@exemple.fr", **person):
    return make.MandateFactory(first=first, term_end=date(2029, 6, 30), person=make.PersonFactory(email=email, **person)).person


def kinds():
    return list(DutyReminder.objects.order_by("pk").values_list("kind", flat=True))


def test_week_after_week_for_two_years_each_letter_leaves_once():
    sitting()
    for number in range(0, 730, 7):
        send_reminders(today=FIRST + timedelta(days=number), by=WORKER)
    assert kinds() == [ReminderKind.WELCOME, ReminderKind.HALFWAY, ReminderKind.SOON, ReminderKind.LATE]
    assert Message.objects.count() == 4


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 7, 8), ReminderKind.WELCOME),
        (date(2026, 10, 1), ReminderKind.HALFWAY),
        (date(2026, 12, 2), ReminderKind.SOON),
        (date(2027, 1, 8), ReminderKind.LATE),
    ],
)
def test_each_letter_has_its_dated_day(day, kind):
    sitting()
    assert send_reminders(today=day - timedelta(days=1), by=WORKER) == 0
    assert send_reminders(today=day, by=WORKER) == 1
    assert kinds() == [kind]


def test_run_twice_the_same_day_nothing_leaves_twice():
    sitting()
    assert [send_reminders(today=date(2026, 7, 8), by=WORKER) for _ in range(2)] == [1, 0]


def test_somebody_late_for_years_gets_no_automatic_letter():
    sitting(first=date(2018, 1, 1))
    assert send_reminders(today=make.TODAY, by=WORKER) == 0


@pytest.mark.parametrize("state", [EnrolmentState.REGISTERED, EnrolmentState.OFFERED, EnrolmentState.WAITING, EnrolmentState.ATTENDED])
def test_somebody_who_has_or_waits_for_a_place_is_left_alone(state):
    person = sitting()
    session = making.SessionFactory(course=making.CourseFactory(basic=True), half_days=[(date(2026, 7, 3), *making.MORNING)])
    offered = {"offer_expires_at": making.NOW} if state == EnrolmentState.OFFERED else {}
    making.EnrolmentFactory(person=person, session=session, state=state, **offered)
    assert send_reminders(today=date(2026, 7, 8), by=WORKER) == 0


def test_somebody_whose_equivalence_is_to_be_decided_is_left_alone():
    Equivalence.objects.create(person=sitting(), state=EquivalenceState.ASKED, done_on=date(2025, 1, 1))
    assert send_reminders(today=date(2026, 7, 8), by=WORKER) == 0


def test_without_an_address_nothing_is_written():
    sitting(email="")
    assert send_reminders(today=date(2026, 7, 8), by=WORKER) == 0


def test_the_letter_offers_two_dates_near_home_and_one_remote():
    home = make.CommuneFactory(latitude=48.58, longitude=7.75)
    sitting(home=home)
    course = making.CourseFactory(basic=True)
    for name, longitude in (("Obernai", 7.5), ("Saverne", 7.4), ("Reims", 4.0)):
        making.SessionFactory(course=course, commune=make.CommuneFactory(name=name, longitude=longitude))
    making.SessionFactory(course=course, remote=True)
    making.SessionFactory(commune=make.CommuneFactory(name="Ailleurs"))
    send_reminders(today=make.TODAY - timedelta(days=45), by=WORKER)
    body = Message.objects.get().body
    assert "Obernai" in body and "Saverne" in body and "à distance" in body
    assert "Reims" not in body and "Ailleurs" not in body


def test_by_hand_only_those_who_may_get_one():
    agent, late, registered = making.delegation(), sitting(first=date(2018, 1, 1)), sitting(first=date(2018, 1, 1))
    making.EnrolmentFactory(person=registered, session=making.SessionFactory(course=making.CourseFactory(basic=True)))
    people = [late.pk, registered.pk]
    assert [remind_by_hand(people=people, by=agent, today=make.TODAY) for _ in range(2)] == [1, 0]
    assert kinds() == [ReminderKind.LATE]


@pytest.mark.parametrize("role", ["ars_region", "association_manager"])
def test_nobody_else_sends_by_hand(role):
    scope = {"territory": make.RegionFactory()} if role == "ars_region" else {"association": make.AssociationFactory()}
    with pytest.raises(PermissionDenied):
        remind_by_hand(people=[sitting().pk], by=make.user_with_role(role, **scope), today=make.TODAY)


def test_the_page_asks_before_anything_leaves(client):
    person = sitting(first=date(2018, 1, 1))
    sign_in(client, making.delegation())
    asked = client.post(PAGE, {"people": [person.pk]})
    assert "Envoyer ce rappel" in asked.content.decode()
    assert not Message.objects.exists()
    assert client.post(PAGE, {"people": [person.pk], "confirme": "oui"}).status_code == 302
    assert Message.objects.get().code == "training.duty_late"
    assert "a déjà reçu ce rappel" in client.get(PAGE).content.decode()


def test_people_who_are_not_on_the_list_are_not_written_to(client):
    sitting(first=date(2018, 1, 1))
    sign_in(client, making.delegation())
    assert client.post(PAGE, {"people": [123456], "confirme": "oui"}).status_code == 200
    assert not Message.objects.exists()
