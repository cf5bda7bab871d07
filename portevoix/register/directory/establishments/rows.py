"""Builds a record from one row of a table: what SAE and the product's own CSV have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field

from portevoix.base.core.finess import FinessError, repair_finess
from portevoix.base.core.text import squeeze
from portevoix.register.directory.establishments import cells
from portevoix.register.directory.establishments.records import EstablishmentRecord, ParsedFile, RowProblem
from portevoix.register.directory.establishments.text_key import name_key

NAME_LENGTH, TOWN_LENGTH = 250, 120


class BadRow(Exception):
    """The row cannot be used; its problem is already noted."""


@dataclass
class RowReader:
    """Reads the cells of one row by meaning; `columns` maps a meaning to the column's name in this format."""

    number: int
    values: dict[str, str]
    columns: dict[str, str]
    errors: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)
    finess_et: str = ""

    def text(self, meaning: str) -> str:
        """Return the cell, without useless spaces; nothing when the format has no such column."""
        return squeeze(self.values.get(self.columns.get(meaning, ""), "") or "")

    def fail(self, meaning: str, code: str, message: str) -> None:
        """Note why the row cannot be used, and leave it."""
        self.errors.append(self._problem(meaning, code, message))
        raise BadRow

    def warn(self, meaning: str, code: str, message: str) -> None:
        """Note a cell that is left aside; the row is kept."""
        self.warnings.append(self._problem(meaning, code, message))

    def finess(self, meaning: str, *, label: str) -> str:
        """Return a FINESS number, its lost zero restored."""
        try:
            number = repair_finess(self.text(meaning), department=self.department_hint).number
        except FinessError as error:
            self.fail(meaning, f"bad_{meaning}", f"{label}\u00a0: {error.message}")
        if not number.isascii():
            self.fail(meaning, f"bad_{meaning}", f"{label}\u00a0: ces chiffres ne sont pas ceux d’un numéro FINESS.")
        return number

    @property
    def department_hint(self) -> str:
        return cells.department_code(self.text("department"))

    def checked(self, meaning: str, read: Callable[[str], str | None], code: str, message: str) -> str:
        """Return what `read` makes of the cell; a cell that it refuses is left aside."""
        value = read(self.text(meaning))
        if value is None:
            self.warn(meaning, code, message)
        return value or ""

    def postcode(self) -> str:
        """Return the postcode; one that is not five digits is left aside."""
        message = "Ce code postal n’a pas cinq chiffres\u00a0: il est laissé de côté."
        return self.checked("postcode", cells.postcode, "bad_postcode", message)

    def siret(self) -> str:
        """Return the SIRET; one that is not fourteen digits is left aside."""
        return self.checked("siret", cells.siret, "bad_siret", "Ce SIRET n’a pas quatorze chiffres\u00a0: il est laissé de côté.")

    def _problem(self, meaning: str, code: str, message: str) -> RowProblem:
        column = self.columns.get(meaning, meaning)
        value = self.text(meaning)[:80]
        return RowProblem(row=self.number, column=column, value=value, code=code, message=message, finess_et=self.finess_et)


def add_row(parsed: ParsedFile, reader: RowReader, *, departments: dict[str, str], legal_status: str, **more: str) -> None:
    """Add to `parsed` the facility of one row, or its errors.

    departments: code → region of every department of the country. more: what only this format gives (names of categories…).
    """
    parsed.rows += 1
    try:
        parsed.establishments.append(_record(reader, departments=departments, legal_status=legal_status, **more))
    except BadRow:
        if reader.finess_et:
            parsed.damaged_numbers.add(reader.finess_et)
        elif reader.text("name"):
            parsed.damaged_names.add(name_key(reader.text("name")))
    parsed.errors += reader.errors
    parsed.warnings += reader.warnings


def add_broken_row(parsed: ParsedFile, reader: RowReader, *, columns: int) -> None:
    """Note a row that has too many or too few cells; the facility that it names, if one can be read, is in the file all the same."""
    parsed.rows += 1
    try:
        reader.finess_et = reader.finess("finess_et", label="Établissement")
        parsed.damaged_numbers.add(reader.finess_et)
    except BadRow:
        reader.errors.clear()
    message = f"La ligne {reader.number} n’a pas {columns} cases comme la ligne de titres. Corrigez les séparateurs."
    problem = RowProblem(row=reader.number, column="", value="", code="bad_row", message=message, finess_et=reader.finess_et)
    parsed.errors.append(problem)


def _record(reader: RowReader, *, departments: dict[str, str], legal_status: str, **more: str) -> EstablishmentRecord:
    reader.finess_et = reader.finess("finess_et", label="Établissement")
    name = reader.text("name")
    if not name:
        reader.fail("name", "missing_name", "La raison sociale manque. Complétez-la.")
    commune = reader.checked("commune", _commune(reader), "bad_commune", "Ce code de commune n’en est pas un\u00a0: il est laissé de côté.")
    latitude, longitude = _place(reader)
    return EstablishmentRecord(
        row=reader.number,
        finess_et=reader.finess_et,
        name=name[:NAME_LENGTH],
        finess_ej=reader.finess("finess_ej", label="Entité juridique"),
        department=_department(reader, commune, departments),
        category=cells.category_code(reader.text("category"))[:4],
        legal_status=legal_status,
        address=cells.joined_address(*(reader.text(part) for part in ("street_number", "street_kind", "street", "box"))),
        postcode=reader.postcode(),
        delivery_town=reader.text("delivery_town")[:TOWN_LENGTH],
        town=(reader.text("town") or reader.text("delivery_town"))[:TOWN_LENGTH],
        commune=commune,
        siret=reader.siret(),
        latitude=latitude,
        longitude=longitude,
        coordinates_source=reader.text("coordinates_source")[:40] if latitude is not None else "",
        **more,
    )


def _commune(reader: RowReader) -> Callable[[str], str | None]:
    return lambda value: "" if not value else cells.commune_code(value, department=reader.department_hint) or None


def _department(reader: RowReader, commune: str, departments: dict[str, str]) -> str:
    code = reader.department_hint or (cells.department_of_commune(commune) if commune else "")
    if not code:
        reader.fail("department", "missing_department", "Le département manque. Complétez-le.")
    if code not in departments:
        reader.fail("department", "unknown_department", f"Le département «\u00a0{code[:20]}\u00a0» n’existe pas. Corrigez le code.")
    return code


def _place(reader: RowReader) -> tuple[float | None, float | None]:
    try:
        latitude = cells.coordinate(reader.text("latitude"), limit=90)
        longitude = cells.coordinate(reader.text("longitude"), limit=180)
    except ValueError:
        reader.warn("latitude", "bad_coordinates", "Ces coordonnées ne sont pas des degrés\u00a0: elles sont laissées de côté.")
        return None, None
    if latitude is None or longitude is None:
        return None, None
    return latitude, longitude
