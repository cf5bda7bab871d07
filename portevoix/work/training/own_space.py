"""What the training says in « Mon espace »: a place to confirm, the basic training to choose, what is planned, what was followed."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F
from django.urls import reverse

from portevoix.base.core.french_dates import date_fr, month_fr
from portevoix.base.ui.navigation import url_or_none
from portevoix.register.access.own_space import Act, Asked, Event, Line, Part, Rank, Step, parts
from portevoix.register.directory.selectors.travel import near_minutes, travel_at
from portevoix.work.training.enums import DutyState
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.models import Enrolment, GroupMeeting, Session
from portevoix.work.training.selectors.duty import Duty, own_duties
from portevoix.work.training.selectors.offers import last_day_of_offer
from portevoix.work.training.selectors.sessions import NearSession, at_paris, open_sessions, proposal
from portevoix.work.training.selectors.words import days_words, group_words, place_words
from portevoix.work.training.workflow import ACTIVE

SHOWN = 4  # lines of the training: what is planned, then what was followed last
BASIC = "«\u00a0RU en avant\u00a0!\u00a0»"
KINDS = {E.REGISTERED: "progress", E.OFFERED: "soon", E.WAITING: "", E.ATTENDED: "done", E.PARTIAL: "soon"}


def training(asked: Asked) -> Mapping[int, Part]:
    """Return the training of each person: about ten statements, whatever their number."""
    enrolments = _enrolments(asked)
    duties = own_duties(list(asked.people), at=asked.today)
    dates = _basic_dates(asked.today) if any(duty.open for duty in duties.values()) else []
    meetings = _meetings(asked)
    travel, near = travel_at(asked.today), near_minutes(asked.today)
    found = {}
    for pk, person in asked.people.items():
        mine, duty = enrolments.get(pk, []), duties.get(pk)
        steps = [_offer(row) for row in mine if row.state == E.OFFERED]
        if duty is not None and duty.open:
            held = {row.session_id for row in mine if row.state in ACTIVE}
            free = [one for one in dates if one.pk not in held]
            steps.append(_basic(duty, proposal(free, home=person.home, today=asked.today, travel=travel, near=near).first))
        events = [event for row in mine if row.state == E.REGISTERED for event in _events(row, asked)]
        lines = ([_duty_line(duty)] if duty is not None and not _told(mine) else []) + [_line(row) for row in _shown(mine)[:SHOWN]]
        found[pk] = Part(steps=tuple(steps), events=tuple(events + meetings.get(pk, [])), training=tuple(lines[:SHOWN]))
    return found


def _enrolments(asked: Asked) -> dict[int, list[Enrolment]]:
    """Their enrolments that count; each session is read once, whatever the number of people who follow it."""
    rows = list(Enrolment.objects.filter(person__in=list(asked.people), state__in=list(KINDS)).order_by("pk"))
    sessions = Session.objects.filter(pk__in={row.session_id for row in rows}).select_related("course", "commune__department")
    known = {session.pk: session for session in sessions.prefetch_related("half_days")}
    found: dict[int, list[Enrolment]] = {}
    for row in rows:
        row.session = known[row.session_id]
        found.setdefault(row.person_id, []).append(row)
    return found


def _basic_dates(today: date) -> list[Session]:
    return list(open_sessions(today=today).filter(course__is_basic=True))


def _meetings(asked: Asked) -> dict[int, list[Event]]:
    rows = GroupMeeting.objects.filter(
        group__members__person__in=list(asked.people), day__gte=asked.today, cancelled=False, group__members__period__contains=F("day")
    )
    found: dict[int, list[Event]] = {}
    for meeting in rows.annotate(person=F("group__members__person")).select_related("group", "commune").order_by("day", "starts", "pk"):
        where = ", ".join(part for part in (meeting.place, meeting.commune.name if meeting.commune else "") if part)
        event = Event(
            starts=at_paris(meeting.day, meeting.starts),
            ends=at_paris(meeting.day, meeting.ends),
            title=group_words(meeting.group.name),
            place=where or "à distance",
        )
        found.setdefault(meeting.person, []).append(event)
    return found


def _offer(row: Enrolment) -> Step:
    last = last_day_of_offer(row)
    where = f"{days_words(row.session)}, {place_words(row.session)}"
    return Step(
        rank=Rank.OFFER,
        title=f"Une place est libre pour vous\u00a0: {row.session.course.title}.",
        text=f"{where[:1].upper()}{where[1:]}. Elle vous est gardée jusqu’au {date_fr(last)}.",
        acts=(Act(label="Confirmer ma place", url=reverse("training:accept_mine", args=[row.pk])),),
        before=last,
    )


def _basic(duty: Duty, choices: Iterable[NearSession]) -> Step:
    due = f" Elle est à suivre avant le {date_fr(duty.due_on)}." if duty.due_on and duty.state == DutyState.TO_PLAN else ""
    lines = tuple(_choice(one) for one in choices)
    first = lines[0] if lines else None
    offered = (
        " Voici des dates, les plus proches de chez vous d’abord." if lines else " Aucune date n’est encore ouverte près de chez vous."
    )
    return Step(
        rank=Rank.BASIC_TRAINING,
        title=f"Choisissez une date pour votre formation de base, {BASIC}",
        text=f"Elle est prévue pour tout premier mandat.{due}{offered}",
        acts=(Act(label="Choisir ma date" if first else "Voir les formations", url=reverse("training:my_training")),),
        choices=lines,
        before=duty.due_on,
    )


def _choice(one: NearSession) -> Line:
    left = one.session.left
    places = f"{left}\u00a0place{'s' if left > 1 else ''}" if left > 0 else "liste d’attente"
    text = ", ".join(part for part in (place_words(one.session), one.travel, places) if part)
    days = days_words(one.session)
    return Line(title=f"{days[:1].upper()}{days[1:]}", text=text, url=reverse("training:register", args=[one.session.pk]))


def _events(row: Enrolment, asked: Asked) -> list[Event]:
    place = "à distance" if row.remote else place_words(row.session).removesuffix(" ou à distance")
    return [
        Event(
            starts=at_paris(one.day, one.starts),
            ends=at_paris(one.day, one.ends),
            title=f"Formation\u00a0: {row.session.course.title}",
            place=place,
            url=reverse("training:public_session", args=[row.session_id]),
            calendar_url=url_or_none("training:my_session_calendar", row.pk) or "",
        )
        for one in row.session.half_days.all()
        if one.day >= asked.today
    ]


def _told(rows: list[Enrolment]) -> bool:
    """Whether a line of the person already speaks of the basic training."""
    return any(row.session.course.is_basic for row in rows)


def _duty_line(duty: Duty) -> Line:
    url = reverse("training:my_training")
    if duty.done_on:
        return Line(title=BASIC, text=f"Suivie en {month_fr(duty.done_on)}", url=url, state="Suivie", kind="done")
    due = f"À suivre avant le {date_fr(duty.due_on)}" if duty.due_on else "À suivre"
    late = duty.state == DutyState.OVERDUE
    return Line(title=BASIC, text="Le délai est passé, une date vous attend" if late else due, url=url, state="À prévoir", kind="soon")


def _shown(rows: list[Enrolment]) -> list[Enrolment]:
    """What is planned first, the soonest first; then what was followed, the latest first."""
    planned = sorted((row for row in rows if row.state in ACTIVE), key=_first_day)
    return planned + sorted((row for row in rows if row.state not in ACTIVE), key=_first_day, reverse=True)


def _first_day(row: Enrolment) -> date:
    return min((one.day for one in row.session.half_days.all()), default=date.max)


def _line(row: Enrolment) -> Line:
    days = days_words(row.session)
    done = row.state in (E.ATTENDED, E.PARTIAL)
    return Line(
        title=row.session.course.title,
        text=f"{days[:1].upper()}{days[1:]}, {place_words(row.session)}",
        url=(done and url_or_none("training:my_certificates")) or reverse("training:my_training"),
        state=LABELS[row.state],
        kind=KINDS[row.state],
    )


LABELS = {
    E.REGISTERED: "Inscription confirmée",
    E.OFFERED: "Place à confirmer",
    E.WAITING: "Liste d’attente",
    E.ATTENDED: "Suivie",
    E.PARTIAL: "Suivie en partie",
}

parts.register("training", training)
