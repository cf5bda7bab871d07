"""Builds courses, sessions and enrolments for the tests. A session holds two half-days on 8 December 2026, in Strasbourg."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from portevoix.base.core.periods import period
from portevoix.work.training.enums import CancellationReason, EnrolmentState, Presence, SessionFormat, SessionState
from portevoix.work.training.models import (
    AccessNeed,
    Course,
    CourseFamily,
    Enrolment,
    GroupMeeting,
    GroupMember,
    HalfDay,
    Mark,
    PracticeGroup,
    Session,
)
from tests import factories as make

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 22, 10, tzinfo=PARIS)
DAY = date(2026, 12, 8)
MORNING, AFTERNOON = (time(9, 30), time(12, 30)), (time(13, 30), time(17))


class CourseFamilyFactory(DjangoModelFactory):
    code = "parcours"
    name = "Parcours du représentant des usagers"
    rank = 1

    class Meta:
        model = CourseFamily
        django_get_or_create = ("code",)


class CourseFactory(make.SourcedFactory):
    """A course of one day of the national catalogue; trait `basic` is the training of a first designation."""

    code = factory.Sequence(lambda n: f"formation-{n}")
    family = factory.SubFactory(CourseFamilyFactory)
    title = factory.Sequence(lambda n: f"Formation {n}")
    objectives = "Savoir lire une plainte\nSavoir proposer une recommandation"
    audience = "Représentantes et représentants des usagers"
    hours = 6.5
    half_days = 2
    offered = factory.LazyFunction(lambda: period(date(2016, 7, 1)))

    class Meta:
        model = Course

    class Params:
        basic = factory.Trait(code="ruea", title="RU en avant\u00a0! Formation de base", is_basic=True, hours=14, half_days=4)


class SessionFactory(DjangoModelFactory):
    """A session open on TODAY, of one day; `half_days`: (day, starts, ends) each."""

    state = SessionState.OPEN
    course = factory.SubFactory(CourseFactory)
    region = factory.SubFactory(make.RegionFactory)
    commune = factory.SubFactory(make.CommuneFactory)
    place = "Maison des associations"
    closes_on = date(2026, 12, 4)
    seats = 10
    minimum = 2

    class Meta:
        model = Session
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=SessionState.DRAFT)
        confirmed = factory.Trait(state=SessionState.CONFIRMED)
        cancelled = factory.Trait(state=SessionState.CANCELLED, cancelled_for=CancellationReason.TOO_FEW)
        remote = factory.Trait(format=SessionFormat.REMOTE, commune=None, place="", remote_link="https://visio.exemple.fr/ruea")
        hybrid = factory.Trait(format=SessionFormat.HYBRID, remote_link="https://visio.exemple.fr/ruea")

    @factory.post_generation
    def half_days(self, create, extracted, **kwargs):
        if create:
            for day, starts, ends in extracted if extracted is not None else ((DAY, *MORNING), (DAY, *AFTERNOON)):
                HalfDay.objects.create(session=self, day=day, starts=starts, ends=ends)


class EnrolmentFactory(DjangoModelFactory):
    """Somebody who has a place."""

    state = EnrolmentState.REGISTERED
    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(make.PersonFactory, email=factory.Sequence(lambda n: f"inscrit{n}@exemple.fr"))

    class Meta:
        model = Enrolment

    class Params:
        waiting = factory.Trait(state=EnrolmentState.WAITING)
        offered = factory.Trait(state=EnrolmentState.OFFERED, offer_expires_at=datetime(2026, 11, 26, tzinfo=PARIS))


class AccessNeedFactory(DjangoModelFactory):
    enrolment = factory.SubFactory(EnrolmentFactory)
    kinds = ["wheelchair"]

    class Meta:
        model = AccessNeed


class PracticeGroupFactory(DjangoModelFactory):
    """A group of the region that runs on TODAY."""

    name = factory.Sequence(lambda n: f"Groupe {n}")
    region = factory.SubFactory(make.RegionFactory)
    facilitator = "Catherine Ritter"
    active = factory.LazyFunction(lambda: period(date(2026, 9, 1)))

    class Meta:
        model = PracticeGroup


class GroupMemberFactory(DjangoModelFactory):
    group = factory.SubFactory(PracticeGroupFactory)
    person = factory.SubFactory(make.PersonFactory)
    period = factory.LazyFunction(lambda: period(date(2026, 9, 1)))

    class Meta:
        model = GroupMember


class GroupMeetingFactory(DjangoModelFactory):
    """A meeting to come."""

    group = factory.SubFactory(PracticeGroupFactory)
    day = date(2027, 1, 12)
    starts = time(14)
    ends = time(16, 30)
    place = "Maison des associations"

    class Meta:
        model = GroupMeeting


def member(*, home=None, association=None, **person):
    """Return somebody who sits on TODAY for an association, with their account: (person, user)."""
    email = person.pop("email", None)
    someone = make.PersonFactory(home=home, **({"email": email} if email is not None else {"email": "odile@exemple.fr"}), **person)
    make.MandateFactory(person=someone, **({"association": association} if association else {}))
    return someone, make.user_with_role("representative", person=someone)


def delegation():
    """Return somebody of France Assos Santé in the region."""
    return make.user_with_role("fas_region", territory=make.RegionFactory())


def mark_all(session, *, presence=Presence.PRESENT):
    """Note everybody at every half-day of `session`."""
    for row in session.enrolments.filter(state=EnrolmentState.REGISTERED):
        for half_day in session.half_days.all():
            Mark.objects.create(enrolment=row, half_day=half_day, presence=presence)
