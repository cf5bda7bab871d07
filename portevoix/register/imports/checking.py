"""Compares a workbook with the register and says, in a plan, what would be written. Reads only."""

import json
from dataclasses import dataclass, replace
from datetime import date

from portevoix.base.core.french_dates import date_fr, period_fr
from portevoix.base.core.periods import contains, first_day, last_day
from portevoix.base.core.text import typo_fr
from portevoix.register.directory.models import Association, Body, BodyType, Facility, Person, Seat, Territory
from portevoix.register.imports.affiliations import Affiliation, Affiliations
from portevoix.register.imports.claims import Answer, Claim, Claims
from portevoix.register.imports.enums import DoubtKind, Phase
from portevoix.register.imports.models import ImportRun
from portevoix.register.imports.people import Holding, People
from portevoix.register.imports.places import Place, find_facility
from portevoix.register.imports.plan import Creation, Plan, PlannedDoubt, Problem
from portevoix.register.imports.problems import ASSOCIATION, END, NAME, PLACE, SEAT, START, from_issue, of_row
from portevoix.register.imports.progress import Progress, silent
from portevoix.register.imports.reading.checks import QUALITY_WORDS
from portevoix.register.imports.reading.errors import MappingError, UnreadableFile
from portevoix.register.imports.reading.mapping import Mapping
from portevoix.register.imports.reading.reader import read_workbook
from portevoix.register.imports.reading.results import Code, Keep, SeatRow, Workbook
from portevoix.register.imports.remembered import with_remembered
from portevoix.register.imports.snapshot import Snapshot, take

EVERY = 200  # rows between two signs of progress
REPEATED = frozenset({Code.DUPLICATE_ROW})  # refused for another row's sake: their place was already judged there


def _is_closed(facility: Facility, today: date) -> bool:
    return facility.closed_on is not None and facility.closed_on <= today


@dataclass(frozen=True, kw_only=True)
class Seated:
    """A row whose body and seat are known, in the register or among those to be created."""

    row: SeatRow
    facility: Facility
    seat: Seat


def check_workbook(
    workbook: Workbook, *, name: str, region: Territory, body_type: BodyType, today: date, source_date: date, tell: Progress = silent
) -> Plan:
    """Return what `workbook`, from the file called `name`, would change in the register on `today`; `source_date` dates the facts.

    Raises `NoRule`.
    """
    finess = frozenset(row.finess_et for row in workbook.rows if row.finess_et)
    snapshot = take(region=region, body_type=body_type, today=today, finess=finess)
    source = f"classeur «\u00a0{name}\u00a0»"[:200]
    return Comparison(snapshot, workbook, source=source, source_date=source_date, today=today, tell=tell).run()


def check_run(run: ImportRun, *, today: date, tell: Progress = silent, workbook: Workbook | None = None) -> Plan:
    """Return what the workbook of `run` would change; `workbook` is its reading, when it was already made.

    Raises `UnreadableFile`, `MappingError`, `NoRule`.
    """
    tell(Phase.READING)
    return check_workbook(
        workbook or reading_of(run),
        name=run.file_name,
        region=run.region,
        body_type=run.body_type,
        today=today,
        source_date=run.source_date,
        tell=tell,
    )


def reading_of(run: ImportRun) -> Workbook:
    """Return the reading of the workbook of `run`, without the register. Raises `UnreadableFile`, `MappingError`."""
    return read(_content(run), _mapping(run))


def _content(run: ImportRun) -> bytes:
    if run.file is None:
        raise UnreadableFile("Ce classeur a été effacé.", "Déposez-le à nouveau.")
    with run.file.content.open("rb") as content:
        return content.read()


def _mapping(run: ImportRun) -> Mapping | None:
    return Mapping.from_json(json.dumps(run.mapping)) if run.mapping else None


def read(data: bytes, mapping: Mapping | None) -> Workbook:
    """Return the reading of a workbook: the columns are those given, else remembered for the same titles, else recognised.

    Raises `UnreadableFile`, `MappingError`."""
    workbook = read_workbook(data, mapping=with_remembered(mapping))
    for issue in workbook.issues:
        if issue.row == 0 and issue.code == Code.BAD_MAPPING:
            raise MappingError(typo_fr(issue.message))
        if issue.row == 0:
            raise UnreadableFile(typo_fr(issue.message), typo_fr(issue.suggestion))
    return workbook


class Comparison:
    """One comparison of a workbook with the register."""

    def __init__(self, snapshot: Snapshot, workbook: Workbook, *, source: str, source_date: date, today: date, tell: Progress):
        self.snapshot, self.workbook, self.today, self.tell = snapshot, workbook, today, tell
        self.source = {"source": source, "source_date": source_date}
        self.plan = Plan(rows=workbook.data_rows, problems=[from_issue(issue) for issue in workbook.issues])
        self.affiliations = Affiliations(snapshot, source, source_date)
        self.claims = Claims(snapshot)
        self.places: dict[tuple[str, str, str], Place] = {}
        self.bodies: dict[int, Body] = {}
        self.seats: dict[tuple[int, str, int], Seat] = {}
        self.settled: list[Person] = []

    def run(self) -> Plan:
        """Return the plan."""
        seated = [found for row in self.workbook.rows if (found := self._seated(row)) is not None]
        self._read_vacancies([one for one in seated if one.row.vacant and one.row.keep == Keep.SEAT])
        self._read_mandates([one for one in seated if one.row.keep == Keep.MANDATE])
        self._conclude()
        return self.plan

    def _seated(self, row: SeatRow) -> Seated | None:
        """Find the body and the seat of a row; a body that the register lacks is planned with the seats of its rule."""
        if row.body_type and row.body_type != self.snapshot.body_type.code:
            message = (
                f"Cette ligne parle d’un autre type d’instance ({row.body_type}) que celui de l’import ({self.snapshot.body_type.code})."
            )
            self._refuse(of_row(row, "other_body_type", ("body_type",), message, "Importez-la à part, avec ce type d’instance."))
            return None
        place = self._place(row)
        if place.facility is None:
            if row.refused not in REPEATED:
                finess = place.guess.finess_et if place.guess else ""
                self._refuse(of_row(row, place.code, PLACE, row.finess_problem or place.message, place.suggestion, finess_et=finess))
            return None
        if place.facility.pk not in self.snapshot.bodies and _is_closed(place.facility, self.today):
            message = f"{place.facility.name} est fermé depuis le {date_fr(place.facility.closed_on)}."
            self._refuse(of_row(row, "closed_facility", PLACE, message, "Retirez la ligne, ou corrigez le numéro FINESS."))
            return None
        self._body(place.facility, row)
        if row.keep == Keep.NOTHING:
            return None
        seat = self.seats.get((place.facility.pk, row.quality, row.rank))
        if seat is None:
            self._refuse(self._unknown_seat(row))
            return None
        return Seated(row=row, facility=place.facility, seat=seat)

    def _place(self, row: SeatRow) -> Place:
        key = (row.finess_et or row.finess_problem, row.facility_name, row.town)
        if key not in self.places:
            self.places[key] = find_facility(
                self.snapshot, finess=row.finess_et, name=row.facility_name, town=row.town, unreadable=bool(row.finess_problem)
            )
        return self.places[key]

    def _body(self, facility: Facility, row: SeatRow) -> Body:
        if facility.pk not in self.bodies:
            body = self.snapshot.bodies.get(facility.pk)
            if body is None:
                body = self._new_body(facility, row)
            else:
                own = self.snapshot.seats_of_body.get(body.pk, ())
                self.seats |= {(facility.pk, seat.quality, seat.rank): seat for seat in own}
            self.bodies[facility.pk] = body
        return self.bodies[facility.pk]

    def _new_body(self, facility: Facility, row: SeatRow) -> Body:
        body = Body(
            body_type=self.snapshot.body_type,
            name=facility.name,
            facility=facility,
            department=facility.department,
            region=self.snapshot.region,
            town=facility.town,
            **self.source,
        )
        self.plan.bodies.append(Creation(body, row.sheet, row.row))
        for pattern in self.snapshot.patterns:
            for rank in range(1, pattern.count + 1):
                seat = Seat(body=body, quality=pattern.quality, rank=rank, constituency=pattern.constituency)
                self.seats.setdefault((facility.pk, pattern.quality, rank), seat)
                self.plan.seats.append(Creation(seat, row.sheet, row.row))
        return body

    def _unknown_seat(self, row: SeatRow) -> Problem:
        """A seat that neither the register nor the rule knows is refused: the number of seats is fixed by law, not by a workbook."""
        count = self.snapshot.seat_count(row.quality)
        word = QUALITY_WORDS.get(row.quality, row.quality)
        if not count:
            message = f"La règle de « {self.snapshot.body_type} » ne prévoit pas de siège de {word}."
            return of_row(row, "unknown_quality", SEAT, message, f"Écrivez l’une de ces qualités : {self._qualities()}.")
        message = f"La règle de « {self.snapshot.body_type} » donne {count} siège(s) de {word} : le rang {row.rank} n’existe pas."
        return of_row(row, "unknown_seat", SEAT, message, "Corrigez le rang, ou ajoutez d’abord ce siège à l’instance dans le registre.")

    def _qualities(self) -> str:
        return ", ".join(QUALITY_WORDS[quality] for quality in dict.fromkeys(pattern.quality for pattern in self.snapshot.patterns))

    def _refuse(self, problem: Problem) -> None:
        self.plan.problems.append(problem)

    def _read_vacancies(self, vacancies: list[Seated]) -> None:
        """A vacant row creates the seat and no mandate. Somebody who sits there in the register is never ended silently: a doubt."""
        self.plan.vacant_count = len({id(one.seat) for one in vacancies})
        for one in vacancies:
            for mandate in self.snapshot.by_seat.get(one.seat.pk, ()):
                if contains(mandate.period, self.today):
                    name = self.snapshot.names.get(mandate.person_id, "")
                    where = f"{one.facility.name}, {one.seat.label.lower()}"
                    summary = typo_fr(f"Le classeur dit vacant un siège que {name} occupe d’après le registre : {where}.")
                    evidence = [typo_fr(f"D’après le registre : mandat {period_fr(first_day(mandate.period), last_day(mandate.period))}.")]
                    self.plan.doubts.append(
                        PlannedDoubt(
                            kind=DoubtKind.VACANCY,
                            summary=summary,
                            evidence=evidence,
                            mandate=mandate,
                            sheet=one.row.sheet,
                            line=one.row.row,
                        )
                    )

    def _read_mandates(self, held: list[Seated]) -> None:
        wanted: list[tuple[Seated, Affiliation, date, date | None]] = []
        for one in held:
            affiliation = self.affiliations.find(one.row.association_text)
            first = one.row.start or one.row.order_date
            problem = self._fault(one, affiliation, first)
            if problem is not None:
                self._refuse(problem)
            else:
                wanted.append((one, affiliation, first, self._last(one.row, first)))
        people = self._people(wanted)
        for number, (one, affiliation, first, last) in enumerate(wanted):
            if number % EVERY == 0:
                self.tell(Phase.COMPARING, number, len(wanted))
            self._take(one, affiliation.association, people.of(number), first, last)
        self.plan.people, self.plan.completions = people.creations, people.completions
        self.plan.doubts += people.doubts

    def _fault(self, one: Seated, affiliation: Affiliation, first: date | None) -> Problem | None:
        """Say what keeps a row from being compared at all."""
        row = one.row
        if affiliation.message:
            return of_row(row, "unknown_association", ASSOCIATION, affiliation.message, affiliation.suggestion)
        if not row.name.words:
            return of_row(row, "missing_name", NAME, "Le nom ne se lit pas.", "Indiquez le nom, ou « vacant ».")
        if first is None:
            return of_row(row, "bad_date", START, "La date de début du mandat manque.", "Indiquez-la, par exemple 01/12/2025.")
        if row.end is not None and row.end < first:
            message = f"Le mandat finit le {date_fr(row.end)}, avant son début le {date_fr(first)}."
            return of_row(row, "end_before_start", END, message, "Vérifiez si les deux dates sont inversées.")
        opened = max((day for day in (one.seat.opened_on, one.seat.body.opened_on) if day), default=None)
        if opened is not None and first < opened:
            message = f"Ce siège n’existe que depuis le {date_fr(opened)}, le mandat commence le {date_fr(first)}."
            return of_row(row, "seat_not_open", START, message, "Corrigez la date, ou celle de l’instance dans le registre.")
        return None

    def _people(self, wanted) -> People:
        holdings = [
            Holding(
                row=replace(one.row, start=first),
                federation=affiliation.association.accredited if affiliation.association else None,
                seat_id=one.seat.pk,
            )
            for one, affiliation, first, _ in wanted
        ]
        return People(self.snapshot, holdings, **self.source)

    def _last(self, row: SeatRow, first: date) -> date | None:
        """Return the last day that the row gives, else the one that the rule gives, said in a notice."""
        if row.end is not None:
            return row.end
        last = self.snapshot.expected_end(first)
        if last is not None:
            message = f"La fin du mandat manque : la règle donne le {date_fr(last)}."
            self.plan.notices.append(of_row(row, "end_by_rule", END, message, "Indiquez la fin si l’arrêté en donne une autre."))
        return last

    def _take(self, one: Seated, association: Association | None, person: Person, first: date, last: date | None) -> None:
        claim = Claim(row=one.row, facility=one.facility, seat=one.seat, person=person, association=association, first=first, last=last)
        answer, remark = self.claims.take(claim)
        if answer == Answer.REFUSED:
            self._refuse(remark)
            return
        if remark is not None:
            self.plan.notices.append(remark)
        self.settled.append(person)
        if answer == Answer.KNOWN:
            self.plan.unchanged_count += 1
        else:
            self.plan.mandates.append(Creation(claim.mandate(**self.source), one.row.sheet, one.row.row))

    def _conclude(self) -> None:
        """Keep what is used: nobody and no association is created for rows that are all refused. Count, and put in order."""
        plan = self.plan
        used = {id(person) for person in self.settled}
        plan.people = [creation for creation in plan.people if id(creation.row) in used]
        plan.doubts = [
            doubt for doubt in plan.doubts if all(id(person) in used or person.pk for person in (doubt.person, doubt.other) if person)
        ]
        plan.completions = [completion for completion in plan.completions if id(completion.row) in used]
        plan.people_matched = len({person.pk for person in self.settled if person.pk})
        given = {id(creation.row.association) for creation in plan.mandates}
        sections = [row for row in self.affiliations.created if row.parent and id(row) in given]
        given |= {id(section.parent) for section in sections}
        federations = [row for row in self.affiliations.created if row.parent is None and id(row) in given]
        plan.federations, plan.sections = [Creation(row) for row in federations], [Creation(row) for row in sections]
        plan.body_count = len(self.bodies)
        plan.seat_count = len({id(seat) for seat in self.seats.values()})
        place = {sheet.title: number for number, sheet in enumerate(self.workbook.sheets)}
        plan.problems.sort(key=lambda problem: (place.get(problem.sheet, -1), problem.row or 0))
