"""What the training puts in calendars: in the personal one, and beside the messages that convoke."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile

from portevoix.base.audit.actors import Program
from portevoix.base.core.calendars import CANCEL, PUBLISH, Event, calendar_bytes, register_source
from portevoix.base.files.actions import store
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile
from portevoix.register.directory.scope import scope_of
from portevoix.work.training.actions.telling import join_files
from portevoix.work.training.enums import EnrolmentState
from portevoix.work.training.models import Enrolment, Session
from portevoix.work.training.selectors.events import events_of_session, meetings_of, organiser, sessions_of

PROGRAM = Program("calendars")


@register_source("training")
def my_dates(user: Any, *, today: date) -> Iterator[Event]:
    """Yield the half-days of one's sessions and the meetings of one's groups."""
    persons = scope_of(user).persons
    yield from sessions_of(persons, today=today)
    yield from meetings_of(persons, today=today)


def invitation(session: Session, enrolments: Collection[Enrolment], at: datetime) -> dict[int, list[StoredFile]]:
    """Return the calendar file of each enrolment, by primary key: what convokes, or what takes it back when the place is cancelled."""
    kept: dict[tuple[bool, bool], StoredFile] = {}
    found = {}
    for row in enrolments:
        key = (row.remote, row.state == EnrolmentState.CANCELLED)
        if key not in kept:
            kept[key] = _file(session, remote=key[0], cancelled=key[1], at=at)
        found[row.pk] = [kept[key]]
    return found


def _file(session: Session, *, remote: bool, cancelled: bool, at: datetime) -> StoredFile:
    content = calendar_bytes(
        list(events_of_session(session, remote=remote, cancelled=cancelled)),
        at=at,
        method=CANCEL if cancelled else PUBLISH,
        organiser=organiser(),
    )
    return store(upload=ContentFile(content, name="formation.ics"), by=PROGRAM, kinds={FileKind.CALENDAR})


join_files(invitation)
