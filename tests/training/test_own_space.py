"""What the training says in « Mon espace »: the offered place first, then the dates of the basic training, then what is planned."""

from datetime import date, time

import pytest

from portevoix.base.core.periods import period
from portevoix.register.access.own_space import Asked, Rank
from portevoix.register.directory.models import Person
from portevoix.work.training.enums import EnrolmentState
from portevoix.work.training.models import GroupMeeting, GroupMember, PracticeGroup
from portevoix.work.training.own_space import training
from portevoix.work.training.selectors.words import group_words
from tests import factories as make
from tests.training import careers, making

pytestmark = pytest.mark.django_db
CHANGE = date(2022, 3, 1)


def part_of(*people):
    rows = Person.objects.filter(pk__in=[person.pk for person in people]).select_related("home")
    return training(Asked(people={row.pk: row for row in rows}, at=making.NOW, today=making.NOW.date()))


@pytest.fixture
def odile():
    careers.settings(change=CHANGE)
    return making.member(home=make.CommuneFactory())[0]


def test_a_bound_person_reads_two_dates_near_home_and_one_remote(odile):
    course = making.CourseFactory(basic=True)
    near = [making.SessionFactory(course=course, commune=odile.home) for _ in range(3)]
    remote = making.SessionFactory(course=course, remote=True)
    step = part_of(odile)[odile.pk].steps[0]
    assert step.rank == Rank.BASIC_TRAINING
    assert [line.url for line in step.choices] == [f"/espace/ma-formation/sessions/{one.pk}/inscription/" for one in (*near[:2], remote)]


def test_an_offered_place_comes_first(odile):
    making.EnrolmentFactory(person=odile, offered=True)
    steps = part_of(odile)[odile.pk].steps
    assert steps[0].rank == Rank.OFFER
    assert "25 novembre 2026" in steps[0].text


def test_a_registered_person_reads_the_half_days_and_no_step(odile):
    making.EnrolmentFactory(person=odile, session=making.SessionFactory(course=making.CourseFactory(basic=True)))
    part = part_of(odile)[odile.pk]
    assert part.steps == ()
    assert [event.hours for event in part.events] == ["de 9\u00a0h\u00a030 à 12\u00a0h\u00a030", "de 13\u00a0h\u00a030 à 17\u00a0h"]
    assert part.training[0].state == "Inscription confirmée"


def test_a_followed_training_is_told_as_followed(odile):
    making.EnrolmentFactory(
        person=odile, session=making.SessionFactory(course=making.CourseFactory(basic=True)), state=EnrolmentState.ATTENDED
    )
    assert part_of(odile)[odile.pk].training[0].state == "Suivie"


def test_a_cancelled_place_is_not_told(odile):
    making.EnrolmentFactory(person=odile, state=EnrolmentState.CANCELLED)
    assert part_of(odile)[odile.pk].events == ()


def test_a_meeting_of_ones_group_is_expected(odile):
    group = PracticeGroup.objects.create(name="Bas-Rhin", region=make.RegionFactory(), facilitator="A", active=period(date(2026, 1, 1)))
    GroupMember.objects.create(group=group, person=odile, period=period(date(2026, 1, 1)))
    GroupMeeting.objects.create(group=group, day=making.DAY, starts=time(14), ends=time(16), place="Maison des associations")
    stranger = make.PersonFactory()
    found = part_of(odile, stranger)
    assert [event.title for event in found[odile.pk].events] == ["Groupe d’échange\u00a0: Bas-Rhin"]
    assert found[stranger.pk].events == ()


def test_a_group_whose_name_says_that_it_is_one_is_named_once():
    assert group_words("Groupe d’échange du Bas-Rhin") == "Groupe d’échange du Bas-Rhin"


def test_the_number_of_statements_does_not_depend_on_the_number_of_people(django_assert_max_num_queries, odile):
    course = making.CourseFactory(basic=True)
    making.SessionFactory(course=course, commune=odile.home)
    people = [odile, *(making.member(email=f"p{n}@exemple.fr")[0] for n in range(6))]
    for count in (1, len(people)):
        with django_assert_max_num_queries(16):
            part_of(*people[:count])
