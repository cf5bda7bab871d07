"""The text of `/.well-known/security.txt` (RFC 9116)."""

from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse

VALID_DAYS = 180  # RFC 9116 §2.5.5 asks for less than a year; the text is made afresh at each reading


def security_txt(request, *, today: date) -> str:
    """Return the contact for security researchers, valid for half a year from `today`."""
    contact = settings.SECURITY_CONTACT
    lines = [
        f"Contact: mailto:{contact}" if "@" in contact else f"Contact: {contact or request.build_absolute_uri('/')}",
        f"Expires: {today + timedelta(days=VALID_DAYS):%Y-%m-%d}T00:00:00.000Z",
        "Preferred-Languages: fr, en",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
    ]
    return "\n".join(lines) + "\n"
