"""What only several rows together tell: missing ranks, rows that count twice, one person on two seats of a body."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from portevoix.base.core.finess import key_is_valid
from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.results import Code, Issue, Keep, SeatRow
from portevoix.register.imports.reading.vocabulary import IDENTITY

QUALITY_WORDS = {"titular": "titulaire", "substitute": "suppléant", "member": "membre"}
_PERSON_FIELDS = ("full_name", "last_name", "quality")
AssociationKey = Callable[[str], str]


def settle(rows: list[SeatRow], association_key: AssociationKey) -> tuple[list[SeatRow], list[Issue]]:
    """Return the rows with their ranks, those that count twice or seat one person twice refused, and the issues that say so.

    `association_key` makes the texts that name one association equal.
    """
    rows = _ranked(rows, association_key)
    rows, doubled = _without_doubles(rows)
    rows, twice = _one_seat_each(rows, association_key)
    return rows, doubled + twice


def _ranked(rows: list[SeatRow], association_key: AssociationKey) -> list[SeatRow]:
    """Give a rank to each seat without one, in the order of the rows; a repeated row takes the rank of the row that it repeats."""
    home = _homes(rows)
    used = defaultdict(set)
    for row in rows:
        if row.rank_given:
            used[home(row), row.quality].add(row.rank)
    met: dict[tuple, list[SeatRow]] = defaultdict(list)
    result = []
    for row in rows:
        if row.quality and not row.rank_given:
            key = (home(row), row.quality)
            same = next((other for other in met[key] if _repeats(row, other, association_key)), None)
            rank = same.rank if same else next(number for number in range(1, len(rows) + 2) if number not in used[key])
            used[key].add(rank)
            row = replace(row, rank=rank)
            met[key].append(row)
        result.append(row)
    return result


def _homes(rows: list[SeatRow]) -> Callable[[SeatRow], str]:
    """Return what tells the body whose ranks a row continues: a mistyped FINESS number does not begin another body."""
    by_place = {}
    for row in rows:
        if row.facility_name and row.finess_et and key_is_valid(row.finess_et):
            by_place.setdefault((row.sheet, search_key(row.facility_name), search_key(row.town)), row.body)

    def home(row: SeatRow) -> str:
        if row.finess_et and key_is_valid(row.finess_et):
            return row.body
        return by_place.get((row.sheet, search_key(row.facility_name), search_key(row.town)), row.body)

    return home


def _repeats(row: SeatRow, other: SeatRow, association_key: AssociationKey) -> bool:
    """The same holder on the same kind of seat: a row written twice, or the next mandate of the same person."""
    if row.vacant or other.vacant or row.name.words != other.name.words or not row.name.words:
        return False
    if not row.overlaps(other):
        return True
    if row.rank_given or other.rank_given or row.sheet != other.sheet:
        same_mandate = (row.start, row.end, row.order_reference) == (other.start, other.end, other.order_reference)
        return same_mandate and association_key(row.association_text) == association_key(other.association_text)
    return _cells(row) == _cells(other)  # else two seats of one quality, and one person on both


def _cells(row: SeatRow) -> dict:
    body = {field.value for field in IDENTITY}
    return {name: cell for name, cell in row.columns.items() if name not in body}


def _without_doubles(rows: list[SeatRow]) -> tuple[list[SeatRow], list[Issue]]:
    """The first row of a seat counts. A second one is an error, unless it tells another mandate of another time."""
    issues: list[Issue] = []
    result = list(rows)
    by_seat: dict[tuple, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if not row.quality or row.keep == Keep.NOTHING:
            continue
        for earlier in list(by_seat[row.seat]):
            first = result[earlier]
            code = _clash(first, row)
            if code is None:
                continue
            if first.vacant and not row.vacant:  # « vacant », then a holder: the row that says more counts
                result[earlier] = _refused(first, code)
                issues.append(_double_issue(first, row, code))
                by_seat[row.seat].remove(earlier)
                continue
            result[index] = _refused(row, code)
            issues.append(_double_issue(row, first, code))
            break
        else:
            by_seat[row.seat].append(index)
    return result, issues


def _clash(first: SeatRow, second: SeatRow) -> Code | None:
    if first.vacant or second.vacant:
        return Code.DUPLICATE_ROW
    if not first.overlaps(second):
        return None
    return Code.DUPLICATE_ROW if _same_name(first, second) else Code.SEAT_ALREADY_HELD


def _same_name(one: SeatRow, other: SeatRow) -> bool:
    return one.name.pair == other.name.pair or one.name.words == other.name.words


def _refused(row: SeatRow, code: Code) -> SeatRow:
    return replace(row, refused=code.value, keep=Keep.NOTHING)


def _double_issue(row: SeatRow, kept: SeatRow, code: Code) -> Issue:
    seat = seat_label(row)
    if code == Code.SEAT_ALREADY_HELD:
        message = f"Le siège {seat} est déjà occupé par {kept.name.display_last_first} aux mêmes dates (ligne {kept.row})."
        return _issue(row, code, message, "Vérifiez le rang du siège ou les dates de chacun.")
    if row.vacant != kept.vacant:
        message = f"Le siège {seat} est dit vacant ici, et occupé ligne {kept.row}."
    else:
        message = f"Cette ligne répète la ligne {kept.row} : même instance, même siège ({seat})."
    return _issue(row, code, message, "Gardez une seule des deux lignes.")


def _one_seat_each(rows: list[SeatRow], association_key: AssociationKey) -> tuple[list[SeatRow], list[Issue]]:
    """Refuse the second seat of one person in a body, at the same time."""
    issues: list[Issue] = []
    result = []
    kept: dict[str, list[SeatRow]] = defaultdict(list)
    for row in rows:
        if row.keep == Keep.MANDATE:
            first = next((other for other in kept[row.body] if _same_person(row, other, association_key)), None)
            if first:
                message = (
                    f"{row.name.display_last_first} occupe déjà le siège {seat_label(first)} de cette instance (ligne {first.row}). "
                    "Une personne n’a qu’un siège par instance."
                )
                issues.append(_issue(row, Code.SAME_PERSON_TWICE, message, "Gardez le bon siège, et indiquez « vacant » pour l’autre."))
                row = replace(row, refused=Code.SAME_PERSON_TWICE.value, keep=Keep.SEAT)
            else:
                kept[row.body].append(row)
        result.append(row)
    return result, issues


def _same_person(one: SeatRow, other: SeatRow, association_key: AssociationKey) -> bool:
    """In one body, the same name is the same person unless something says otherwise: address, civility or association."""
    if one.seat == other.seat or not _same_name(one, other) or not one.overlaps(other):
        return False
    if one.email and one.email == other.email:
        return True
    if (one.email and other.email) or (one.civility and other.civility and one.civility != other.civility):
        return False
    keys = association_key(one.association_text), association_key(other.association_text)
    return keys[0] == keys[1] or not all(keys)


def seat_label(row: SeatRow) -> str:
    """Return « titulaire 1 »."""
    return f"{QUALITY_WORDS.get(row.quality, row.quality)} {row.rank or ''}".strip()


def _issue(row: SeatRow, code: Code, message: str, suggestion: str) -> Issue:
    cell = next((row.columns[name] for name in _PERSON_FIELDS if name in row.columns), None)
    value = row.name.display_last_first or str((cell and cell.value) or "")
    return Issue(
        code=code,
        message=message,
        suggestion=suggestion,
        sheet=row.sheet,
        row=row.row,
        column=cell.letter if cell else "",
        value=value[:120],
        finess_et=row.finess_et,
        quality=row.quality,
        rank=row.rank or None,
    )


def with_ranks(issues: Iterable[Issue], rows: Iterable[SeatRow]) -> list[Issue]:
    """Return the issues with the rank that the order of the rows gave to the seat."""
    ranks = defaultdict(set)
    for row in rows:
        ranks[row.sheet, row.row, row.quality].add(row.rank)
    result = []
    for issue in issues:
        found = ranks.get((issue.sheet, issue.row, issue.quality), set()) - {0}
        result.append(replace(issue, rank=min(found)) if issue.quality and not issue.rank and len(found) == 1 else issue)
    return result


def in_order(issues: Iterable[Issue], sheets: list[str]) -> tuple[Issue, ...]:
    """Return the issues in the order of the workbook: sheet, row, column."""
    place = {title: position for position, title in enumerate(sheets)}
    return tuple(
        sorted(issues, key=lambda issue: (place.get(issue.sheet, -1), issue.row, len(issue.column), issue.column, issue.rank or 0))
    )
