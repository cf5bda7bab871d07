"""The reminder before a session: once a person, some days before (setting `training-reminder-days`)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.models import Message
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.work.training import notifications as texts
from portevoix.work.training.actions.holding import enrolments_of, hold_session
from portevoix.work.training.actions.telling import tell
from portevoix.work.training.enums import EnrolmentState as E
from portevoix.work.training.models import Enrolment
from portevoix.work.training.selectors.sessions import coming_sessions

DAYS = ("training-reminder-days", 7)
REMINDER = Program("training_reminders")


def remind_sessions(*, at: datetime) -> int:
    """Remind the people of the sessions that begin within some days; return how many were written to. Nobody is reminded twice."""
    today = timezone.localdate(at)
    soon = today + timedelta(days=parameter_at(DAYS[0], today, default=DAYS[1]))
    told = 0
    for session in coming_sessions(today=today).filter(first_day__gt=today, first_day__lte=soon):
        with transaction.atomic():
            told += _remind(hold_session(session), at=at)
    return told


def _remind(session, *, at: datetime) -> int:
    rows = list(enrolments_of(session, E.REGISTERED))
    already = Message.objects.filter(code=texts.REMINDER, about_kind=Enrolment._meta.label_lower, about_number__in=[row.pk for row in rows])
    reminded = set(already.values_list("about_number", flat=True))
    people = [row for row in rows if row.pk not in reminded]
    tell(texts.REMINDER, people, session=session, by=REMINDER, at=at)
    return len(people)
