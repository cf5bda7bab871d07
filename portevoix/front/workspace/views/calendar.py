"""« Mon agenda » : a secret address that a phone or a computer reads by itself."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portevoix.base.accounts.limits import client_key, enforce
from portevoix.base.core.calendars import CONTENT_TYPE, calendar_bytes, events_of
from portevoix.base.core.gates import public
from portevoix.base.ui.forms import Form
from portevoix.front.workspace import feeds
from portevoix.register.access.permissions import Permission
from portevoix.register.access.views import ScopedActionView, ScopedView

LIMIT = "calendar"
NAME = "Porte-voix, mon agenda"


@public
@require_safe
def feed(request, token: str):
    """The calendar of an account, for whoever knows its address; 404 once it is revoked."""
    found = feeds.feed_of_token(token)
    enforce(LIMIT, f"feed {found.pk}" if found else client_key(request), at=timezone.now())
    if found is None:
        raise Http404
    now = timezone.now()
    events = events_of(found.user, today=timezone.localdate(now))
    response = HttpResponse(calendar_bytes(events, at=now, name=NAME, feed=True), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="porte-voix.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


class MyCalendarView(ScopedView):
    """The address of my calendar: create it, copy it, revoke it."""

    permission = Permission.OWN_MANDATES
    template_name = "workspace/own/calendar.html"

    def get_context_data(self, **kwargs):
        user, now = self.request.user, timezone.now()
        found, today = feeds.feed_of(user), timezone.localdate(now)
        return super().get_context_data(
            feed=found,
            address=feeds.address_of(found) if found else "",
            former=feeds.former_feeds(user),
            events=[event for event in events_of(user, today=today) if event.day >= today],
            **kwargs,
        )


class CalendarAct(ScopedActionView):
    """One button about my calendar."""

    abstract = True
    permission = Permission.OWN_MANDATES
    form_class = Form

    def get_success_url(self):
        return reverse("workspace:my_calendar")


class CreateFeedView(CalendarAct):
    """Ask for the address."""

    template_name = "workspace/own/calendar_create.html"
    success_message = "Votre adresse d’agenda est créée. Copiez-la dans votre téléphone ou votre ordinateur."

    def perform(self, data):
        return feeds.create_feed(by=self.request.user, at=timezone.now())


class RevokeFeedView(CalendarAct):
    """Revoke the address: whoever had it reads nothing more."""

    template_name = "workspace/own/calendar_revoke.html"
    success_message = "L’adresse est révoquée\u00a0: plus personne ne peut lire cet agenda."

    def perform(self, data):
        return feeds.revoke_feed(by=self.request.user, at=timezone.now())
