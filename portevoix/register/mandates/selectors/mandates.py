"""Lists of mandates (of a person, of an association, of a body) with the state of each on a day."""

from dataclasses import dataclass
from datetime import date

from portevoix.base.core.periods import last_day
from portevoix.register.directory.models import Person, Seat
from portevoix.register.mandates.enums import EndReason, MandateState, SeatState
from portevoix.register.mandates.models import Mandate, MandateQuerySet
from portevoix.register.mandates.selectors.occupancy import occupancy


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRow:
    """One mandate with its state on the day; `mandate` comes with seat, body (type, facility, department, region), person, association."""

    mandate: Mandate
    state: MandateState
    first_day: date
    last_day: date | None

    @property
    def state_label(self) -> str:
        return self.state.label

    @property
    def end_label(self) -> str:
        """Why it ended, in French; empty when no end is recorded."""
        return EndReason(self.mandate.end_reason).label if self.mandate.end_reason else ""

    @property
    def sits(self) -> bool:
        """In mandate, or past its term and not replaced."""
        return self.state in (MandateState.ACTIVE, MandateState.PAST_TERM)


ORDER = {MandateState.ACTIVE: 0, MandateState.PAST_TERM: 0, MandateState.PENDING: 1, MandateState.ENDED: 2}


def mandate_rows(mandates: MandateQuerySet, *, at: date) -> list[MandateRow]:
    """Return `mandates` (limited by the caller with `visible_to`) with their state on `at`.

    Those who sit come first, the next to end first; then those to come, the soonest first; then the ended, the latest first.
    """
    found = list(
        mandates.select_related(
            "seat",
            "body__body_type",
            "body__facility",
            "body__department",
            "body__region",
            "person",
            "association__parent",
        ).order_by("pk")
    )
    states = mandate_states(found, at=at)
    rows = [
        MandateRow(mandate=mandate, state=states[mandate.pk], first_day=mandate.period.lower, last_day=last_day(mandate.period))
        for mandate in found
    ]
    return sorted(rows, key=_place)


def _place(row):
    far = row.last_day or date.max
    day = {1: row.first_day, 0: far}.get(ORDER[row.state], far)
    direction = -1 if row.state == MandateState.ENDED else 1
    return ORDER[row.state], direction * day.toordinal(), row.mandate.pk


def mandate_states(mandates: list[Mandate], *, at: date) -> dict[int, MandateState]:
    """Return the state on `at` of each mandate, by its key: to come, active, past its term and not replaced, ended."""
    over = [mandate for mandate in mandates if mandate.period.upper and mandate.period.upper <= at and not mandate.end_reason]
    seats = Seat.objects.filter(pk__in={mandate.seat_id for mandate in over})
    sitting = {o.mandate_id for o in occupancy(seats, at=at) if o.state == SeatState.PAST_TERM} if over else set()
    return {mandate.pk: _state(mandate, at, sitting) for mandate in mandates}


def _state(mandate, at, sitting):
    if mandate.period.lower > at:
        return MandateState.PENDING
    if mandate.period.upper is None or at < mandate.period.upper:
        return MandateState.ACTIVE
    return MandateState.PAST_TERM if mandate.pk in sitting else MandateState.ENDED


def mandates_of_person(person: Person, viewer, *, at: date) -> list[MandateRow]:
    """Return the mandates of `person` that `viewer` (a `Scope` or an account) sees, with their state on `at`."""
    return mandate_rows(Mandate.objects.visible_to(viewer).filter(person=person), at=at)
