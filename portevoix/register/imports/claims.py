"""Somebody on a seat between two days: does it fit with the register, and with the rows already read?"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portevoix.base.core.french_dates import period_fr
from portevoix.base.core.periods import first_day, last_day, period
from portevoix.register.directory.models import Association, Facility, Person, Seat
from portevoix.register.imports.plan import Problem
from portevoix.register.imports.problems import NAME, of_row
from portevoix.register.imports.reading.results import SeatRow
from portevoix.register.imports.snapshot import Snapshot
from portevoix.register.mandates.models import Mandate


@dataclass(frozen=True, kw_only=True, eq=False)
class Claim:
    """A row that puts a person on a seat; `last` None: no known end."""

    row: SeatRow
    facility: Facility
    seat: Seat
    person: Person
    association: Association | None
    first: date
    last: date | None

    @property
    def label(self) -> str:
        return self.seat.label.lower()

    def mandate(self, *, source: str, source_date: date) -> Mandate:
        """Return the mandate to create."""
        return Mandate(
            seat=self.seat,
            body=self.seat.body,
            person=self.person,
            association=self.association,
            period=period(self.first, self.last),
            term_end=self.last,
            order_reference=self.row.order_reference[:80],
            source=source,
            source_date=source_date,
        )


class Answer(StrEnum):
    """What becomes of a claim."""

    NEW = "new"
    KNOWN = "known"  # the register has this very mandate
    REFUSED = "refused"


class Claims:
    """The claims of one workbook, taken one after the other in the order of its rows."""

    def __init__(self, snapshot: Snapshot):
        self._snapshot = snapshot
        self._of_seat: dict[int, list[Claim]] = defaultdict(list)
        self._of_body: dict[int, list[Claim]] = defaultdict(list)

    def take(self, claim: Claim) -> tuple[Answer, Problem | None]:
        """Return what becomes of `claim`, with the problem of a refused one or the remark on a known one."""
        problem = self._against_rows(claim)
        if problem:
            return Answer.REFUSED, problem
        answer, remark = self._against_register(claim)
        if answer != Answer.REFUSED:
            self._of_seat[id(claim.seat)].append(claim)
            self._of_body[id(claim.seat.body)].append(claim)
        return answer, remark

    def _against_rows(self, claim: Claim) -> Problem | None:
        """Two rows may name one body differently (its number, its name): what the reading took for two seats is one."""
        for other in self._of_seat[id(claim.seat)]:
            if _overlap(claim, other.first, other.last):
                if _same(claim.person, other.person):
                    message = f"Cette ligne répète la ligne {other.row.row} : même instance, même siège ({claim.label})."
                    return of_row(claim.row, "duplicate_row", NAME, message, "Gardez une seule des deux lignes.")
                message = f"Le siège {claim.label} est déjà occupé par {other.person.sorted_name} aux mêmes dates (ligne {other.row.row})."
                return of_row(claim.row, "seat_already_held", NAME, message, "Vérifiez le rang du siège ou les dates de chacun.")
        for other in self._of_body[id(claim.seat.body)]:
            if other.seat is not claim.seat and _same(claim.person, other.person) and _overlap(claim, other.first, other.last):
                return _twice(claim, f"le siège {other.label} (ligne {other.row.row})")
        return None

    def _against_register(self, claim: Claim) -> tuple[Answer, Problem | None]:
        for mandate in self._snapshot.by_seat.get(claim.seat.pk, ()):
            if _is_repeated(mandate, claim):
                return Answer.KNOWN, self._other_association(mandate, claim)
            if _overlap(claim, first_day(mandate.period), last_day(mandate.period)):
                return Answer.REFUSED, self._held(mandate, claim)
        for mandate in self._snapshot.by_body.get(claim.seat.body_id, ()):
            if mandate.person_id == claim.person.pk and _overlap(claim, first_day(mandate.period), last_day(mandate.period)):
                return Answer.REFUSED, _twice(claim, f"un autre siège, {_span(mandate)}, d’après le registre")
        return Answer.NEW, None

    def _held(self, mandate: Mandate, claim: Claim) -> Problem:
        if mandate.person_id == claim.person.pk:
            message = (
                f"Cette personne occupe déjà ce siège ({claim.label}) {_span(mandate)} d’après le registre : les dates sont différentes."
            )
            suggestion = "Prolongez ou corrigez ce mandat dans le registre."
        else:
            person = self._snapshot.names.get(mandate.person_id, "une autre personne")
            message = f"Le siège {claim.label} est déjà occupé par {person} {_span(mandate)} d’après le registre."
            suggestion = "Si cette personne est partie, mettez fin à son mandat, puis importez de nouveau."
        return of_row(claim.row, "seat_already_held", NAME, message, suggestion)

    def _other_association(self, mandate: Mandate, claim: Claim) -> Problem | None:
        known = self._snapshot.associations.get(mandate.association_id)
        if claim.association is None or known is claim.association:
            return None
        if known is not None and known.accredited.code == claim.association.accredited.code:
            return None
        said = known.name if known else "aucune association"
        message = f"Ce mandat est déjà dans le registre, au titre de : {said}. L’association n’est pas changée."
        return of_row(
            claim.row, "other_association", ("association",), message, "Corrigez le mandat dans le registre si le classeur a raison."
        )


def _is_repeated(mandate: Mandate, claim: Claim) -> bool:
    """The very mandate of the register: same person, same first day, same end of term (whatever happened before that end)."""
    if mandate.person_id != claim.person.pk or first_day(mandate.period) != claim.first:
        return False
    return claim.last in {mandate.term_end, last_day(mandate.period)}


def _same(one: Person, other: Person) -> bool:
    return one is other or (one.pk is not None and one.pk == other.pk)


def _overlap(claim: Claim, first: date | None, last: date | None) -> bool:
    return claim.first <= (last or date.max) and (first or date.min) <= (claim.last or date.max)


def _span(mandate: Mandate) -> str:
    return period_fr(first_day(mandate.period), last_day(mandate.period))


def _twice(claim: Claim, where: str) -> Problem:
    message = f"{claim.person.sorted_name} occupe déjà {where} dans cette instance. Une personne n’a qu’un siège par instance."
    return of_row(claim.row, "same_person_twice_in_body", NAME, message, "Gardez le bon siège, et indiquez « vacant » pour l’autre.")
