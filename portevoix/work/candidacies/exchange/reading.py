"""One line of an exported table: what it says of a candidacy, or what to correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portevoix.base.core.french_dates import DateError, parse_date
from portevoix.base.core.text import search_key
from portevoix.register.directory.enums import Civility, SeatQuality
from portevoix.register.imports.reading.grids import shown
from portevoix.work.candidacies.exchange.places import CallPlaces
from portevoix.work.candidacies.exchange.targets import BOXES, LABELS, MOST_WISHES, TEXTS, Target
from portevoix.work.candidacies.models import Candidacy

T = Target
YES = frozenset("oui o yes vrai true 1 x coche accepte on".split())  # noqa: SIM905 (readable so)
NO = frozenset("non n no faux false 0 off".split())  # noqa: SIM905
QUALITIES = {
    "titulaire": SeatQuality.TITULAR,
    "suppleant": SeatQuality.SUBSTITUTE,
    "suppleante": SeatQuality.SUBSTITUTE,
    "membre": SeatQuality.MEMBER,
}
UNKNOWN_ASSOCIATION = (
    "Cette association n’est pas reconnue. Ajoutez cette écriture à sa fiche («\u00a0Associations\u00a0», «\u00a0autre nom\u00a0»), "
    "ou corrigez le nom dans le fichier."
)
UNKNOWN_BODY = (
    "Cette instance n’est pas dans l’appel, ou son nom n’est pas reconnu.{near} Écrivez son numéro FINESS et sa nature, par exemple CDU."
)
ANY_QUALITY = frozenset({"", "indifferent", "titulaire ou suppleant", "sans preference", "les deux"})
CIVILITIES = {"m": Civility.MR, "monsieur": Civility.MR, "mr": Civility.MR, "mme": Civility.MRS, "madame": Civility.MRS}
NOT_FILED = frozenset({"brouillon", "sans suite", "classe sans suite"})


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a line is not imported: the column, the value read, a sentence that says what to do."""

    column: str
    value: str
    sentence: str


@dataclass(kw_only=True)
class ReadLine:
    """What one line says. wishes: (body number, quality or empty), by rank. problems: empty when it can be imported."""

    number: int
    reference: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    association: int | None = None
    home: int | None = None
    submitted_on: date | None = None
    wishes: list[tuple[int, str]] = field(default_factory=list)
    skipped: str = ""
    problems: list[Problem] = field(default_factory=list)


class LineReader:
    """Reads the lines of one table for one call; places: the bodies, associations and communes that it may name."""

    def __init__(self, mapping: Mapping[int, str], places: CallPlaces, *, today: date):
        self.columns = {code: column for column, code in mapping.items() if code}
        self.places, self.today = places, today

    def read(self, number: int, cells: list) -> ReadLine:
        """Return what the line `number` says."""
        line = ReadLine(number=number)
        line.reference = self._text(cells, T.REFERENCE)[:40]
        if not line.reference:
            self._refuse(line, T.REFERENCE, "", "Cette ligne n’a pas de numéro de dossier. Exportez le tableau avec cette colonne.")
        state = search_key(self._text(cells, T.STATE))
        if state in NOT_FILED:
            line.skipped = f"Dossier «\u00a0{self._text(cells, T.STATE)}\u00a0»\u00a0: il n’est pas importé."
            return line
        for read in (self._person, self._dates, self._boxes, self._association, self._home, self._wishes):
            read(line, cells)
        return line

    def _person(self, line, cells):
        for target in TEXTS:
            limit = Candidacy._meta.get_field(target.value).max_length
            line.values[target.value] = self._text(cells, target)[:limit]
        if not line.values["last_name"]:
            self._refuse(line, T.LAST_NAME, "", "Le nom de la personne manque.")
        line.values["civility"] = CIVILITIES.get(search_key(self._text(cells, T.CIVILITY)), Civility.NONE)
        for target in (T.EMAIL, T.ASSOCIATION_EMAIL):
            line.values[target.value] = self._email(line, cells, target)
        digits = "".join(char for char in self._text(cells, T.PHONE) if char.isdigit() or char == "+")
        digits = f"0{digits[3:]}" if digits.startswith("+33") else f"0{digits}" if len(digits) == 9 and digits[0] != "0" else digits
        line.values["phone"] = digits[:20]

    def _email(self, line, cells, target):
        text = self._text(cells, target)
        try:
            validate_email(text) if text else None
        except ValidationError:
            self._refuse(line, target, text, "Cette adresse électronique n’est pas valable. Corrigez-la, par exemple marie@exemple.fr.")
            return ""
        return text[:254]

    def _dates(self, line, cells):
        line.submitted_on = self._date(line, cells, T.SUBMITTED_ON)
        for target in (T.MEMBER_SINCE, T.COURSE_DONE_ON):
            line.values[target.value] = self._date(line, cells, target)

    def _date(self, line, cells, target) -> date | None:
        cell = self._cell(cells, target)
        if cell is None or search_key(str(cell)) in ("", "non", "oui"):
            return None
        try:
            return parse_date(_without_zone(cell), today=self.today)
        except DateError as error:
            self._refuse(line, target, shown(cell), f"{error.message} Écrivez une date, par exemple 10 novembre 2026.")
            return None

    def _boxes(self, line, cells):
        for target in BOXES:
            text = search_key(self._text(cells, target))
            if text and text not in YES and text not in NO:
                self._refuse(line, target, self._text(cells, target), "Écrivez oui ou non.")
            line.values[target.value] = text in YES

    def _association(self, line, cells):
        text, number = self._text(cells, T.ASSOCIATION), self._text(cells, T.ACCREDITATION)
        line.association = self.places.association(text, number)
        if line.association is None:
            self._refuse(line, T.ASSOCIATION, text or number, UNKNOWN_ASSOCIATION)

    def _home(self, line, cells):
        text = self._text(cells, T.HOME)
        line.home = self.places.commune(text) if text else None

    def _wishes(self, line, cells):
        for rank in range(1, MOST_WISHES + 1):
            text, wanted = self._text(cells, f"wish_{rank}"), search_key(self._text(cells, f"quality_{rank}"))
            if not text:
                continue
            body, alike = self.places.body(text)
            if body is None:
                near = f" Peut-être\u00a0: {' ou '.join(alike)}." if alike else ""
                self._refuse(line, f"wish_{rank}", text, UNKNOWN_BODY.format(near=near))
                continue
            quality = "" if wanted in ANY_QUALITY else QUALITIES.get(wanted)
            if quality is None:
                self._refuse(line, f"quality_{rank}", wanted, "Écrivez titulaire, suppléant, membre ou indifférent.")
            elif (body, quality) not in line.wishes:
                line.wishes.append((body, quality))
        if not line.wishes and not any(problem.column.startswith("Vœu") for problem in line.problems):
            self._refuse(line, "wish_1", "", "Aucun vœu\u00a0: indiquez au moins une instance de l’appel.")

    def _cell(self, cells, target):
        column = self.columns.get(str(target))
        return cells[column] if column is not None and column < len(cells) else None

    def _text(self, cells, target) -> str:
        cell = self._cell(cells, target)
        return "" if cell is None else str(cell).strip() if isinstance(cell, str) else shown(cell)

    def _refuse(self, line, target, value, sentence):
        label = LABELS.get(target) or f"Vœu {str(target).rpartition('_')[2]}"
        line.problems.append(Problem(column=label, value=str(value)[:80], sentence=sentence))


def _without_zone(cell):
    """« 2026-11-10 14:32:05 +0100 » says the day of Paris already: the zone and the time are left out."""
    if isinstance(cell, str) and len(cell) > 10 and cell[4:5] == "-" and cell[7:8] == "-":
        return cell[:10]
    return cell
