"""The few people whom the guide and the screens name, and what happens to them: written for 22 November 2026, moved to today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portevoix.base.core.periods import add_years
from portevoix.front.workspace.seeds.names import Name
from portevoix.front.workspace.seeds.people import Figure
from portevoix.front.workspace.seeds.timelines import Occupation, Slot, Term
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.mandates.enums import EndReason as R

WRITTEN_FOR = date(2026, 11, 22)
HAUTEPIERRE, ICANS = "670783273", "670000033"  # FINESS ET: hôpital de Hautepierre, centre Paul-Strauss (Strasbourg)
T, S = SeatQuality.TITULAR, SeatQuality.SUBSTITUTE

PEOPLE = {
    "wernert": (Civility.MRS, "Odile", "Wernert", "APF"),
    "hamm": (Civility.MR, "Gérard", "Hamm", "UFC"),
    "benali": (Civility.MR, "Samir", "Benali", "UNAFAM"),
    "kieffer": (Civility.MRS, "Nadia", "Kieffer", "UNAFAM"),
    "haag": (Civility.MRS, "Lucienne", "Haag", "UDAF"),
}
STILL_HERE = ("wernert", "benali")


@dataclass(frozen=True)
class Line:
    """One occupation of the story: terms as (first, term_end, last, reason)."""

    who: str
    where: str
    quality: SeatQuality
    rank: int
    terms: tuple[tuple[date, date, date, str], ...]


LINES = (
    Line(
        "wernert",
        HAUTEPIERRE,
        T,
        1,
        (
            (date(2021, 3, 15), date(2024, 3, 14), date(2024, 3, 14), R.TERM),
            (date(2024, 3, 15), date(2027, 3, 14), date(2027, 3, 14), ""),
        ),
    ),
    Line("hamm", HAUTEPIERRE, T, 2, ((date(2023, 9, 1), date(2026, 8, 31), date(2026, 4, 13), R.RESIGNATION),)),
    Line("benali", HAUTEPIERRE, S, 1, ((date(2025, 6, 3), date(2028, 6, 2), date(2028, 6, 2), ""),)),
    Line("kieffer", HAUTEPIERRE, S, 1, ((date(2022, 1, 10), date(2025, 1, 9), date(2025, 1, 9), R.TERM),)),
    Line("haag", HAUTEPIERRE, S, 2, ((date(2019, 10, 1), date(2022, 9, 30), date(2022, 9, 30), R.TERM),)),
    Line("wernert", ICANS, S, 1, ((date(2025, 6, 3), date(2028, 6, 2), date(2028, 6, 2), ""),)),
)


def reserved() -> set[tuple[str, SeatQuality, int]]:
    """Return the seats that the story keeps for itself: (FINESS ET, quality, rank)."""
    return {(line.where, line.quality, line.rank) for line in LINES}


def names() -> set[tuple[str, str]]:
    """Return the names that nobody else may have."""
    return {(first, last) for _, first, last, _ in PEOPLE.values()}


def cast(today: date, seats: Mapping[tuple[str, SeatQuality, int], Slot]) -> list[tuple[Occupation, Figure]]:
    """Return the occupations of the story with their people, moved from 22 November 2026 to `today`."""
    shift = today - WRITTEN_FOR
    figures = {
        key: Figure(
            name=Name(civility, first, last),
            department="67",
            association=association,
            since=add_years(today, -10),
            until=None if key in STILL_HERE else today - timedelta(days=30),
            active=key in STILL_HERE,
        )
        for key, (civility, first, last, association) in PEOPLE.items()
    }
    pairs = []
    for line in LINES:
        terms = [Term(first + shift, end + shift, last + shift, reason) for first, end, last, reason in line.terms]
        pairs.append((Occupation(seats[line.where, line.quality, line.rank], terms), figures[line.who]))
    return pairs
