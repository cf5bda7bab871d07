"""What a call would offer, before it is written: counts by department."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import Seat, Territory
from portevoix.register.directory.scope import Scope
from portevoix.work.candidacies.selectors.perimeter import Perimeter, in_other_running_calls, offered_seats


@dataclass(frozen=True, kw_only=True)
class DepartmentPreview:
    """What a call would offer in one department; empty code: the bodies of the whole region."""

    code: str
    name: str
    bodies: int
    titulars: int
    substitutes: int
    members: int

    @property
    def seats(self) -> int:
        return self.titulars + self.substitutes + self.members


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a call would offer. taken: seats of the perimeter that another running call offers, left out; in: the numbers of these calls."""

    departments: list[DepartmentPreview]
    taken: int
    taken_by: list[str]

    @property
    def seats(self) -> int:
        return sum(row.seats for row in self.departments)


def preview(perimeter: Perimeter, *, region: Territory, scope: Scope, at: date) -> Preview:
    """Count what `perimeter` offers on `at` in `scope`, by department."""
    found = offered_seats(perimeter, region=region, scope=scope, at=at)
    taken = in_other_running_calls([offered.seat_id for offered in found])
    free = [offered.seat_id for offered in found if offered.seat_id not in taken]
    counts: dict[tuple[str, str], Counter] = {}
    bodies: dict[tuple[str, str], set[int]] = {}
    rows = Seat.objects.filter(pk__in=free).values_list("body__department__code", "body__department__name", "quality", "body_id")
    for code, name, quality, body in rows.order_by("pk"):
        place = (code or "", name or "Toute la région")
        counts.setdefault(place, Counter())[quality] += 1
        bodies.setdefault(place, set()).add(body)
    return Preview(
        departments=[
            DepartmentPreview(
                code=place[0],
                name=place[1],
                bodies=len(bodies[place]),
                titulars=count[SeatQuality.TITULAR],
                substitutes=count[SeatQuality.SUBSTITUTE],
                members=count[SeatQuality.MEMBER],
            )
            for place, count in sorted(counts.items(), key=lambda item: (item[0][0] == "", item[0][0]))
        ],
        taken=len(taken),
        taken_by=sorted({call.number for call in taken.values()}),
    )
