"""What a list of seats is limited to, and in which order it comes."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import TextChoices

from portevoix.register.directory.models import Seat
from portevoix.register.directory.models.bodies import SeatQuerySet
from portevoix.register.directory.scope import Scope


class SeatSort(TextChoices):
    """Orders of the list of seats; each ends with the seat's number, so that pages never overlap."""

    VACANCY = "vacance", "durée de la vacance"
    FACILITY = "instance", "établissement ou instance"
    DEPARTMENT = "departement", "département"
    SEAT = "siege", "siège"
    END = "fin", "fin du mandat"


@dataclass(frozen=True, kw_only=True)
class SeatCriteria:
    """Filters of a list of seats; an empty field limits nothing. Hashable: it is part of the key of remembered answers.

    The first group says which seats are looked at (the figures are theirs); the second keeps the rows in a given situation.
    text: fragment of the name of a body, of a facility, of a town, of a holder; accents and typos are forgiven.
    region, departments: COG codes. body_types: codes. qualities: `SeatQuality`. body, facility, federation (of establishments),
    association (its sections included): primary keys. states: `SeatState`. ending_before: last day of the mandate, or announced
    departure, on or before this day. vacant_over_months: vacant for more than this number of months.
    """

    text: str = ""
    region: str = ""
    departments: frozenset[str] = field(default_factory=frozenset)
    body_types: frozenset[str] = field(default_factory=frozenset)
    body: int | None = None
    facility: int | None = None
    federation: int | None = None
    qualities: frozenset[str] = field(default_factory=frozenset)

    states: frozenset[str] = field(default_factory=frozenset)
    association: int | None = None
    ending_before: date | None = None
    vacant_over_months: int | None = None

    @property
    def perimeter(self) -> "SeatCriteria":
        """The first group alone: what the figures depend on."""
        return replace(self, states=frozenset(), association=None, ending_before=None, vacant_over_months=None)

    @property
    def on_bodies(self) -> "SeatCriteria":
        """The criteria on bodies alone: neither the text nor the qualities."""
        return replace(self.perimeter, text="", qualities=frozenset())


ALL = SeatCriteria()


def seats_of_bodies(scope: Scope, criteria: SeatCriteria, *, at: date) -> SeatQuerySet:
    """Return the seats of the bodies in `scope` that the criteria on bodies keep; neither `text` nor `qualities` is applied."""
    seats = Seat.objects.visible_to(scope)
    lookups = {
        "body__region__code": criteria.region,
        "body__department__code__in": criteria.departments,
        "body__body_type__code__in": criteria.body_types,
        "body": criteria.body,
        "body__facility": criteria.facility,
    }
    seats = seats.filter(**{lookup: value for lookup, value in lookups.items() if value})
    if criteria.federation:
        seats = seats.filter(body__facility__memberships__federation=criteria.federation, body__facility__memberships__period__contains=at)
    return seats
