"""« Ajouter à mon agenda » : all the half-days of a session, for everybody, or for somebody who has a place."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from portevoix.base.core.calendars import CONTENT_TYPE, calendar_bytes
from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.access.views import ScopedView, page
from portevoix.work.training.models import Enrolment
from portevoix.work.training.selectors.events import events_of_session, organiser
from portevoix.work.training.selectors.sessions import announced_session


@page(public=True)
def session_calendar(request, pk: int):
    """The half-days of a session that is announced; the link of the video conference is for those enrolled."""
    session = announced_session(pk)
    if session is None:
        raise Http404
    return _file(events_of_session(session, link=False), f"formation-{pk}.ics")


class MySessionCalendarView(ScopedView):
    """The half-days of a session where I have a place, with what I need to follow it."""

    permission = Permission.TRAINING_OWN
    model = Enrolment

    def get_rows(self):
        rows = super().get_rows().filter(person__in=scope_for(self.request.user, self.permission).persons)
        related = rows.select_related("session__course", "session__region", "session__commune__department", "association")
        return related.prefetch_related("session__half_days")

    def get(self, request, *args, **kwargs):
        row = self.object
        return _file(events_of_session(row.session, remote=row.remote), f"formation-{row.session_id}.ics")


def _file(events, name: str) -> HttpResponse:
    response = HttpResponse(calendar_bytes(list(events), at=timezone.now(), organiser=organiser()), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
