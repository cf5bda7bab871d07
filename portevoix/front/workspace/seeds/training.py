"""The trainings of the demonstration: most people who sit followed the basic training, and sessions to come stand in every state."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from portevoix.base.accounts.models import User
from portevoix.register.directory.models import Commune, Person, Territory
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import CancellationReason, EnrolmentChannel, Presence, SessionFormat
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.enums import SessionState as S
from portevoix.work.training.models import AccessNeed, Course, Enrolment, HalfDay, Mark, Session

SINCE = date(2016, 7, 1)  # the duty begins there
AREAS = {
    "Alsace": (("67", "68"), ("Strasbourg", "Colmar", "Mulhouse")),
    "Lorraine": (("54", "55", "57", "88"), ("Nancy", "Metz", "Épinal")),
    "Champagne-Ardenne": (("08", "10", "51", "52"), ("Reims", "Châlons-en-Champagne", "Troyes")),
}
TRAINED, ABSENT, PARTLY = 0.86, 0.04, 0.03  # of those who sit; of those enrolled in a past session
GROUP = 14
LEADERS = ("Catherine Ritter, formatrice", "Jean-Marc Vogel, formateur", "Aline Petit, formatrice")
PLACES = ("Maison des associations, salle 2", "Centre social, grande salle", "Délégation régionale, 1er étage")
MORNING, AFTERNOON = (time(9, 30), time(12, 30)), (time(13, 30), time(17))
ODILE = ("Odile", "Wernert")


@dataclass(frozen=True)
class Coming:
    """A session of the story. days: from today to its first day. held, waiting: how many people; offered: how many places to confirm."""

    course: str
    town: str
    days: int
    state: S = S.OPEN
    seats: int = 15
    held: int = 0
    offered: int = 0
    waiting: int = 0
    format: SessionFormat = SessionFormat.ONSITE
    needs: tuple[str, ...] = field(default_factory=tuple)


COMING = (
    Coming("ruea", "Nancy", 10, state=S.CONFIRMED, held=11, needs=("wheelchair", "large_print")),
    Coming("ruea", "Metz", 17, seats=12, held=11, offered=1, waiting=4, needs=("hearing",)),
    Coming("ruea", "Strasbourg", 24, held=9),
    Coming("ruea", "Haguenau", 51, held=2),
    Coming("ruea", "", 31, format=SessionFormat.REMOTE, seats=20, held=6),
    Coming("ruea", "Reims", 45, held=3),
    Coming("ruea", "Épinal", 38, state=S.CANCELLED),
    Coming("ru-plaintes", "Strasbourg", 53, held=8),
    Coming("com-parole", "Châlons-en-Champagne", 59, format=SessionFormat.HYBRID, held=5),
    Coming("the-fin-de-vie", "", 66, format=SessionFormat.REMOTE, seats=25, held=7),
    Coming("ru-cdu", "Colmar", 80, state=S.DRAFT),
    Coming("ru-cdu", "Troyes", -5, state=S.CONFIRMED, held=8),
)


def build(today: date, rng: Random, region: Territory, agent: User) -> None:
    """Write the past sessions of the basic training, then those of `COMING`."""
    story = _Story(today, rng, region, agent)
    story.write_past()
    story.write_coming()


class _Story:
    def __init__(self, today: date, rng: Random, region: Territory, agent: User):
        self.today, self.rng, self.region, self.agent = today, rng, region, agent
        self.courses = {course.code: course for course in Course.objects.all()}
        towns = [name for _, names in AREAS.values() for name in names] + ["Haguenau"]
        self.towns = {commune.name: commune for commune in Commune.objects.filter(name__in=towns, department__parent=region)}
        self.firsts, self.associations, self.departments = self._sitting()
        self.people = {person.pk: person for person in Person.objects.filter(pk__in=self.firsts)}
        self.trained: set[int] = set()

    def _sitting(self) -> tuple[dict[int, date], dict[int, int], dict[int, str]]:
        """Return, by person who sits, the day of their first mandate, their association and their department."""
        firsts: dict[int, date] = {}
        associations: dict[int, int] = {}
        departments: dict[int, str] = {}
        rows = Mandate.objects.filter(person__mandates__period__contains=self.today).distinct().order_by("pk")
        for person, span, association, department in rows.values_list("person", "period", "association", "body__department__code"):
            firsts[person] = min(firsts.get(person, date.max), span.lower)
            associations[person] = association
            departments.setdefault(person, department or "67")
        return firsts, associations, departments

    def write_past(self) -> None:
        """Gather those who followed the basic training by area and by the time at which they came."""
        for departments, towns in AREAS.values():
            wanted = sorted((self._wanted(pk), pk) for pk in self._due() if self.departments[pk] in departments and self._follows(pk))
            found = [(day, pk) for day, pk in wanted if day <= self.today - timedelta(days=20)]
            for start in range(0, len(found), GROUP):
                chunk = found[start : start + GROUP]
                self._past(_tuesday(chunk[-1][0]), self.rng.choice(towns), [pk for _, pk in chunk])

    def _due(self) -> list[int]:
        return sorted(pk for pk, first in self.firsts.items() if first >= SINCE)

    def _follows(self, pk: int) -> bool:
        person = self.people[pk]
        return self.rng.random() < TRAINED or (person.first_name, person.last_name) == ODILE

    def _wanted(self, pk: int) -> date:
        return self.firsts[pk] + timedelta(days=self.rng.randint(40, 260))

    def _past(self, day: date, town: str, people: list[int]) -> None:
        """Write one past session, its sheet and its outcomes."""
        closed = _moment(day + timedelta(days=3), 10)
        session = self._session("ruea", town, day, state=S.DONE, sheet_closed_at=closed, sheet_closed_by=self.agent)
        half_days = self._half_days(session, day)
        states = [self._outcome(pk) for pk in people]
        rows = self._enrolments(session, zip(people, states, strict=True), asked=day - timedelta(days=40))
        Mark.objects.bulk_create(
            Mark(
                enrolment=row,
                half_day=half_day,
                presence=Presence.ABSENT if row.state == E.ABSENT or (row.state == E.PARTIAL and number > 1) else Presence.PRESENT,
                marked_at=closed,
                marked_by=self.agent,
            )
            for row in rows
            for number, half_day in enumerate(half_days)
        )
        self.trained |= {row.person_id for row in rows if row.state == E.ATTENDED}

    def _outcome(self, pk: int) -> E:
        person, drawn = self.people[pk], self.rng.random()
        if (person.first_name, person.last_name) == ODILE:
            return E.ATTENDED
        return E.ABSENT if drawn < ABSENT else E.PARTIAL if drawn < ABSENT + PARTLY else E.ATTENDED

    def write_coming(self) -> None:
        """Write the sessions to come, and one whose attendance is still to be closed."""
        untrained = [pk for pk in self._due() if pk not in self.trained]
        others = [pk for pk in sorted(self.firsts) if pk in self.trained]
        self.rng.shuffle(untrained)
        self.rng.shuffle(others)
        odile = next((pk for pk, one in self.people.items() if (one.first_name, one.last_name) == ODILE), None)
        for wanted in COMING:
            stock = untrained if wanted.course == "ruea" else others
            people = [stock.pop() for _ in range(min(len(stock), wanted.held + wanted.offered + wanted.waiting))]
            if wanted.course == "ru-plaintes" and odile:
                people[0] = odile
            self._come(wanted, people)

    def _come(self, wanted: Coming, people: list[int]) -> None:
        day = _tuesday(self.today + timedelta(days=wanted.days))
        if wanted.days < 0:
            day = self.today + timedelta(days=wanted.days)
        cancelled = {"cancelled_for": CancellationReason.TRAINER} if wanted.state == S.CANCELLED else {}
        session = self._session(wanted.course, wanted.town, day, state=wanted.state, seats=wanted.seats, format=wanted.format, **cancelled)
        half_days = self._half_days(session, day)
        states = [E.REGISTERED] * wanted.held + [E.OFFERED] * wanted.offered + [E.WAITING] * wanted.waiting
        rows = self._enrolments(session, zip(people, states, strict=False), asked=self.today - timedelta(days=12))
        AccessNeed.objects.bulk_create(
            AccessNeed(enrolment=row, kinds=[kind], remark="") for row, kind in zip(rows, wanted.needs, strict=False)
        )
        if wanted.days < 0:
            Mark.objects.bulk_create(
                Mark(enrolment=row, half_day=half_days[0], presence=Presence.PRESENT, marked_at=_moment(day, 12), marked_by=self.agent)
                for row in rows
            )

    def _session(self, code: str, town: str, day: date, **fields) -> Session:
        commune = self.towns[town] if town else None
        return Session.objects.create(
            course=self.courses[code],
            region=self.region,
            commune=commune,
            place=self.rng.choice(PLACES) if commune else "",
            street="12 rue de la Gare" if commune else "",
            access_words="À dix minutes à pied de la gare. Entrée de plain-pied." if commune else "",
            remote_link="" if fields.get("format", SessionFormat.ONSITE) == SessionFormat.ONSITE else "https://visio.exemple.fr/formation",
            closes_on=day - timedelta(days=4),
            minimum=6,
            trainers=self.rng.choice(LEADERS),
            questions_email="formation.grand-est@exemple.fr",
            created_by=self.agent,
            **{"format": SessionFormat.ONSITE, **fields},
        )

    def _half_days(self, session: Session, day: date) -> list[HalfDay]:
        count = session.course.half_days
        slots = [(day + timedelta(days=number // 2), *(AFTERNOON if number % 2 else MORNING)) for number in range(count)]
        rows = [HalfDay(session=session, day=one, starts=starts, ends=ends) for one, starts, ends in slots]
        return HalfDay.objects.bulk_create(rows)

    def _enrolments(self, session: Session, people: Iterable[tuple[int, E]], *, asked: date) -> list[Enrolment]:
        expires = _moment(self.today + timedelta(days=3), 0)
        return Enrolment.objects.bulk_create(
            Enrolment(
                session=session,
                person_id=pk,
                association_id=self.associations[pk],
                state=state,
                channel=self.rng.choice((EnrolmentChannel.PERSON, EnrolmentChannel.PERSON, EnrolmentChannel.ASSOCIATION)),
                remote=session.format == SessionFormat.REMOTE or (session.format == SessionFormat.HYBRID and self.rng.random() < 0.4),
                offer_expires_at=expires if state == E.OFFERED else None,
                created_at=_moment(asked, 9) + timedelta(minutes=number),
            )
            for number, (pk, state) in enumerate(people)
        )


def _tuesday(day: date) -> date:
    """Return the Tuesday that follows `day`, or `day`."""
    return day + timedelta(days=(1 - day.weekday()) % 7)


def _moment(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
