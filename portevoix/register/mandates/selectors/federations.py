"""Vacancies of the members of a federation of establishments."""

from dataclasses import dataclass
from datetime import date

from portevoix.register.directory.models import Body, Facility, Federation
from portevoix.register.directory.scope import scope_of
from portevoix.register.mandates.selectors.bodies import vacancies_by_body
from portevoix.register.mandates.selectors.criteria import SeatCriteria


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberVacancies:
    """One facility of the federation: the seats of all its bodies on the day."""

    facility: Facility
    bodies: list[Body]
    opened: int
    vacant: int
    vacant_titular: int
    vacant_substitute: int
    oldest: date | None


def vacancies_of_members(federation: Federation, viewer, *, at: date) -> list[MemberVacancies]:
    """Return the facilities that belong to `federation` on `at` and that have open seats, the most vacant first.

    viewer: a `Scope` or an account. The figures of the whole are `figures(viewer, at=at, criteria=SeatCriteria(federation=pk))`.
    """
    scope = scope_of(viewer)
    counts = vacancies_by_body(scope, at=at, criteria=SeatCriteria(federation=federation.pk))
    bodies = Body.objects.filter(pk__in=counts).select_related("facility__department", "body_type").order_by("sort_key", "pk")
    members: dict[int, list[Body]] = {}
    for body in bodies:
        members.setdefault(body.facility_id, []).append(body)
    rows = [_member(own, [counts[body.pk] for body in own]) for own in members.values()]
    return sorted(rows, key=lambda row: (-row.vacant, row.facility.sort_key, row.facility.pk))


def _member(bodies, counts):
    return MemberVacancies(
        facility=bodies[0].facility,
        bodies=bodies,
        opened=sum(count.opened for count in counts),
        vacant=sum(count.vacant for count in counts),
        vacant_titular=sum(count.vacant_titular for count in counts),
        vacant_substitute=sum(count.vacant_substitute for count in counts),
        oldest=min((count.oldest for count in counts if count.oldest), default=None),
    )
