"""Addresses of our pages, whole, for what leaves the site: e-mails, documents, feeds."""

from django.conf import settings


def absolute_url(path: str) -> str:
    """Return the whole address of a path of ours (`reverse(…)`), after `settings.SITE_URL`."""
    return f"{settings.SITE_URL.rstrip('/')}/{path.lstrip('/')}"
