"""How long somebody stays signed in: a limit in all, and a limit without acting (`settings.SESSION_LIMITS`)."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login

from portevoix.base.accounts.selectors import session_kind

STARTED, SEEN, KIND = "limits_started", "limits_seen", "limits_kind"
MARK_EVERY = 60  # seconds: how often the last act is written, so that most requests write nothing


class SessionLimits:
    """End a session that has lasted too long, and say why."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session:
            over = self.reason_to_end(request)
            if over:
                address = request.get_full_path() if request.method == "GET" else "/"
                logout(request)
                messages.info(request, over)
                return redirect_to_login(address)
        return self.get_response(request)

    def reason_to_end(self, request) -> str:
        """Return the sentence to show when the session is over, else mark that it is in use."""
        session, now = request.session, time.time()
        if SEEN not in session:
            self.mark(request, now)
            session[STARTED] = now
            return ""
        in_all, without_acting = settings.SESSION_LIMITS[session[KIND]]
        if now - session[STARTED] > in_all:
            return "Votre session a atteint sa durée maximale. Connectez-vous de nouveau."
        if now - session[SEEN] > without_acting:
            return "Vous n’avez rien fait pendant un moment\u00a0: nous avons fermé votre session. Connectez-vous de nouveau."
        if now - session[SEEN] > MARK_EVERY:
            self.mark(request, now)
        return ""

    def mark(self, request, now: float) -> None:
        request.session[SEEN] = now
        request.session[KIND] = session_kind(request.user)
