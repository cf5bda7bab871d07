"""The radar of the basic training: who is bound, by state, by department and by association; whom to call this week."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portevoix.base.core.small_cells import Published, publish, publish_rows
from portevoix.base.core.text import search_key
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Association, Territory
from portevoix.register.directory.selectors.rules import parameter_at
from portevoix.register.mandates.models import Mandate
from portevoix.work.training.enums import DutyState
from portevoix.work.training.selectors.duty import Duty, duties, seen_together

PAGE = 25
REGION_WIDE = "Instances de toute la région"
REACH_DAYS = ("basic-training-reach-days", 14)
LEAST = ("small-cell", 5)
AS_READ = "echeance"  # the order in which the selector gives them
SORTS: dict[str, Callable[[Duty], tuple]] = {
    AS_READ: lambda one: (one.due_on or date.max, one.sort_key, one.person),
    "personne": lambda one: (one.sort_key, one.person),
    "debut": lambda one: (one.first_on, one.sort_key, one.person),
}


@dataclass(frozen=True, kw_only=True)
class RadarCriteria:
    """What the list is limited to; an empty value limits nothing. reach: only those to reach this week."""

    states: frozenset[str] = frozenset()
    department: str = ""
    association: int | None = None
    text: str = ""
    reach: bool = False


@dataclass(frozen=True, kw_only=True)
class StateCounts:
    """People bound, by state. key: code of a department, primary key of an association; name: of what is counted."""

    key: object
    name: str
    to_plan: int
    registered: int
    overdue: int
    done: int

    @property
    def total(self) -> int:
        return self.to_plan + self.registered + self.overdue + self.done

    @property
    def done_percent(self) -> int:
        """Share of the people bound who followed the training, rounded to the nearest."""
        return round(100 * self.done / self.total) if self.total else 0


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The counts of a perimeter: everybody, each department, each association; the most late first."""

    whole: StateCounts
    departments: tuple[StateCounts, ...]
    associations: tuple[StateCounts, ...]
    to_reach: int


@dataclass(frozen=True, kw_only=True)
class RadarRow:
    """One person of the list, with the mandate in which they are seen."""

    duty: Duty
    mandate: Mandate

    @property
    def person(self):
        return self.mandate.person


@dataclass(frozen=True, kw_only=True)
class RadarPage:
    rows: tuple[RadarRow, ...]
    total: int
    number: int


def figures(viewer, *, at: date) -> Figures:
    """Return the counts of the people whom `viewer` sees."""
    return seen_together(("duty figures", viewer, at), lambda: _figures(duties(viewer, at=at), at))


def _figures(found: tuple[Duty, ...], at: date) -> Figures:
    by_department, by_association = defaultdict(Counter), defaultdict(Counter)
    for one in found:
        by_department[one.department][one.state] += 1
        by_association[one.association][one.state] += 1
    names = department_names()
    associations = {row.pk: row.short_name for row in Association.objects.filter(pk__in=[key for key in by_association if key])}
    until = reach_until(at)
    return Figures(
        whole=_counts("", "Ensemble", Counter(one.state for one in found)),
        departments=_late_first(_counts(code, names.get(code, REGION_WIDE), n) for code, n in by_department.items()),
        associations=_late_first(_counts(pk, associations.get(pk, "Sans association"), n) for pk, n in by_association.items()),
        to_reach=sum(to_reach(one, until=until) for one in found),
    )


def department_names() -> dict[str, str]:
    """Return the name of each department, by its code."""
    return dict(Territory.objects.filter(kind=TerritoryKind.DEPARTMENT).values_list("code", "name"))


def _counts(key: object, name: str, counts: Counter) -> StateCounts:
    return StateCounts(key=key, name=name, **{state.value: counts[state] for state in DutyState})


def _late_first(rows: Iterable[StateCounts]) -> tuple[StateCounts, ...]:
    return tuple(sorted(rows, key=lambda row: (-row.overdue, -row.to_plan, row.name, str(row.key))))


def reach_until(at: date) -> date:
    """Return the last due date of those whom one calls this week."""
    return at + timedelta(days=parameter_at(REACH_DAYS[0], at, default=REACH_DAYS[1]))


def to_reach(one: Duty, *, until: date) -> bool:
    """Tell whether somebody is to be called: nothing planned, and the delay ends soon or is over, or no letter can reach them."""
    return one.open and (not one.reachable or (one.due_on is not None and one.due_on <= until))


def matching(viewer, *, at: date, criteria: RadarCriteria) -> Iterator[Duty]:
    """Yield the people whom `viewer` sees and that meet the criteria, the earliest due first. text: in a name, or in an association's."""
    words, until = search_key(criteria.text).split(), reach_until(at)
    named = _named(words, figures(viewer, at=at)) if words else frozenset()
    for one in duties(viewer, at=at):
        if criteria.states and one.state not in criteria.states:
            continue
        if criteria.department and one.department != criteria.department:
            continue
        if criteria.association and one.association != criteria.association:
            continue
        if criteria.reach and not to_reach(one, until=until):
            continue
        if one.association in named or all(word in one.sort_key for word in words):
            yield one


def _named(words: list[str], found: Figures) -> frozenset:
    """Return the associations whose name holds all of `words`."""
    keys = ((row.key, search_key(row.name)) for row in found.associations if row.key)
    return frozenset(pk for pk, name in keys if all(word in name for word in words))


def radar(
    viewer, *, at: date, criteria: RadarCriteria, sort: str = AS_READ, backwards: bool = False, page: int = 1, size: int = PAGE
) -> RadarPage:
    """Return one page of the list; a page beyond the last is the last."""
    found = list(matching(viewer, at=at, criteria=criteria))
    if sort != AS_READ or backwards:
        found.sort(key=SORTS[sort], reverse=backwards)
    number = min(max(page, 1), max(1, -(-len(found) // size)))
    return RadarPage(rows=tuple(read_rows(found[(number - 1) * size : number * size])), total=len(found), number=number)


def read_rows(found: Iterable[Duty]) -> Iterator[RadarRow]:
    """Yield the people of `found` with their names, in the same order."""
    found = list(found)
    related = ("person__home", "association", "body__department")
    mandates = Mandate.objects.select_related(*related).in_bulk([one.mandate for one in found])
    for one in found:
        yield RadarRow(duty=one, mandate=mandates[one.mandate])


@dataclass(frozen=True, kw_only=True)
class PublishedFigures:
    """What may be read of the counts without the names: small numbers are put together. departments: the last one may be « autres »."""

    whole: Published
    departments: tuple[StateCounts, ...]
    least: int


def published_figures(viewer, *, at: date) -> PublishedFigures:
    """Return the counts for whoever reads figures only: no cell under the dated threshold can be found again."""
    found, least = figures(viewer, at=at), parameter_at(LEAST[0], at, default=LEAST[1])
    cells = {row.key: {state.value: getattr(row, state.value) for state in DutyState} for row in found.departments}
    told = publish_rows(cells, least=least)
    rows = [row for row in found.departments if row.key in told.shown]
    if told.together:
        rows.append(StateCounts(key=None, name="Autres départements, réunis", **told.together))
    if told.hidden and not told.together:
        return PublishedFigures(whole=publish(_states(found.whole), least=least), departments=(), least=least)
    return PublishedFigures(whole=Published(shown=_states(found.whole), together=0), departments=tuple(rows), least=least)


def _states(row: StateCounts) -> dict[str, int]:
    return {state.value: getattr(row, state.value) for state in DutyState}
