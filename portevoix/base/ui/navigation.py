"""The header's links. Each package registers its own at start-up; this module knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


class Audience(StrEnum):
    """Which header shows the link."""

    PUBLIC = "public"  # every visitor, on the public pages
    WORK = "work"  # signed-in people, on the work pages
    ACCOUNT = "account"  # signed-in people, in the menu under their name


class Group(StrEnum):
    """Under which heading of a long menu a link goes: the words. `ALONE`: under none."""

    ALONE = ""
    SEATS = "Sièges et associations"
    CALLS = "Appels et candidatures"
    ORDERS = "Arrêtés"
    TRAINING = "Formation"
    PEOPLE = "Représentants"
    ACTIVITY = "Mon activité"
    ADMINISTRATION = "Administration"


FLAT = 6  # a menu of that many links at most is one line of links, without headings


def everybody(request: HttpRequest) -> bool:
    """Let anyone see the link: the default predicate."""
    return True


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One link of the header.

    label: French words. url_name: name given to `reverse` without argument. order: small numbers first.
    group: heading under which the link goes when the menu is long.
    visible: called with the request; false hides the link (the page behind guards itself all the same).
    """

    label: str
    url_name: str
    order: int
    audience: Audience
    group: Group = Group.ALONE
    visible: Callable[[HttpRequest], bool] = everybody


@dataclass(frozen=True, kw_only=True)
class Identity:
    """How the header presents the signed-in account: its name, and the line under the brand."""

    name: str
    role: str = ""
    space: str = ""


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link ready for the template; `current` is the value of `aria-current`, empty elsewhere."""

    label: str
    url: str
    current: str = ""
    group: Group = Group.ALONE


@dataclass(frozen=True, kw_only=True)
class Heading:
    """One heading of a long menu and the links that it opens; `current` is "true" when the current page is one of them."""

    label: str
    links: list[Link]

    @property
    def current(self) -> str:
        """Return the value of `aria-current`."""
        return "true" if any(link.current for link in self.links) else ""


def account_name(request: HttpRequest) -> Identity:
    """Name the account by itself: used until a package above registers better."""
    return Identity(name=str(request.user))


class Registry:
    """What the packages registered."""

    def __init__(self):
        self._items: dict[tuple[str, str], NavItem] = {}
        self.identify: Callable[[HttpRequest], Identity] = account_name

    def register(self, *items: NavItem) -> None:
        """Add links; the same page registered again in the same menu replaces the first."""
        for item in items:
            self._items[item.audience, item.url_name] = item

    def identify_with(self, function: Callable[[HttpRequest], Identity]) -> None:
        """Say who presents the signed-in account (the package that knows roles)."""
        self.identify = function

    def links(self, request: HttpRequest, audience: Audience) -> list[Link]:
        """Return the links that this request may see, in order, the current one marked."""
        items = sorted((i for i in self._items.values() if i.audience == audience), key=lambda i: (i.order, i.label))
        addresses = [(item, url_or_none(item.url_name)) for item in items if item.visible(request)]
        known = [(item, url) for item, url in addresses if url is not None]
        here = _closest(request.path, [url for _, url in known])
        return [Link(label=i.label, url=url, current=_current(request.path, url, here), group=i.group) for i, url in known]


def grouped(links: list[Link]) -> list[Link | Heading]:
    """Return the entries of the menu: the links as they are when few, else one heading a group, where its first link was.

    A group of one link is that link: nobody opens a heading to find one line.
    """
    if len(links) <= FLAT:
        return links
    entries: list[Link | Heading] = []
    for link in links:
        some = [other for other in links if link.group and other.group == link.group] or [link]
        if link is some[0]:
            entries.append(Heading(label=link.group, links=some) if len(some) > 1 else link)
    return entries


def url_or_none(name: str, *args: object) -> str | None:
    """Return the address of a page, None while nobody has written it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def _closest(path: str, urls: Iterable[str]) -> str:
    parents = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(parents, key=len, default="")


def _current(path, url, here):
    if url != here:
        return ""
    return "page" if path == url else "true"


registry = Registry()
