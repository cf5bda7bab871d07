"""What the layouts need on every page, computed only when a layout asks."""

from functools import cached_property

from django.conf import settings
from django.utils import timezone

from portevoix.base.ui import accessibility
from portevoix.base.ui.navigation import Audience, Heading, Identity, Link, grouped, registry, url_or_none

FOOTER = [
    ("Plan du site", "portal:sitemap"),
    ("", "portal:accessibility"),  # its words are computed
    ("Mentions légales", "portal:legal"),
    ("Données personnelles", "portal:privacy"),
    ("Données ouvertes", "opendata:index"),
]
SIGN_IN = ("accounts:sign_in", "account_login")
SIGN_OUT = ("accounts:sign_out", "account_logout")


class Shell:
    """Header and footer of one request."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def site_name(self) -> str:
        return settings.SITE_NAME

    @cached_property
    def demo(self) -> bool:
        return settings.DEMO

    @cached_property
    def help(self) -> dict[str, str]:
        return settings.HELP_DESK

    @cached_property
    def tagline(self) -> str:
        return settings.SITE_TAGLINE

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def identity(self) -> Identity | None:
        return registry.identify(self.request) if self.signed_in else None

    @cached_property
    def home_url(self) -> str:
        return url_or_none("portal:home") or "/"

    @cached_property
    def work_home_url(self) -> str:
        """The first work page of this account, the public home when it has none."""
        return self.work_links[0].url if self.work_links else self.home_url

    @cached_property
    def credits(self) -> str:
        return settings.SITE_CREDITS

    @cached_property
    def public_links(self) -> list[Link]:
        return registry.links(self.request, Audience.PUBLIC)

    @cached_property
    def work_links(self) -> list[Link]:
        return registry.links(self.request, Audience.WORK)

    @cached_property
    def work_menu(self) -> list[Link | Heading]:
        return grouped(self.work_links)

    @cached_property
    def account_links(self) -> list[Link]:
        return registry.links(self.request, Audience.ACCOUNT)

    @cached_property
    def sign_in_url(self) -> str | None:
        return _first_url(SIGN_IN)

    @cached_property
    def sign_out_url(self) -> str | None:
        return _first_url(SIGN_OUT)

    @cached_property
    def accessibility_mention(self) -> str:
        return accessibility.mention(today=timezone.localdate())

    @cached_property
    def footer_links(self) -> list[Link]:
        pages = [(label or self.accessibility_mention, url_or_none(name)) for label, name in FOOTER]
        return [Link(label=label, url=url or "", current="page" if url == self.request.path else "") for label, url in pages]


def shell(request) -> dict[str, Shell]:
    """Context processor: `shell`."""
    return {"shell": Shell(request)}


def _first_url(names):
    return next((url for url in map(url_or_none, names) if url), None)
