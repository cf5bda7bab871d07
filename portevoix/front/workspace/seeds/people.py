"""The fictional people of the demonstration: where they live, for whom they speak, since when, and how some of them left."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from portevoix.base.core.periods import add_years
from portevoix.front.workspace.seeds.names import Name, NameBook
from portevoix.register.mandates.enums import EndReason

ACTIVE = 600  # sit today
FORMER = 176  # have sat
DEATHS = 9
APPETITES = (45, 30, 16, 9)  # out of 100 people, how many would hold one seat, two…; one more when nobody else can
AVERAGE_AGE, SPREAD = 68, 8  # national survey of 2019: 68 years on average, four out of five retired


@dataclass
class Figure:
    """One fictional person. `association` is the code of the accredited association; `until` and `reason` say how they left."""

    name: Name
    department: str
    association: str
    since: date
    until: date | None = None
    reason: str = ""
    active: bool = True
    appetite: int = 2  # how many seats they would gladly hold at once
    busy: list[tuple[date, date, int]] = field(default_factory=list)  # first day, last day, body

    def free(self, first: date, last: date, body: int) -> bool:
        """Tell whether one more seat is possible from `first` to `last`: in another body, and not too many at once."""
        if first < self.since or (self.until and last > self.until):
            return False
        clashes = [held for start, end, held in self.busy if start <= last and end >= first]
        return body not in clashes and len(clashes) <= self.appetite

    def take(self, first: date, last: date, body: int) -> None:
        self.busy.append((first, last, body))

    def load(self, first: date, last: date) -> int:
        return sum(1 for start, end, _ in self.busy if start <= last and end >= first)


def crowd(
    rng: Random, book: NameBook, today: date, departments: dict[str, int], associations: dict[str, float], lost: tuple[str, date]
) -> list[Figure]:
    """Return everybody. `departments` and `associations` weigh the draws; `lost` is an association and the day its accreditation ended.

    A dozen people belong to the lost association: their mandates ended with it.
    """
    places, weights = list(departments), list(departments.values())
    codes, chances = list(associations), list(associations.values())
    figures = []
    for number in range(ACTIVE + FORMER):
        active = number < ACTIVE
        born = today.year - min(88, max(34, round(rng.gauss(AVERAGE_AGE if active else AVERAGE_AGE + 5, SPREAD))))
        figure = Figure(
            name=book.draw(born),
            department=places[number] if number < len(places) else rng.choices(places, weights)[0],
            association=rng.choices(codes, chances)[0],
            since=_since(rng, today, active),
            active=active,
            appetite=rng.choices((1, 2, 3, 4), APPETITES)[0],
        )
        if not active:
            _leave(figure, number - ACTIVE, rng, today, lost)
        figures.append(figure)
    return figures


def _since(rng, today, active):
    """Half of those who sit today have been there from the first designations; the others came one after the other."""
    oldest = add_years(today, -10)
    if rng.random() < (0.5 if active else 0.8):
        return oldest
    return oldest + timedelta(days=rng.randint(0, 365 * (9 if active else 5)))


def _leave(figure, rank, rng, today, lost):
    code, day = lost
    if rank < DEATHS:
        figure.until, figure.reason = today - timedelta(days=rng.randint(25, 2600)), EndReason.DEATH
    elif rank < DEATHS + 12:
        figure.association, figure.until, figure.reason = code, day, EndReason.ACCREDITATION_LOST
    else:
        figure.until = today - timedelta(days=rng.randint(10, 2900))
    figure.since = min(figure.since, add_years(figure.until, -3))
