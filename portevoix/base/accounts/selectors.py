"""Reads about accounts and about the way in which somebody signed in."""

from typing import Any

from django.conf import settings

# Written in the session by allauth (`record_authentication`): one entry for each proof given since the sign-in.
SESSION_KEY = "account_authentication_methods"


def second_factor_missing(request: Any) -> bool:
    """Tell whether wide permissions must wait: a second factor is asked here, and this session has not shown one."""
    return settings.SECOND_FACTOR_REQUIRED and not signed_in_strongly(request.session)


def signed_in_strongly(session: Any) -> bool:
    """Tell whether a passkey, a one-time-code application or a recovery code was shown in this session."""
    return any(entry.get("method") == "mfa" for entry in session.get(SESSION_KEY, ()))
