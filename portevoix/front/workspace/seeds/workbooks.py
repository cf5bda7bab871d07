"""Two workbooks of the agency: one applied last week, which left questions; one checked, with its faults, that waits for a decision.

Both are written from the register as it stands, one row a seat, then spoiled the way workbooks are.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import chain
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook

from portevoix.base.core.periods import add_years
from portevoix.register.directory.enums import SeatQuality
from portevoix.register.directory.models import BodyType, Seat, Territory
from portevoix.register.imports import actions
from portevoix.register.imports.models import ImportRun
from portevoix.register.mandates.models import Mandate

TITLES = (
    "FINESS ET",
    "Etablissement",
    "Commune",
    "Dépt",
    "Qualité",
    "Civ.",
    "Nom",
    "Prénom",
    "Association",
    "Début",
    "Fin",
    "Arrêté",
    "Courriel",
)
WORDS = {SeatQuality.TITULAR: "Titulaire", SeatQuality.SUBSTITUTE: "Suppléant"}
APPLIED, CHECKED = "88", "55"  # Vosges, Meuse
COMMISSIONS = 12  # in each workbook
VACANT = "vacant"


@dataclass(frozen=True)
class Row:
    """One row of the workbook."""

    finess: str
    facility: str
    town: str
    department: str
    quality: str
    civility: str = ""
    last_name: str = VACANT
    first_name: str = ""
    association: str = ""
    first: Any = ""
    end: Any = ""
    order: str = ""
    email: str = ""

    def cells(self) -> tuple:
        return tuple(vars(self).values())


def build(today: date, by: Any) -> list[ImportRun]:
    """Lay down, check and (the first one) apply the two workbooks, in the name of `by`."""
    last_week, yesterday = today - timedelta(days=8), today - timedelta(days=1)
    applied = _checked(APPLIED, _questions(_rows(APPLIED, today), today), last_week, by, today)
    applied = actions.apply(run=applied, by=by, today=today, at=_at(last_week, 11))
    waiting = _checked(CHECKED, _faults(_questions(_rows(CHECKED, today), today), today), yesterday, by, today)
    return [applied, waiting]


def _checked(department: str, rows: list[Row], day: date, by: Any, today: date) -> ImportRun:
    place = Territory.objects.select_related("parent").get(kind="department", code=department)
    file = ContentFile(_workbook(place.name, rows, day), name=f"Suivi RU {place.name} {day:%Y-%m}.xlsx")
    cdu = BodyType.objects.get(code="CDU")
    run = actions.upload(upload=file, region=place.parent, body_type=cdu, by=by, today=day)
    ImportRun.objects.filter(pk=run.pk).update(uploaded_at=_at(day, 9))
    return actions.check(run=run, by=by, today=today, at=_at(day, 10))


def _workbook(place: str, rows: list[Row], day: date) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = place
    sheet.append([f"Suivi des représentants des usagers, {place}, mise à jour du {day:%d/%m/%Y} (démonstration)"])
    sheet.append([])
    for cells in chain([TITLES], (row.cells() for row in rows)):
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _rows(department: str, today: date) -> list[Row]:
    """The seats of the first commissions of the department, as the register knows them."""
    seats = (
        Seat.objects.filter(body__body_type__code="CDU", body__department__code=department)
        .select_related("body__facility", "body__department")
        .order_by("body__facility__finess_et", "-quality", "rank")
    )
    bodies = list(dict.fromkeys(seat.body_id for seat in seats))[:COMMISSIONS]
    running = Mandate.objects.active_at(today).filter(body__in=bodies).select_related("person", "association")
    held = {mandate.seat_id: mandate for mandate in running}
    return [_row(seat, held.get(seat.pk)) for seat in seats if seat.body_id in bodies]


def _row(seat: Seat, mandate: Mandate | None) -> Row:
    facility = seat.body.facility
    row = Row(facility.finess_et, facility.name, facility.town, seat.body.department.code, f"{WORDS[seat.quality]} {seat.rank}")
    if mandate is None:
        return row
    person = mandate.person
    return replace(
        row,
        civility=person.civility,
        last_name=person.last_name.upper(),
        first_name=person.first_name,
        association=mandate.association.name,
        first=mandate.period.lower,
        end=mandate.term_end,
        order=mandate.order_reference,
        email=person.email,
    )


def _questions(rows: list[Row], today: date) -> list[Row]:
    """Designate on four empty seats: somebody new, somebody known, and two who may be known; say vacant a seat that is held."""
    first = today - timedelta(days=12)
    dates = {"first": first, "end": add_years(first, 3) - timedelta(days=1), "order": f"{today.year}-8801"}
    empty = [number for number, row in enumerate(rows) if row.last_name == VACANT]
    known = [row for row in rows if row.email]
    elsewhere = [one for one in known if sum(one.email == row.email for row in rows) == 1]
    alike, homonym, friend, gone = elsewhere[0], elsewhere[1], elsewhere[2], elsewhere[3]
    people = [
        {
            "civility": "Mme",
            "last_name": "GRANDIDIER",
            "first_name": "Solange",
            "association": "CLCV",
            "email": "solange.grandidier@exemple.fr",
        },
        {name: getattr(friend, name) for name in ("civility", "last_name", "first_name", "association", "email")},
        {
            "civility": alike.civility,
            "last_name": _misspelt(alike.last_name),
            "first_name": alike.first_name,
            "association": alike.association,
        },
        {"civility": homonym.civility, "last_name": homonym.last_name, "first_name": homonym.first_name, "association": "France Rein"},
    ]
    rows = list(rows)
    for values in people:
        taken = {"", values.get("email", ""), alike.email, homonym.email}
        seat = next(number for number in empty if not _beside(rows, number) & (taken - {""}))
        empty.remove(seat)
        rows[seat] = replace(rows[seat], **values, **dates)
    number = rows.index(gone)
    rows[number] = Row(*gone.cells()[:5])
    return rows


def _faults(rows: list[Row], today: date) -> list[Row]:
    """Add what every workbook has: an impossible day, an end before its beginning, an unknown site, an unknown association."""
    rows = list(rows)
    empty = [number for number, row in enumerate(rows) if row.last_name == VACANT]
    year = today.year
    someone = {"civility": "M.", "association": "UFC-Que Choisir", "order": f"{year}-8802"}
    spoiled = [
        {"last_name": "HUMBERT", "first_name": "Gilles", "first": f"31/02/{year}", "end": f"30/11/{year + 3}"},
        {"last_name": "CUNIN", "first_name": "Alain", "first": f"01/09/{year}", "end": f"31/08/{year - 3}"},
        {
            "last_name": "MATHIS",
            "first_name": "Bruno",
            "first": f"01/09/{year}",
            "end": f"31/08/{year + 3}",
            "association": "Les Amis du service B",
        },
    ]
    for number, values in zip(empty, spoiled, strict=False):
        rows[number] = replace(rows[number], **(someone | values))
    stranger = {"last_name": "LALLEMAND", "first_name": "Yves", "first": f"01/09/{year}", "end": f"31/08/{year + 3}"}
    rows.append(Row("550099998", "CLINIQUE DU LAC", "BAR LE DUC", "55", "Titulaire 1", **(someone | stranger)))
    return rows


def _beside(rows: list[Row], number: int) -> set[str]:
    """Return the addresses of those who sit in the same commission."""
    return {row.email for row in rows if row.finess == rows[number].finess and row.email}


def _misspelt(name: str) -> str:
    """Double the last letter but one: how a name changes from one file to the next."""
    return f"{name[:-1]}{name[-2]}{name[-1]}"


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, 12)))
