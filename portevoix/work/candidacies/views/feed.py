"""The Atom feed of the calls (RFC 4287): what opens, what closes, what is published."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.gates import public
from portevoix.work.candidacies.models import Call
from portevoix.work.candidacies.selectors.public_calls import countdown, public_calls

MOST = 50
BORN = 2026  # the year in which the name of the site was taken for the tags (RFC 4151): it never changes


def tag(specific: str) -> str:
    """Return a name that never changes, whatever becomes of the addresses (RFC 4151)."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{BORN}:{specific}"


class CallsFeed(Feed):
    """The public calls, the open ones first; an entry changes when its call does."""

    feed_type = Atom1Feed
    title = "Appels à candidatures"
    author_name = settings.SITE_NAME
    language = "fr"

    def link(self) -> str:
        return absolute_url(reverse("candidacies:public_calls"))

    def feed_url(self) -> str:
        return absolute_url(reverse("candidacies:calls_feed"))

    def feed_guid(self) -> str:
        return tag("appels")

    def subtitle(self) -> str:
        return "Les sièges de représentants des usagers que l’agence propose aux associations agréées."

    def items(self):
        return public_calls()[:MOST]

    def item_title(self, item: Call) -> str:
        return item.title

    def item_description(self, item: Call) -> str:
        seats = f"{item.seat_count}\u00a0siège{'s' if item.seat_count > 1 else ''}"
        return f"{item.number}, {item.get_mode_display()}, {seats}. {countdown(item, at=timezone.now())}"

    def item_link(self, item: Call) -> str:
        return absolute_url(reverse("candidacies:public_call", args=[item.number]))

    def item_guid(self, item: Call) -> str:
        return tag(f"appels:{item.number}")

    def item_pubdate(self, item: Call):
        return item.opens_at

    def item_updateddate(self, item: Call):
        return max(item.state_changed_at, item.opens_at)

    def item_categories(self, item: Call):
        return [item.get_state_display()]


calls_feed = public(CallsFeed())
