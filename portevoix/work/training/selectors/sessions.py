"""Sessions with their days and their places; the other dates of a course; which are near somebody's home."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, F, IntegerField, Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portevoix.base.core.distance import Travel, travel_words
from portevoix.register.directory.models import Commune
from portevoix.register.directory.selectors.travel import minutes_between, near_minutes, travel_at
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.enums import SessionFormat, SessionState
from portevoix.work.training.models import Course, Enrolment, HalfDay, Session
from portevoix.work.training.workflow import HOLDING, OUTCOMES

RUNNING = frozenset({SessionState.OPEN, SessionState.CONFIRMED})
HALF_DAYS = Prefetch("half_days", HalfDay.objects.order_by("day", "starts", "pk"))
WITH_PLACE = ("course__family", "region", "commune__department")
NEAR_SHOWN = 2


def with_figures(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Add to each session `first_day`, `last_day`, `taken` (places), `left`, `waiting`, and read its place and its half-days."""
    days = HalfDay.objects.filter(session=OuterRef("pk")).order_by().values("session")
    return (
        sessions.annotate(
            first_day=Subquery(days.annotate(n=Min("day")).values("n")),
            last_day=Subquery(days.annotate(n=Max("day")).values("n")),
            taken=_count(HOLDING | OUTCOMES),
            waiting=_count({E.WAITING}),
        )
        .annotate(left=F("seats") - F("taken"))
        .select_related(*WITH_PLACE)
        .prefetch_related(HALF_DAYS)
    )


def _count(states) -> Coalesce:
    rows = Enrolment.objects.filter(session=OuterRef("pk"), state__in=list(states)).order_by().values("session")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def session_with_figures(session: Session) -> Session:
    """Return one session as `with_figures` gives it."""
    return with_figures(Session.objects.filter(pk=session.pk)).get()


def announced_session(pk: int) -> Session | None:
    """Return a session that everybody may read of, a cancelled one included (it says so); None for another."""
    rows = Session.objects.exclude(state=SessionState.DRAFT).filter(pk=pk)
    return with_figures(rows).first()


def coming_sessions(*, today: date, course: Course | None = None) -> QuerySet[Session]:
    """Return the sessions that run or will run and are announced, the nearest day first."""
    rows = Session.objects.filter(state__in=RUNNING)
    if course is not None:
        rows = rows.filter(course=course)
    return with_figures(rows).filter(last_day__gte=today).order_by("first_day", "pk")


def open_sessions(*, today: date, course: Course | None = None) -> QuerySet[Session]:
    """Return the coming sessions that still take registrations on `today`, the full ones (waiting list) included."""
    return coming_sessions(today=today, course=course).filter(closes_on__gte=today, first_day__gte=today)


def takes_registrations(session: Session, *, today: date) -> bool:
    """Tell whether people may register by themselves on `today`; `session` with its figures."""
    return session.state in RUNNING and session.closes_on >= today and session.first_day is not None and session.first_day >= today


def first_day_of(session: Session) -> date | None:
    """Return the day on which a session begins, None without any half-day."""
    return session.half_days.aggregate(day=Min("day"))["day"]


def begins_at(session: Session) -> datetime | None:
    """Return the moment at which a session begins, by the clock in Paris."""
    first = session.half_days.order_by("day", "starts").first()
    return at_paris(first.day, first.starts) if first else None


def at_paris(day: date, clock: time) -> datetime:
    """Return a moment given by a day and a clock time in Paris."""
    return timezone.make_aware(datetime.combine(day, clock))


@dataclass(frozen=True, kw_only=True)
class NearSession:
    """A session and how far it is. minutes: None when it is held remotely or when the home is not known."""

    session: Session
    minutes: int | None

    @property
    def travel(self) -> str:
        """« environ 35 minutes de route, estimé d’après la distance », empty when nothing is known."""
        return "" if self.minutes is None else travel_words(self.minutes)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What somebody is shown first: two dates near home and one remote; then the others."""

    first: list[NearSession]
    others: list[NearSession]

    @property
    def all(self) -> list[NearSession]:
        return [*self.first, *self.others]


def measured(sessions, *, home: Commune | None, today: date, travel: Travel | None = None) -> list[NearSession]:
    """Return sessions with their travel from `home`, in the same order."""
    travel = travel or travel_at(today)
    return [NearSession(session=one, minutes=minutes_between(home, one.commune, travel=travel)) for one in sessions]


def proposal(sessions, *, home: Commune | None, today: date, travel: Travel | None = None, near: int | None = None) -> Proposal:
    """Return two sessions within the delay of « near home » and one that may be followed remotely first, then the others.

    sessions: in the order of their days. Those with a place left come before the full ones; a hybrid session may be the near one or
    the remote one, never both. Without a known home the first two on site are shown. travel, near: the settings of `today`, read once
    by whoever asks for many people.
    """
    found = sorted(measured(sessions, home=home, today=today, travel=travel), key=lambda one: one.session.left <= 0)
    most = near_minutes(today) if near is None else near
    onsite = [one for one in found if one.session.format != SessionFormat.REMOTE]
    close = [one for one in onsite if one.minutes is not None and one.minutes <= most] if home else onsite
    chosen = close[:NEAR_SHOWN]
    remote = next((one for one in found if one.session.format == SessionFormat.REMOTE), None) or next(
        (one for one in found if one.session.format == SessionFormat.HYBRID and one not in chosen), None
    )
    first = [*chosen, *([remote] if remote else [])]
    others = sorted((one for one in found if one not in first), key=lambda one: (one.session.first_day, one.session.pk))
    return Proposal(first=first, others=others)


def other_dates(session: Session, *, today: date) -> list[Session]:
    """Return the other sessions of the same course that still have a place, the nearest day first."""
    rows = open_sessions(today=today, course=session.course).exclude(pk=session.pk)
    return list(rows.filter(Q(left__gt=0)))


COMING, TO_CLOSE, ALL = "a-venir", "a-clore", "toutes"


def listed_sessions(
    viewer,
    *,
    view: str,
    today: date,
    course: int | None = None,
    department: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[Session]:
    """Return the sessions of the scope of `viewer`, with their figures.

    view: coming (open or confirmed, not over), to close (over, attendance not closed), all, or the code of a state.
    department: code, or « distance ». first, last: sessions that meet these days.
    """
    rows = with_figures(Session.objects.visible_to(viewer))
    if view == COMING:
        rows = rows.filter(state__in=RUNNING, last_day__gte=today)
    elif view == TO_CLOSE:
        rows = rows.filter(state__in=RUNNING, last_day__lt=today)
    elif view != ALL:
        rows = rows.filter(state=view)
    if course:
        rows = rows.filter(course=course)
    if department == "distance":
        rows = rows.filter(commune__isnull=True)
    elif department:
        rows = rows.filter(commune__department__code=department)
    if first:
        rows = rows.filter(last_day__gte=first)
    if last:
        rows = rows.filter(first_day__lte=last)
    return rows


def courses_with_sessions(viewer) -> list[tuple[int, str]]:
    """Return (primary key, title) of the courses that have a session in the scope of `viewer`, by title."""
    rows = Course.objects.filter(sessions__in=Session.objects.visible_to(viewer)).distinct()
    return list(rows.order_by("sort_key", "pk").values_list("pk", "title"))


def departments_of_sessions(viewer) -> list[tuple[str, str]]:
    """Return (code, words) of the departments where sessions of the scope of `viewer` are held."""
    rows = Session.objects.visible_to(viewer).filter(commune__isnull=False).order_by("commune__department__code")
    found = rows.values_list("commune__department__code", "commune__department__name").distinct()
    return [(code, f"{code} {name}") for code, name in found]
