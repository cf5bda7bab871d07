"""A browser where an account has already signed in: it keeps an allowance of codes that strangers cannot use up."""

from django.conf import settings
from django.core import signing

SALT = "portevoix.known-device"
YEAR = 31_536_000


def remember_device(response, user) -> None:
    """Leave a signed cookie that names the account; it opens nothing by itself."""
    response.set_cookie(
        settings.KNOWN_DEVICE_COOKIE,
        signing.dumps(user.pk, salt=SALT),
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_account(request) -> int | None:
    """Return the number of the account that has signed in from this browser, or None."""
    try:
        return signing.loads(request.COOKIES.get(settings.KNOWN_DEVICE_COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return None
