"""« Mon espace » as plain data, for one person or for a thousand: the page, the printed page and the Monday e-mail say the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from portevoix.base.core.french_dates import date_fr
from portevoix.base.core.periods import add_months, day_of, last_day
from portevoix.register.access.own_space import Asked, Event, Figures, Line, Step, parts
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.directory.models import Person
from portevoix.register.mandates.enums import MandateState
from portevoix.register.mandates.models import Mandate, RenewalWish
from portevoix.register.mandates.selectors.listing import SOON_MONTHS
from portevoix.register.mandates.selectors.mandates import MandateRow, mandate_states
from portevoix.register.mandates.selectors.renewal_wishes import last_wishes

READ = (  # of a mandate, its seat and its body
    *("seat_id", "body_id", "person_id", "association_id", "period", "term_end", "end_reason", "departure_on"),
    *("seat__quality", "seat__rank", "seat__constituency", "seat__body_id"),
    *("body__name", "body__town", "body__body_type__name"),
)
FEMININE = {SeatQuality.SUBSTITUTE: "suppléante"}


@dataclass(frozen=True, kw_only=True)
class OwnMandate:
    """A mandate with its state, the quality agreed with the person, and what they said of its end."""

    row: MandateRow
    quality: str
    wish: RenewalWish | None
    ends_soon: bool = False

    @property
    def body(self):
        return self.row.mandate.body

    @property
    def end_words(self) -> str:
        """« jusqu’au 14 mars 2027 »; empty without a known end."""
        if self.row.state == MandateState.PAST_TERM:
            return "au-delà du terme, jusqu’à votre remplacement"
        return f"jusqu’au {date_fr(self.row.last_day)}" if self.row.last_day else ""

    @property
    def end_kind(self) -> str:
        """The kind of its tag: amber when the end is near, as on the agents' board."""
        return "soon" if self.ends_soon else "done"


@dataclass(frozen=True, kw_only=True)
class Space:
    """What one person reads, in the order of the page. step: the first thing to do; later: the others; events: what is planned."""

    person: Person
    at: datetime
    today: date
    event: Event | None
    step: Step | None
    later: tuple[Step, ...]
    mandates: tuple[OwnMandate, ...]
    training: tuple[Line, ...]
    activity: Figures | None

    @property
    def sitting(self) -> tuple[OwnMandate, ...]:
        return tuple(one for one in self.mandates if one.row.sits)

    @property
    def coming(self) -> tuple[OwnMandate, ...]:
        return tuple(one for one in self.mandates if not one.row.sits)


def seat_quality(mandate: Mandate) -> str:
    """Return « titulaire », « suppléant », « suppléante » for the person of a mandate (standards §8.2)."""
    quality = SeatQuality(mandate.seat.quality)
    feminine = mandate.person.civility == Civility.MRS
    return FEMININE.get(quality, quality.label) if feminine else quality.label


def compose(people: Collection[Person], *, at: datetime) -> dict[int, Space]:
    """Return the space of each of `people` (with their home selected) at the moment `at`, by key.

    The number of statements does not depend on the number of people.
    """
    today = day_of(at)
    asked = Asked(people={person.pk: person for person in people}, at=at, today=today)
    held = _mandates(asked)
    given = parts.read(asked)
    return {pk: _space(person, asked, held.get(pk, []), given[pk]) for pk, person in asked.people.items()}


def _mandates(asked: Asked) -> dict[int, list[OwnMandate]]:
    """Those who sit and those to come; two or three statements, with the columns that are read and no other."""
    today = asked.today
    replaced = Mandate.objects.filter(
        seat=OuterRef("seat"), period__startswith__gt=OuterRef("period__startswith"), period__startswith__lte=today
    )
    rows = Mandate.objects.filter(person__in=list(asked.people))
    rows = rows.filter(Q(period__endswith__isnull=True) | Q(period__endswith__gt=today) | Q(~Exists(replaced), end_reason=""))
    held = list(rows.select_related("seat", "body__body_type").only(*READ).order_by("period__endswith", "pk"))
    states = mandate_states(held, at=today)
    said = last_wishes([mandate.pk for mandate in held])
    found: dict[int, list[OwnMandate]] = {}
    for mandate in held:
        if states[mandate.pk] != MandateState.ENDED:
            mandate.person = asked.people[mandate.person_id]
            found.setdefault(mandate.person_id, []).append(_own(mandate, states[mandate.pk], said.get(mandate.pk), today))
    return {pk: sorted(list_of_mandates, key=lambda one: not one.row.sits) for pk, list_of_mandates in found.items()}


def _own(mandate: Mandate, state: MandateState, wish: RenewalWish | None, today: date) -> OwnMandate:
    last = last_day(mandate.period)
    row = MandateRow(mandate=mandate, state=state, first_day=mandate.period.lower, last_day=last)
    near = last is not None and last <= add_months(today, SOON_MONTHS)
    return OwnMandate(row=row, quality=seat_quality(mandate), wish=wish, ends_soon=near)


def _space(person, asked, mandates, part) -> Space:
    coming = [event for event in part.events if event.ends >= asked.at]
    first, *later = part.steps or (None,)
    return Space(
        person=person,
        at=asked.at,
        today=asked.today,
        event=coming[0] if coming else None,
        step=first,
        later=tuple(later),
        mandates=tuple(mandates),
        training=part.training,
        activity=part.activity,
    )
