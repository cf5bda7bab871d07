"""From titles to fields: what each column of a table holds, seats included, confirmed by what the cells look like."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portevoix.base.core.finess import FinessError, key_is_valid, repair_finess
from portevoix.base.core.french_dates import DateError, parse_date
from portevoix.base.core.french_places import department_code
from portevoix.base.core.names import read_civility
from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.grids import shown
from portevoix.register.imports.reading.guessing import looks_like_associations, looks_like_names, looks_like_orders, runs_until
from portevoix.register.imports.reading.mapping import ColumnMapping
from portevoix.register.imports.reading.qualities import find_quality, read_quality
from portevoix.register.imports.reading.vocabulary import (
    IDENTITY,
    Field,
    body_type_of,
    fields_of_title,
    is_known_title,
    is_vacant,
    says_vacant,
)

THRESHOLD = 0.45
_SAMPLE = 300
_NAMES = (Field.FULL_NAME, Field.LAST_NAME)


@dataclass
class Candidate:
    """A column with the seat that its title names (« titular 1 », or « titular ») and the fields that it may hold."""

    index: int
    title: str
    seat: str = ""
    fields: tuple[tuple[Field, float], ...] = ()


def candidates_of(titles: list[str], groups: list[str] | None = None) -> list[Candidate]:
    """Return a candidate for each title. `groups` are the titles of the line above, spread over the columns that they cover."""
    found = []
    for index, title in enumerate(titles):
        group = groups[index] if groups else ""
        found.append(_candidate(index, title, group))
    return found


def _candidate(index: int, title: str, group: str) -> Candidate:
    whole = f"{group} {title}".strip() if group != title else title
    if quality := find_quality(title):
        return Candidate(index, whole, quality[0].key, fields_of_title(quality[1]) if quality[1] else ((Field.FULL_NAME, 1.0),))
    fields = fields_of_title(title)
    over = find_quality(group) if group else None
    if over and (fields or not title):
        return Candidate(index, whole, over[0].key, fields or fields_of_title(over[1]) or ((Field.FULL_NAME, 1.0),))
    if group and (not fields or fields[0][1] < 0.9):
        fields = fields_of_title(whole) or fields or fields_of_title(group)
    return Candidate(index, whole, "", fields)


def spread_seats(candidates: list[Candidate]) -> None:
    """Give each repeated column its seat: « RU titulaire 1 | Association | Fin | RU titulaire 2 | Association | Fin »."""
    _number_repeated(candidates)
    owners = [candidate for candidate in candidates if candidate.seat and candidate.fields and candidate.fields[0][0] in _NAMES]
    seats = list(dict.fromkeys(candidate.seat for candidate in candidates if candidate.seat))
    has_quality = any(fields[0][0] == Field.QUALITY for fields in (c.fields for c in candidates if not c.seat) if fields)
    if len(seats) == 1 and has_quality:
        for candidate in candidates:
            candidate.seat = ""  # « Nom du titulaire » beside a column of qualities: the holder, whoever it is
        return
    if not owners:
        return
    loose = [c for c in candidates if not c.seat and c.fields and c.fields[0][0] not in IDENTITY and c.fields[0][0] != Field.QUALITY]
    occurrences = defaultdict(list)
    for candidate in loose:
        occurrences[search_key(candidate.title)].append(candidate)
    for same in occurrences.values():
        if len(same) == len(owners) and len(owners) > 1:
            for candidate, owner in zip(same, owners, strict=True):
                candidate.seat = owner.seat
        elif len(same) > 1:
            for candidate in same:
                left = [owner for owner in owners if owner.index < candidate.index]
                candidate.seat = left[-1].seat if left else ""


def _number_repeated(candidates: list[Candidate]) -> None:
    """« Titulaire | … | Titulaire | … »: the second one is rank 2."""
    times = Counter((search_key(c.title), c.seat) for c in candidates if c.seat and not c.seat[-1].isdigit())
    met: Counter = Counter()
    for candidate in candidates:
        key = (search_key(candidate.title), candidate.seat)
        if times[key] > 1:
            met[key] += 1
            candidate.seat = f"{candidate.seat} {met[key]}"


def score_of(candidates: list[Candidate]) -> float:
    """Return how much a line of titles says: the sum of the likelihoods of the distinct fields; 0 when it cannot be one."""
    best: dict[tuple[Field, str], float] = {}
    for candidate in candidates:
        for name, likelihood in candidate.fields[:1]:
            if likelihood >= 0.6:
                key = (name, candidate.seat)
                best[key] = max(best.get(key, 0.0), likelihood)
    names = {name for name, _ in best}
    identity = names & {Field.FINESS_ET, Field.FACILITY_NAME, Field.BODY_TYPE}
    person = names & {Field.QUALITY, Field.LAST_NAME, Field.FULL_NAME, Field.ASSOCIATION} or any(seat for _, seat in best)
    return sum(best.values()) if len(best) >= 3 and identity and person else 0.0


def assign(candidates: list[Candidate], cells: Callable[[int], list]) -> tuple[ColumnMapping, ...]:
    """Return the mapping of every column, the best likelihood first, one column for each field and seat; `cells(index)` gives its cells."""
    samples = {c.index: [cell for cell in cells(c.index) if cell is not None][:_SAMPLE] for c in candidates}
    wanted = []
    for candidate in candidates:
        for name, likelihood in _with_content(candidate, samples[candidate.index]):
            if likelihood >= THRESHOLD:
                wanted.append((-likelihood, candidate.index, name, candidate.seat))
    taken: dict[int, tuple[Field, str, float, str]] = {}
    held: set[tuple[Field, str]] = set()
    for likelihood, index, name, seat in sorted(wanted):
        if index not in taken and (name, seat) not in held:
            taken[index] = (name, seat, -likelihood, "title")
            held.add((name, seat))
    _take_by_content(candidates, samples, taken, held)
    if not any(seat for _, seat, _, _ in taken.values()):
        _guess(candidates, cells, taken)
    _settle_names(taken)
    return tuple(_column(candidate, taken.get(candidate.index), samples[candidate.index]) for candidate in candidates)


def _column(candidate: Candidate, found, sample: list) -> ColumnMapping:
    examples = tuple(dict.fromkeys(shown(cell) for cell in sample))[:3]
    if not found:
        return ColumnMapping(candidate.index, candidate.title, samples=examples)
    name, seat, likelihood, how = found
    return ColumnMapping(candidate.index, candidate.title, name, seat, round(likelihood, 2), how, examples)


def _with_content(candidate: Candidate, sample: list):
    """Give the likelihoods of a column once its cells have been looked at."""
    for name, likelihood in candidate.fields:
        if sample and name in _LOOKS_LIKE:
            least, factor = _EXPECTED.get(name, (0.3, 0.5))
            if _share(sample, _LOOKS_LIKE[name]) < least:
                likelihood *= factor
        yield name, likelihood
        if name == Field.ORDER_REFERENCE and sample and _share(sample, _is_date) >= 0.6:
            yield Field.START, 0.7  # « Arrêté » over dates: the date of the order, from which the mandate runs
            yield Field.ORDER_DATE, 0.69


def _take_by_content(candidates, samples, taken, held) -> None:
    """Columns without a telling title, whose cells leave no doubt."""
    for name in (Field.FINESS_ET, Field.EMAIL, Field.QUALITY, Field.CIVILITY):
        if (name, "") in held or any(seat for _, seat, _, _ in taken.values()):
            continue
        for candidate in candidates:
            sample = samples[candidate.index]
            looks = _is_certain_finess if name == Field.FINESS_ET else _LOOKS_LIKE[name]
            if candidate.index not in taken and len(sample) >= 3 and (share := _share(sample, looks)) >= 0.7:
                taken[candidate.index] = (name, "", 0.7 * share, "content")
                held.add((name, ""))
                break


def _guess(candidates: list[Candidate], cells: Callable[[int], list], taken: dict) -> None:
    """A column of names, of associations, of dates or of orders under a title that nobody foresaw."""
    free = {c.index: cells(c.index) for c in candidates if c.index not in taken and not (c.title and is_known_title(c.title))}
    place = {found[0]: index for index, found in taken.items()}

    def take(name: Field, looks: Callable[[list], bool]) -> None:
        index = next((index for index, column in free.items() if looks(column)), None)
        if index is not None:
            taken[index] = (name, "", 0.6, "content")
            place[name] = index
            del free[index]

    if not place.keys() & {Field.FULL_NAME, Field.LAST_NAME, Field.FIRST_NAME}:
        take(Field.FULL_NAME, looks_like_names)
    if Field.ASSOCIATION not in place:
        take(Field.ASSOCIATION, looks_like_associations)
    if Field.PERIOD not in place and Field.START not in place and Field.END in place:
        ends = cells(place[Field.END])
        take(Field.START, lambda column: runs_until(column, ends))
    elif Field.END not in place and Field.START in place:
        starts = cells(place[Field.START])
        take(Field.END, lambda column: runs_until(starts, column))
    if not place.keys() & {Field.ORDER_REFERENCE, Field.ORDER_DATE}:
        take(Field.ORDER_REFERENCE, looks_like_orders)


def _settle_names(taken: dict) -> None:
    """« Nom » without « Prénom » holds both; « NOM Prénom » beside « Nom » and « Prénom » is not needed."""
    by_seat = defaultdict(dict)
    for index, (name, seat, _, _) in taken.items():
        by_seat[seat][name] = index
    for found in by_seat.values():
        if Field.LAST_NAME in found and Field.FIRST_NAME in found:
            taken.pop(found.get(Field.FULL_NAME), None)
        elif Field.LAST_NAME in found and Field.FULL_NAME not in found:
            index = found[Field.LAST_NAME]
            taken[index] = (Field.FULL_NAME, *taken[index][1:])
        elif Field.LAST_NAME not in found and Field.FULL_NAME in found and Field.FIRST_NAME in found:
            index = found[Field.FULL_NAME]
            taken[index] = (Field.LAST_NAME, *taken[index][1:])


def _share(sample: list, looks: Callable) -> float:
    return sum(bool(looks(cell)) for cell in sample) / len(sample)


def _is_date(cell) -> bool:
    if isinstance(cell, date):
        return True
    if isinstance(cell, str) and is_vacant(cell):
        return False
    try:
        parse_date(cell, earliest=date(1980, 1, 1), latest=date(2099, 12, 31))
    except DateError as refusal:
        return refusal.reason in ("impossible", "imprecise")
    return True


def _is_finess(cell) -> bool:
    try:
        repair_finess(cell)
    except FinessError:
        return False
    return True


def _is_certain_finess(cell) -> bool:
    return not isinstance(cell, date) and _is_finess(cell) and key_is_valid(repair_finess(cell).number)


def _is_rank(cell) -> bool:
    return (isinstance(cell, int) and 1 <= cell <= 30) or (isinstance(cell, str) and cell.isdigit() and 1 <= int(cell) <= 30)


def is_email(cell) -> bool:
    """Tell whether a cell holds an electronic address."""
    return isinstance(cell, str) and "@" in cell and "." in cell.rpartition("@")[2]


_LOOKS_LIKE: dict[Field, Callable] = {
    Field.FINESS_ET: _is_finess,
    Field.FINESS_EJ: _is_finess,
    Field.DEPARTMENT: department_code,
    Field.BODY_TYPE: lambda cell: body_type_of(str(cell)),
    Field.QUALITY: read_quality,
    Field.RANK: _is_rank,
    Field.STATUS: lambda cell: says_vacant(cell) is not None,
    Field.CIVILITY: lambda cell: any(read_civility(str(cell))),
    Field.START: _is_date,
    Field.END: _is_date,
    Field.ORDER_DATE: _is_date,
    Field.ORDER_REFERENCE: lambda cell: not _is_date(cell),
    Field.EMAIL: is_email,
}
# Least share of cells that look right, and what the likelihood is multiplied by below it.
_EXPECTED = {
    Field.FINESS_ET: (0.4, 0.5),
    Field.FINESS_EJ: (0.4, 0.5),
    Field.EMAIL: (0.3, 0.3),
    Field.RANK: (0.5, 0.3),
    Field.CIVILITY: (0.3, 0.3),
}
