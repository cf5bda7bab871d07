"""Who gets a kind letter about the basic training, and which: four at most, none twice, never to somebody who has a place."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from portevoix.register.directory.models import Commune, Parameter
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import EnrolmentState, EquivalenceState, ReminderKind
from portevoix.work.training.models import Course, DutyReminder, Enrolment, Equivalence
from portevoix.work.training.selectors.duty import Duty, duties, duties_over
from portevoix.work.training.selectors.sessions import NearSession, open_sessions, proposal
from portevoix.work.training.selectors.words import days_words

MOST = 4
# Dated settings, with what holds when a setting is missing.
AFTER_START, HALFWAY, BEFORE_END, AFTER_END = "duty-welcome-days", "duty-halfway-percent", "duty-soon-days", "duty-late-days"
WINDOW, SPACING = "duty-reminder-window-days", "duty-reminder-spacing-days"
DEFAULTS = {AFTER_START: 7, HALFWAY: 50, BEFORE_END: 30, AFTER_END: 7, WINDOW: 21, SPACING: 14}
ORDER = tuple(ReminderKind)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why somebody gets no letter now."""

    duty: Duty
    words: str


def settings_at(day: date) -> dict[str, int]:
    """Return the settings of the letters on `day`."""
    return DEFAULTS | dict(Parameter.objects.filter(code__in=DEFAULTS, period__contains=day).values_list("code", "value"))


def days_of(duty: Duty, settings: dict[str, int]) -> dict[ReminderKind, date]:
    """Return the day of each letter for somebody; without a due date only the first one exists."""
    days = {ReminderKind.WELCOME: duty.first_on + timedelta(days=settings[AFTER_START])}
    if duty.due_on is not None:
        days[ReminderKind.HALFWAY] = duty.first_on + (duty.due_on - duty.first_on) * settings[HALFWAY] // 100
        days[ReminderKind.SOON] = duty.due_on - timedelta(days=settings[BEFORE_END])
        days[ReminderKind.LATE] = duty.due_on + timedelta(days=settings[AFTER_END])
    return days


def kind_at(duty: Duty, *, today: date, settings: dict[str, int]) -> ReminderKind | None:
    """Return the last letter whose day has come, None before the first."""
    come = [kind for kind, day in days_of(duty, settings).items() if day <= today]
    return max(come, key=ORDER.index) if come else None


@dataclass(frozen=True, kw_only=True)
class Letters:
    """What left before, and who waits for an answer of ours."""

    sent: dict[int, list[DutyReminder]]
    waiting: frozenset[int]

    def refusal(self, duty: Duty, kind: ReminderKind, *, today: date, spacing: int) -> str:
        """Return why the letter does not leave, in French; empty when it may."""
        sent = self.sent.get(duty.person, [])
        if not duty.open:
            return "a déjà une place, ou a suivi la formation"
        if duty.person in self.waiting:
            return "attend une réponse\u00a0: place demandée, ou équivalence à décider"
        if any(one.kind == kind and one.due_on == (duty.due_on or duty.first_on) for one in sent):
            return "a déjà reçu ce rappel"
        if len(sent) >= MOST:
            return "a déjà reçu quatre rappels, le nombre le plus grand"
        if any(one.sent_on > today - timedelta(days=spacing) for one in sent):
            return "a reçu un rappel il y a peu"
        return "" if duty.reachable else "n’a pas d’adresse électronique connue\u00a0: à joindre par téléphone"


def letters_of(people: Collection[int]) -> Letters:
    """Return what left to `people`, and who of them waits: on a list, for an offered place to be confirmed, for a decision."""
    sent = defaultdict(list)
    for row in DutyReminder.objects.filter(person__in=people).order_by("pk"):
        sent[row.person_id].append(row)
    states = [EnrolmentState.WAITING, EnrolmentState.OFFERED]
    listed = Enrolment.objects.filter(person__in=people, state__in=states, session__course__is_basic=True)
    asked = Equivalence.objects.filter(person__in=people, state=EquivalenceState.ASKED)
    waiting = {*listed.values_list("person", flat=True), *asked.values_list("person", flat=True)}
    return Letters(sent=dict(sent), waiting=frozenset(waiting))


def due_reminders(*, today: date) -> list[tuple[Duty, ReminderKind]]:
    """Return the letters that leave by themselves on `today`, for the whole country: a letter whose day is long past never leaves."""
    settings = settings_at(today)
    found = []
    for duty in duties_over(Mandate.objects.all(), at=today):
        kind = kind_at(duty, today=today, settings=settings) if duty.open and duty.reachable else None
        if kind and days_of(duty, settings)[kind] > today - timedelta(days=settings[WINDOW]):
            found.append((duty, kind))
    letters = letters_of([duty.person for duty, _ in found])
    return [(duty, kind) for duty, kind in found if not letters.refusal(duty, kind, today=today, spacing=settings[SPACING])]


def reminders_by_hand(viewer, *, people: Collection[int], today: date) -> tuple[list[tuple[Duty, ReminderKind]], list[Refusal]]:
    """Return which letter each of `people` whom `viewer` sees may get now, whatever its day; and who gets none, with the reason."""
    wanted, settings = set(people), settings_at(today)
    found = [duty for duty in duties(viewer, at=today) if duty.person in wanted]
    letters = letters_of([duty.person for duty in found])
    able, refused = [], []
    for duty in found:
        kind = kind_at(duty, today=today, settings=settings) or ReminderKind.WELCOME
        words = letters.refusal(duty, kind, today=today, spacing=settings[SPACING])
        if words:
            refused.append(Refusal(duty=duty, words=words))
        else:
            able.append((duty, kind))
    return able, refused


class Dates:
    """The coming basic sessions that have a place, read once; for each person two near home and one remote."""

    def __init__(self, *, today: date):
        courses = Course.objects.filter(is_basic=True)
        self.today = today
        self.sessions = list(open_sessions(today=today).filter(course__in=courses, left__gt=0))

    def words(self, home: Commune | None) -> str:
        """Return the dates for somebody who lives in `home`, one a line; empty when no session is open."""
        chosen = proposal(self.sessions, home=home, today=self.today).first
        return "\n".join(f"- {_line(one)}" for one in chosen)


def _line(one: NearSession) -> str:
    commune = one.session.commune
    town = f"{commune.name} ({commune.department.code})" if commune else "à distance"
    return ", ".join(part for part in (days_words(one.session), town, one.travel) if part)
