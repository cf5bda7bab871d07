"""Which body a row speaks of, when the cells that say it are written once and carried down."""

import re
from dataclasses import dataclass

from portevoix.base.core.finess import FinessError, department_of, repair_finess
from portevoix.base.core.french_places import department_code, department_names
from portevoix.base.core.text import search_key
from portevoix.register.imports.reading.grids import shown
from portevoix.register.imports.reading.vocabulary import Field, body_type_of

_NUMBER = re.compile(r"\(?\s*(?:N°\s*)?(?:FINESS)?\s*(?:ET)?\s*:?\s*\b((?:\d\d|2[AB])\d{7})\b\s*\)?", re.IGNORECASE)


@dataclass(frozen=True)
class BodyIdentity:
    """The body of a row, as the workbook says it."""

    finess_et: str = ""
    finess_problem: str = ""
    facility_name: str = ""
    town: str = ""
    department: str = ""
    body_type: str = ""

    @property
    def key(self) -> str:
        """What groups the rows of one body: its FINESS number, else its name and town, else its department."""
        place = self.finess_et or f"{search_key(self.facility_name)}/{search_key(self.town)}"
        return f"{self.body_type}|{place if place != '/' else self.department}"


class Carrier:
    """Remembers the body of the rows above. `department` and `body_type` come from the sheet or its banners."""

    def __init__(self, department: str = "", body_type: str = ""):
        self.department, self.body_type = department, body_type
        self.current = BodyIdentity()
        self.known = False

    def banner(self, text: str) -> None:
        """Learn from a line that stands alone: « Département de la Marne », « Commissions des usagers »."""
        self.department = department_code(text) or self.department
        self.body_type = body_type_of(text) or self.body_type

    def read(self, cells: dict[Field, object]) -> BodyIdentity:
        """Return the body of a row, whose identity cells are given (absent when blank)."""
        before = self.current
        number, problem = self._finess(cells)
        name = shown(cells.get(Field.FACILITY_NAME))
        if Field.FINESS_ET not in cells and (inside := _NUMBER.search(name)):
            number, name = inside[1], name.replace(inside[0], "").strip(" -–:") or name  # « CH de Metz (FINESS 570000000) »
        town = shown(cells.get(Field.TOWN))
        if self._is_same(before, number or problem, name, town):
            number, problem = (number, problem) if number or problem else (before.finess_et, before.finess_problem)
            name, town = name or before.facility_name, town or before.town
        department = department_code(cells.get(Field.DEPARTMENT)) or department_code(cells.get(Field.BODY_TYPE))
        department = department or _known_department(number) or self.department or (before.department if self.known else "")
        body_type = self._body_type(cells) or (before.body_type if self.known else "") or self.body_type
        self.current = BodyIdentity(number, problem, name, town, department, body_type)
        self.known = True
        return self.current

    def has_number(self, cell) -> bool:
        """Tell whether a cell holds a FINESS number that can be read."""
        return bool(self._finess({Field.FINESS_ET: cell})[0])

    def _is_same(self, before: BodyIdentity, number: str, name: str, town: str) -> bool:
        """A row without number nor name continues the body above; a row that repeats its number or its name too."""
        if not self.known:
            return False
        if number:
            return number in (before.finess_et, before.finess_problem)
        if name:
            return search_key(name) == search_key(before.facility_name) and (not town or search_key(town) == search_key(before.town))
        return True

    def _finess(self, cells) -> tuple[str, str]:
        if Field.FINESS_ET not in cells:
            return "", ""
        try:
            return repair_finess(cells[Field.FINESS_ET], department=department_code(cells.get(Field.DEPARTMENT))).number, ""
        except FinessError as refusal:
            return "", refusal.message

    def _body_type(self, cells) -> str:
        text = shown(cells.get(Field.BODY_TYPE))
        return body_type_of(text) or text


def _known_department(number: str) -> str:
    """Return the department of a FINESS number, nothing for a prefix that is no department."""
    code = department_of(number)
    return code if code in department_names().values() else ""
