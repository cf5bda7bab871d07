"""The personal calendar of an account: its secret address, created, revoked, found again from its token."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.core.addresses import absolute_url
from portevoix.front.workspace.models import CalendarFeed

SALT = "portevoix.calendar"
EXISTS = "Vous avez déjà une adresse d’agenda. Révoquez-la d’abord si vous voulez la changer."
NONE = "Cette adresse d’agenda est déjà révoquée."


@transaction.atomic
def create_feed(*, by: User, at: datetime) -> CalendarFeed:
    """Give the account `by` the address of its calendar. Raises `ValidationError` when it already has one."""
    User.objects.select_for_update().get(pk=by.pk)
    if feed_of(by) is not None:
        raise ValidationError(EXISTS, code="exists")
    key = secrets.token_hex(32)
    feed = CalendarFeed.objects.create(user=by, key=key, token_hash=_hash(_token(key, settings.SECRET_KEY)), since=at)
    journal.record("calendarfeed.create", target=feed, by=by)
    return feed


@transaction.atomic
def revoke_feed(*, by: User, at: datetime) -> None:
    """Revoke the address of the calendar of `by`: it answers no more. Raises `ValidationError` when there is none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=by, until__isnull=True).first()
    if feed is None:
        raise ValidationError(NONE, code="none")
    feed.until = at
    feed.save(update_fields=["until"])
    journal.record("calendarfeed.revoke", target=feed, by=by)


def feed_of(user: User) -> CalendarFeed | None:
    """Return the feed in force of an account, None when it has none."""
    return CalendarFeed.objects.filter(user=user, until__isnull=True).first()


def former_feeds(user: User) -> list[CalendarFeed]:
    """Return the revoked feeds of an account, the latest first."""
    return list(CalendarFeed.objects.filter(user=user, until__isnull=False).order_by("-until", "-pk")[:10])


def address_of(feed: CalendarFeed) -> str:
    """Return the whole address of a feed; empty when the key of the site changed since: the feed still answers, another may be made."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _token(feed.key, secret)
        if secrets.compare_digest(_hash(token), feed.token_hash):
            return absolute_url(reverse("workspace_feed", args=[token]))
    return ""


def feed_of_token(token: str) -> CalendarFeed | None:
    """Return the feed in force that an address asks for, None when it is revoked, unknown, or of a closed account."""
    found = CalendarFeed.objects.filter(token_hash=_hash(token), until__isnull=True, user__is_active=True)
    return found.select_related("user").first()


def _token(key: str, secret: str) -> str:
    return salted_hmac(SALT, key, secret=secret, algorithm="sha256").hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
