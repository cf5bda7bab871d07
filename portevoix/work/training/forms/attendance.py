"""What a sheet sent: who is absent, how many minutes somebody missed. Nothing said is a presence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict

from portevoix.work.training.actions.attendance import Noted
from portevoix.work.training.enums import Presence
from portevoix.work.training.selectors.attendance import SheetRow

BOTH = "Cochez l’absence, ou écrivez les minutes manquées, pas les deux."
NOT_MINUTES = "Écrivez un nombre de minutes, par exemple 15, ou laissez vide."
LONGEST = 3  # digits


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was understood. rows: the sheet as it was typed, to show it again. errors: sentences by primary key of enrolment."""

    marks: Mapping[int, Noted]
    rows: list[SheetRow]
    errors: Mapping[int, str]


def read_sheet(data: QueryDict, rows: list[SheetRow]) -> Typed:
    """Read the sheet of the people who were on the page that was sent (`qui`), among `rows`."""
    shown = {int(text) for text in data.get("qui", "").split(",") if text.isdecimal()}
    marks, typed, errors = {}, [], {}
    for row in rows:
        if row.enrolment not in shown:
            typed.append(row)
            continue
        noted, error = _read(data, row.enrolment)
        if error:
            errors[row.enrolment] = error
        marks[row.enrolment] = noted
        typed.append(replace(row, presence=noted.presence, missed=noted.missed))
    for pk in shown - {row.enrolment for row in rows}:
        marks[pk] = Noted(presence=Presence.PRESENT)  # has no place any more: the action says so
    return Typed(marks=marks, rows=typed, errors=errors)


def _read(data: QueryDict, pk: int) -> tuple[Noted, str]:
    absent, text = f"a-{pk}" in data, data.get(f"m-{pk}", "").strip()
    if text and (not text.isdecimal() or len(text) > LONGEST):
        return Noted(presence=Presence.ABSENT if absent else Presence.PRESENT), NOT_MINUTES
    missed = int(text or 0)
    if absent:
        return Noted(presence=Presence.ABSENT), BOTH if missed else ""
    return (Noted(presence=Presence.PARTIAL, missed=missed) if missed else Noted(presence=Presence.PRESENT)), ""
