"""What the space of a representative is made of: plain data, and the registry by which each package gives its part.

A package declares its part in a module `own_space` (found at start-up by itself)::

    from portevoix.register.access.own_space import Part, Rank, Step, parts

    def steps(asked):
        return {person: Part(steps=(Step(rank=Rank.OFFER, title="…"),)) for person in …}

    parts.register("training", steps)

The same part is read for one person (page, printed page) and for a thousand (the Monday e-mail): it asks the database for all the people
of `asked` at once, in a number of statements that does not grow with them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from django.core.exceptions import ImproperlyConfigured
from django.utils.timezone import get_current_timezone

from portevoix.base.core.french_dates import date_fr, hour_fr
from portevoix.base.core.periods import day_of
from portevoix.register.directory.models import Person


class Rank(IntEnum):
    """Which step comes first, when several wait for the same person."""

    OFFER = 10  # a place is kept for a few days
    BASIC_TRAINING = 20
    RENEWAL = 30
    EVENT = 40
    HOME = 50
    OTHER = 60


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something to press. url: a path. post: it writes (a form); `values` are its hidden fields. hidden: words for screen readers."""

    label: str
    url: str
    post: bool = False
    values: tuple[tuple[str, str], ...] = ()
    hidden: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a list: what, where or when in words, the page that says more, the state in a word (`kind`: that of a tag)."""

    title: str
    text: str = ""
    url: str = ""
    state: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the person has to do next: one sentence (`title`), one more to explain, one primary act; `choices`: dates to choose from."""

    rank: Rank
    title: str
    text: str = ""
    acts: tuple[Act, ...] = ()
    choices: tuple[Line, ...] = ()
    before: date | None = None


@dataclass(frozen=True, kw_only=True)
class Event:
    """A moment when the person is expected. place: in words; text: what they should know; calendar_url: its `.ics`."""

    starts: datetime
    ends: datetime
    title: str
    place: str = ""
    text: str = ""
    url: str = ""
    calendar_url: str = ""

    @property
    def day(self) -> str:
        """« mardi 1er décembre 2026 », by the clock in Paris."""
        return date_fr(day_of(self.starts), weekday=True)

    @property
    def hours(self) -> str:
        """« de 14 h 30 à 16 h 30 », by the clock in Paris."""
        return f"de {_clock(self.starts)} à {_clock(self.ends)}"


def _clock(moment: datetime) -> str:
    return hour_fr(moment.astimezone(get_current_timezone()))


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The journal of the year in words, the latest lines, and what may be asked back."""

    words: str
    lines: tuple[Line, ...] = ()
    links: tuple[Act, ...] = ()
    add: Act | None = None


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one package knows of one person."""

    steps: tuple[Step, ...] = ()
    events: tuple[Event, ...] = ()
    training: tuple[Line, ...] = ()
    activity: Figures | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose space is read, at which moment. people: with their home selected, by key."""

    people: Mapping[int, Person]
    at: datetime
    today: date


Provider = Callable[[Asked], Mapping[int, Part]]


@dataclass
class Parts:
    """What the packages registered."""

    providers: dict[str, Provider] = field(default_factory=dict)

    def register(self, name: str, provider: Provider) -> None:
        """Add the part `name`; raise `ImproperlyConfigured` when the name is taken."""
        if self.providers.setdefault(name, provider) is not provider:
            raise ImproperlyConfigured(f"the part {name} of the space is declared twice")

    def read(self, asked: Asked) -> dict[int, Part]:
        """Return all the parts together, by key of person: the steps by rank, the events by day."""
        found: dict[int, list[Part]] = {pk: [] for pk in asked.people}
        for provider in self.providers.values():
            for pk, part in provider(asked).items():
                found[pk].append(part)
        return {pk: _together(list_of_parts) for pk, list_of_parts in found.items()}


def _together(given: list[Part]) -> Part:
    return Part(
        steps=tuple(sorted((step for part in given for step in part.steps), key=lambda step: (step.rank, step.before or date.max))),
        events=tuple(sorted((event for part in given for event in part.events), key=lambda event: event.starts)),
        training=tuple(line for part in given for line in part.training),
        activity=next((part.activity for part in given if part.activity), None),
    )


parts = Parts()
