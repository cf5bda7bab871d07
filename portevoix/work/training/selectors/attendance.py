"""Attendance: the sheet of a half-day, and the minutes that each person really did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.enums import Presence
from portevoix.work.training.models import Enrolment, HalfDay, Mark, Session
from portevoix.work.training.workflow import OUTCOMES

TOLERANCE = ("training-tolerance-minutes", 0)
ON_SHEET = OUTCOMES | {E.REGISTERED}


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One person on the sheet of a half-day; `marked` is False while nobody noted anything: the page proposes « présence »."""

    enrolment: int
    name: str
    association: str
    remote: bool
    presence: str
    missed: int
    marked: bool


@dataclass(frozen=True, kw_only=True)
class Done:
    """What somebody did of a session. minutes: really done. missed: not done, of the half-days marked. unmarked: half-days to note."""

    minutes: int
    planned: int
    unmarked: int

    @property
    def missed(self) -> int:
        return self.planned - self.minutes


def tolerance_minutes(day: date) -> int:
    """Return how many missed minutes, in all, still make a training followed whole on `day` (setting `training-tolerance-minutes`)."""
    return parameter_at(TOLERANCE[0], day, default=TOLERANCE[1])


def people_of_sheet(session: Session) -> QuerySet[Enrolment]:
    """Return the enrolments that stand on the sheet of a session, by name."""
    rows = Enrolment.objects.filter(session=session, state__in=list(ON_SHEET)).select_related("person", "association")
    return rows.order_by("person__sort_key", "pk")


def half_days_of(session: Session) -> list[HalfDay]:
    """Return the half-days of a session, in order."""
    return list(session.half_days.order_by("day", "starts", "pk"))


def left_to_note(session: Session) -> list[tuple[HalfDay, int]]:
    """Return the half-days of a session, in order, each with how many people of the sheet nobody noted yet."""
    people = Enrolment.objects.filter(session=session, state__in=list(ON_SHEET)).count()
    noted = Count("marks", filter=Q(marks__enrolment__state__in=list(ON_SHEET)))
    return [(one, people - one.noted) for one in session.half_days.annotate(noted=noted).order_by("day", "starts", "pk")]


def sheet(half_day: HalfDay) -> list[SheetRow]:
    """Return the sheet of one half-day, by name, in two statements whatever the number of people."""
    marks = {pk: (presence, missed) for pk, presence, missed in half_day.marks.values_list("enrolment", "presence", "missed")}
    people = Enrolment.objects.filter(session=half_day.session_id, state__in=list(ON_SHEET)).order_by("person__sort_key", "pk")
    columns = people.values_list("pk", "person__last_name", "person__first_name", "association__name", "remote")
    rows = []
    for pk, last_name, first_name, association, remote in columns:
        presence, missed = marks.get(pk, (Presence.PRESENT, 0))
        rows.append(
            SheetRow(
                enrolment=pk,
                name=f"{last_name.upper()} {first_name}".strip(),
                association=association or "",
                remote=remote,
                presence=presence,
                missed=missed,
                marked=pk in marks,
            )
        )
    return rows


def done_by(enrolments: Collection[Enrolment]) -> dict[int, Done]:
    """Return what each enrolment really did, by primary key: the one source of the minutes of a certificate.

    A half-day that nobody marked counts as not done.
    """
    lengths: dict[int, dict[int, int]] = {}
    for half_day in HalfDay.objects.filter(session__in={row.session_id for row in enrolments}):
        lengths.setdefault(half_day.session_id, {})[half_day.pk] = half_day.minutes
    marks = Mark.objects.filter(enrolment__in=[row.pk for row in enrolments]).annotate(session_id=F("half_day__session"))
    done: dict[int, int] = {}
    marked: dict[int, int] = {}
    for mark in marks:
        length = lengths[mark.session_id][mark.half_day_id]
        minutes = {Presence.PRESENT: length, Presence.PARTIAL: length - mark.missed, Presence.ABSENT: 0}[Presence(mark.presence)]
        done[mark.enrolment_id] = done.get(mark.enrolment_id, 0) + minutes
        marked[mark.enrolment_id] = marked.get(mark.enrolment_id, 0) + 1
    return {
        row.pk: Done(
            minutes=done.get(row.pk, 0),
            planned=sum(lengths.get(row.session_id, {}).values()),
            unmarked=len(lengths.get(row.session_id, {})) - marked.get(row.pk, 0),
        )
        for row in enrolments
    }


def outcome_of(done: Done, *, tolerance: int) -> E:
    """Return how a training ends for somebody: followed whole (missed minutes within the tolerance), in part, or not at all.

    Dossier §4.3: the certificate is for a training followed whole.
    """
    if done.minutes == 0:
        return E.ABSENT
    return E.ATTENDED if done.missed <= tolerance else E.PARTIAL
