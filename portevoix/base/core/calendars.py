"""Calendars that phones and computers read (RFC 5545, RFC 7986): what an event is, how a calendar is written, who gives events.

A package that has dates for people registers a source, in its module `calendars` loaded at start-up::

    @register_source("training")
    def sessions(user, *, today): ...  # yields `Event`s of this account

Times are those of the clock in Paris: an event at 9 h 30 stays at 9 h 30 when the clocks change.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Timezone, vCalAddress, vDuration
from icalendar import Event as Component

PARIS = ZoneInfo("Europe/Paris")
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
CONFIRMED, CANCELLED = "CONFIRMED", "CANCELLED"
CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Porte-voix//Agenda//FR"
COLOUR = "mediumblue"  # RFC 7986: a name of CSS 3
REFRESH = timedelta(hours=6)
# How clocks change in Paris since 1996 (directive 2000/84/EC): the last Sunday of March, the last Sunday of October, at 1 h UTC.
CLOCKS = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something at a date. uid: stable, without the domain (« session-12-1 »); sequence: rises each time that it changes.

    starts, ends: aware moments, or two days (the last one included) for something that lasts whole days.
    """

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date
    place: str = ""
    description: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False

    def __post_init__(self):
        if isinstance(self.starts, datetime) != isinstance(self.ends, datetime):
            raise ValueError("an event lasts moments or days, not both")
        if isinstance(self.starts, datetime) and (self.starts.tzinfo is None or self.ends.tzinfo is None):
            raise ValueError("the moments of an event have a time zone")

    @property
    def day(self) -> date:
        """The day on which it begins, in Paris."""
        return self.starts.astimezone(PARIS).date() if isinstance(self.starts, datetime) else self.starts


Source = Callable[..., Iterable[Event]]
SOURCES: dict[str, Source] = {}


def register_source(code: str) -> Callable[[Source], Source]:
    """Decorate a function of `(user, *, today)` that yields the events of an account; a code registered again replaces the first."""

    def keep(source: Source) -> Source:
        SOURCES[code] = source
        return source

    return keep


def events_of(user: Any, *, today: date) -> list[Event]:
    """Return every event of an account, all sources together, the earliest first."""
    found = [event for code in sorted(SOURCES) for event in SOURCES[code](user, today=today)]
    return sorted(found, key=lambda event: (event.day, event.uid))


def at_paris(day: date, clock: time) -> datetime:
    """Return the moment of a day and a time of the clock in Paris."""
    return datetime.combine(day, clock, tzinfo=PARIS)


def calendar_bytes(
    events: Collection[Event],
    *,
    at: datetime,
    method: str = PUBLISH,
    name: str = "",
    organiser: tuple[str, str] = ("", ""),
    feed: bool = False,
) -> bytes:
    """Return the calendar file (`.ics`) of `events`, as it is at the moment `at`.

    method: `PUBLISH`, or `CANCEL` for a message that says that what was announced does not take place. organiser: name and address.
    feed: a calendar that readers come back to: with its name, its colour and how often to come back.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    if feed:
        calendar.add("color", COLOUR)
        calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(REFRESH))
    for event in events:
        calendar.add_component(_component(event, at=at, cancel=method == CANCEL, organiser=organiser))
    calendar.subcomponents.insert(0, Timezone.from_ical(CLOCKS))
    return calendar.to_ical()


def domain() -> str:
    """Return what the names of our events end with: the host of the site."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _component(event: Event, *, at: datetime, cancel: bool, organiser: tuple[str, str]) -> Component:
    found = Component()
    found.add("uid", f"{event.uid}@{domain()}")
    found.add("dtstamp", at.astimezone(ZoneInfo("UTC")))
    found.add("sequence", event.sequence)
    found.add("status", CANCELLED if cancel or event.cancelled else CONFIRMED)
    found.add("summary", event.summary)
    if isinstance(event.starts, datetime):
        found.add("dtstart", event.starts.astimezone(PARIS))
        found.add("dtend", event.ends.astimezone(PARIS))
    else:
        found.add("dtstart", event.starts)
        found.add("dtend", event.ends + timedelta(days=1))
        found.add("transp", "TRANSPARENT")
    for key, value in (("location", event.place), ("description", event.description), ("url", event.url)):
        if value:
            found.add(key, value)
    name, email = organiser
    if email:
        address = vCalAddress(f"mailto:{email}")
        address.params["CN"] = name
        found.add("organizer", address)
    return found
