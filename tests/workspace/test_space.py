"""« Mon espace » : one composition, three renderings; the first step; the wish before the end of a mandate; the Monday e-mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.actions import unsubscribe
from portevoix.base.notifications.models import Message
from portevoix.front.workspace import tasks
from portevoix.front.workspace.composition import compose, seat_quality
from portevoix.front.workspace.monday import words_of, worth_writing, write_monday
from portevoix.front.workspace.notifications import FAMILY
from portevoix.register.access.own_space import Asked, Event, Line, Part, Parts, Rank, Step
from portevoix.register.directory.models import Person
from portevoix.register.mandates.models import Mandate, RenewalWish
from tests import factories as make
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=PARIS)
PROGRAM = Program("monday")


def ending(mandate, days=100):
    """Make the mandate end in `days` days."""
    today = timezone.localdate()
    last = today + timedelta(days=days)
    Mandate.objects.filter(pk=mandate.pk).update(period=make.period(today - timedelta(days=900), last), term_end=last)
    mandate.refresh_from_db()
    return mandate


@pytest.fixture
def me(client, mandate):
    Person.objects.filter(pk=mandate.person_id).update(email="odile@exemple.fr", civility="Mme", home=make.CommuneFactory())
    mandate.person.refresh_from_db()
    sign_in(client, make.user_with_role("representative", person=mandate.person))
    return mandate.person


def my_space(person, at=None):
    return compose([Person.objects.select_related("home").get(pk=person.pk)], at=at or timezone.now())[person.pk]


def test_the_space_is_the_first_screen_of_a_representative(client, me):
    assert client.get(reverse("workspace:home"))["Location"] == reverse("workspace:my_space")


def test_the_page_says_its_parts_in_order(client, me):
    page = client.get(reverse("workspace:my_space")).content.decode()
    parts = [
        "Votre prochain rendez-vous",
        "Votre prochaine étape",
        "Mes mandats",
        "Les suites à mes propositions",
        "Ma formation",
        "Mon journal",
    ]
    main = page[page.index("<main") :]
    places = [main.index(f">{part}") for part in parts]
    assert places == sorted(places)


def test_an_account_without_record_reads_what_to_do(client):
    sign_in(client, make.user_with_role("representative", person=make.PersonFactory()))
    assert "Vous n’avez pas de mandat en cours." in client.get(reverse("workspace:my_space")).content.decode().replace("\xa0", " ")


def test_a_mandate_that_ends_soon_asks_whether_one_goes_on(me, mandate):
    ending(mandate)
    step = my_space(me).step
    assert (step.rank, [act.label for act in step.acts]) == (Rank.RENEWAL, ["Je souhaite continuer", "Je préfère arrêter"])


def test_a_mandate_that_ends_in_two_years_asks_nothing(me):
    assert my_space(me).step is None


def test_a_person_without_commune_is_asked_for_it_last(me, mandate):
    Person.objects.filter(pk=me.pk).update(home=None)
    assert my_space(me).step.rank == Rank.HOME
    ending(mandate)
    assert [step.rank for step in (my_space(me).step, *my_space(me).later)] == [Rank.RENEWAL, Rank.HOME]


def test_the_wish_is_recorded_and_told_to_the_association(client, me, mandate):
    ending(mandate)
    manager = make.user_with_role("association_manager", association=mandate.association)
    address = reverse("workspace:renewal_wish", args=[mandate.pk])
    client.post(address, {"continues": "oui"})
    assert RenewalWish.objects.get().continues is True
    assert Message.objects.get(code="mandates.renewal_wish").recipient_email == manager.email
    assert my_space(me).step is None
    client.post(address, {"continues": "oui"})
    assert RenewalWish.objects.count() == 1
    client.post(address, {"continues": "non"})
    assert my_space(me).mandates[0].wish.continues is False


def test_the_association_reads_the_wish_in_its_mandates(client, me, mandate):
    RenewalWish.objects.create(mandate=ending(mandate), continues=False)
    sign_in(client, make.user_with_role("association_manager", association=mandate.association))
    assert "préfère arrêter" in client.get(reverse("workspace:association_mandates")).content.decode()


def test_nobody_answers_for_somebody_else(client, me, mandate, seated):
    other = make.MandateFactory(seat=seated.seats.get(quality="titular", rank=2))
    assert client.post(reverse("workspace:renewal_wish", args=[other.pk]), {"continues": "oui"}).status_code == 403


def test_the_quality_agrees_with_the_person(seated):
    mandate = make.MandateFactory(seat=seated.seats.get(quality="substitute", rank=1), person=make.PersonFactory(civility="Mme"))
    assert seat_quality(mandate) == "suppléante"


def test_the_number_of_statements_does_not_depend_on_the_number_of_people(django_assert_max_num_queries, seated):
    people = [make.MandateFactory(seat=seat).person for seat in seated.seats.all()]
    for count in (1, len(people)):
        with django_assert_max_num_queries(25):
            compose(people[:count], at=timezone.now())


def test_parts_come_together_by_rank_and_by_day():
    now = timezone.now()
    late, soon = (Event(starts=now + timedelta(days=n), ends=now + timedelta(days=n, hours=2), title=str(n)) for n in (9, 2))
    found = Parts()
    found.register("one", lambda asked: {1: Part(steps=(Step(rank=Rank.HOME, title="b"),), events=(late,))})
    found.register("two", lambda asked: {1: Part(steps=(Step(rank=Rank.OFFER, title="a"),), events=(soon,), training=(Line(title="t"),))})
    part = found.read(Asked(people={1: None, 2: None}, at=now, today=now.date()))[1]
    assert [step.title for step in part.steps] == ["a", "b"]
    assert [event.title for event in part.events] == ["2", "9"]


def test_the_printed_page_says_the_same(client, me, mandate):
    ending(mandate)
    page = client.get(reverse("workspace:print_my_space")).content.decode()
    assert my_space(me).step.title.replace("1er", "1<sup>er</sup>") in page
    assert mandate.body.readable_name in page


def test_the_e_mail_says_the_same(me, mandate):
    ending(mandate)
    words = words_of(my_space(me), link="https://porte-voix.example/espace/mon-espace/")
    assert my_space(me).step.title in words["etape"]
    assert mandate.body.readable_name in words["mandats"]


def test_nothing_is_written_when_nothing_is_new(me):
    assert not worth_writing(my_space(me))
    assert write_monday(at=MONDAY, by=PROGRAM) == 0


def test_the_missing_commune_alone_is_not_written_about(me):
    Person.objects.filter(pk=me.pk).update(home=None)
    assert not worth_writing(my_space(me))


def test_the_monday_mail_leaves_once_a_week(me, mandate):
    ending(mandate)
    now = timezone.now()
    assert write_monday(at=now, by=PROGRAM) == 1
    assert write_monday(at=now + timedelta(minutes=5), by=PROGRAM) == 0
    message = Message.objects.get(code="workspace.monday")
    assert (message.recipient_email, message.family, message.region) == ("odile@exemple.fr", FAMILY, "")


def test_whoever_refused_is_not_written_to(me, mandate):
    ending(mandate)
    unsubscribe(email="odile@exemple.fr", family=FAMILY)
    assert write_monday(at=timezone.now(), by=PROGRAM) == 0


@pytest.mark.parametrize(
    ("moment", "writes"),
    [
        (datetime(2026, 11, 23, 6, tzinfo=PARIS), False),
        (datetime(2026, 11, 23, 7, tzinfo=PARIS), True),
        (datetime(2026, 3, 30, 7, tzinfo=PARIS), True),  # the Monday after the change of time
        (datetime(2026, 11, 24, 7, tzinfo=PARIS), False),
    ],
)
def test_the_worker_writes_on_monday_from_seven_in_paris(monkeypatch, moment, writes):
    written = []
    monkeypatch.setattr(tasks, "write_monday", lambda *, at, by: written.append(at))
    tasks.monday(timestamp=int(moment.timestamp()))
    assert bool(written) is writes
