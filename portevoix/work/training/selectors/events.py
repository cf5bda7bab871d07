"""Sessions and meetings of groups as events of a calendar: the same event keeps its name, and its number rises when it changes."""

from collections.abc import Iterator
from datetime import date, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db.models import F

from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.calendars import Event, at_paris
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.enums import SessionState
from portevoix.work.training.models import Enrolment, GroupMeeting, HalfDay, Session
from portevoix.work.training.selectors.words import group_words, place_words

PAST = timedelta(days=365)  # what was attended stays in the calendar for a year
SHOWN = (E.REGISTERED, E.ATTENDED, E.PARTIAL, E.ABSENT)


def events_of_session(session: Session, *, remote: bool = False, cancelled: bool = False, link: bool = True) -> Iterator[Event]:
    """Yield each half-day of `session` (with its course, commune and half-days); those that were taken away are cancelled.

    remote: for somebody who follows it remotely, with the link. cancelled: for somebody whose place is cancelled.
    link: False for everybody: the link of the video conference is for those enrolled.
    """
    half_days = sorted(session.half_days.all(), key=lambda one: (one.day, one.starts))
    gone = cancelled or session.state == SessionState.CANCELLED
    for rank, half_day in enumerate(half_days, 1):
        yield _half_day(session, half_day, rank, remote=remote, cancelled=gone, link=link)
    for rank in range(len(half_days) + 1, session.calendar_slots + 1) if half_days else ():
        yield _half_day(session, half_days[-1], rank, remote=remote, cancelled=True, link=link)


def _half_day(session: Session, half_day: HalfDay, rank: int, *, remote: bool, cancelled: bool, link: bool) -> Event:
    lines = [session.access_words] if session.access_words and not remote else []
    followed = link and session.remote_link and (remote or session.commune is None)
    lines += [f"Visioconférence\u00a0: {session.remote_link}"] if followed else []
    asked = ", ".join(part for part in (session.questions_email, session.questions_phone) if part)
    lines += [f"Questions\u00a0: {asked}"] if asked else []
    return Event(
        uid=f"session-{session.pk}-{rank}",
        summary=f"Formation\u00a0: {session.course.title}",
        starts=at_paris(half_day.day, half_day.starts),
        ends=at_paris(half_day.day, half_day.ends),
        place="à distance" if remote else place_words(session).removesuffix(" ou à distance"),
        description="\n".join(lines),
        url=absolute_url(f"/formations/sessions/{session.pk}/"),
        sequence=session.calendar_sequence,
        cancelled=cancelled,
    )


def event_of_meeting(meeting: GroupMeeting) -> Event:
    """Return a meeting of a group, with its group and its commune: when and where, never what for."""
    where = ", ".join(part for part in (meeting.place, meeting.commune.name if meeting.commune else "") if part)
    return Event(
        uid=f"group-meeting-{meeting.pk}",
        summary=group_words(meeting.group.name),
        starts=at_paris(meeting.day, meeting.starts),
        ends=at_paris(meeting.day, meeting.ends),
        place=where or "à distance",
        description=f"Visioconférence\u00a0: {meeting.remote_link}" if meeting.remote_link else "",
        url=absolute_url("/espace/ma-formation/"),
        sequence=meeting.calendar_sequence,
        cancelled=meeting.cancelled,
    )


def organiser() -> tuple[str, str]:
    """Return the name and the address of who convokes."""
    return "France Assos Santé", settings.HELP_DESK["email"] or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def sessions_of(persons, *, today: date) -> Iterator[Event]:
    """Yield the half-days of the sessions of `persons` (primary keys), of the past year and to come."""
    rows = Enrolment.objects.filter(person__in=persons, session__half_days__day__gte=today - PAST)
    told = rows.filter(state__in=SHOWN) | rows.filter(state=E.CANCELLED, session__state=SessionState.CANCELLED)
    told = told.select_related("session__course", "session__commune__department").prefetch_related("session__half_days").distinct()
    for row in told.order_by("pk"):
        yield from events_of_session(row.session, remote=row.remote)


def meetings_of(persons, *, today: date) -> Iterator[Event]:
    """Yield the meetings of the practice groups of which `persons` (primary keys) are members on the day of the meeting."""
    rows = GroupMeeting.objects.filter(group__members__person__in=persons, day__gte=today - PAST, group__members__period__contains=F("day"))
    for meeting in rows.select_related("group", "commune").distinct().order_by("day", "starts", "pk"):
        yield event_of_meeting(meeting)
