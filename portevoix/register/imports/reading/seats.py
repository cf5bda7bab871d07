"""One seat as its cells say it: who, for which association, from when to when; and what is wrong with it."""

import re
from dataclasses import replace
from datetime import date

from portevoix.base.core.french_dates import DateError, parse_date, parse_period
from portevoix.base.core.names import Order, PersonName, person_name, read_civility, split_name
from portevoix.base.core.text import search_key, squeeze
from portevoix.register.imports.reading.columns import is_email
from portevoix.register.imports.reading.grids import Grid, shown
from portevoix.register.imports.reading.mapping import ColumnMapping
from portevoix.register.imports.reading.markup import FORMULA
from portevoix.register.imports.reading.qualities import Quality
from portevoix.register.imports.reading.results import Cell, Code, Issue, Keep, SeatRow
from portevoix.register.imports.reading.vocabulary import FIELD_LABELS, Field, is_vacant, says_vacant

EARLIEST, LATEST = date(1980, 1, 1), date(2099, 12, 31)
_CIVILITY = "(?:mme|m|mr|monsieur|madame|mlle)"
_SEVERAL = re.compile(rf"\b{_CIVILITY}\b.*(?:/|&|;|\+|\bet\b)\s*{_CIVILITY}\b")
_BIRTH_NAME = re.compile(r"\b((?:née?|ép\.?|épouse)\s+[\w'’-]+)", re.IGNORECASE)
# A cell without result there takes the whole row away; elsewhere than in these two sets, it takes the mandate away.
_BLOCKING = {Field.FINESS_ET, Field.FACILITY_NAME, Field.QUALITY}
_HARMLESS = {Field.FINESS_EJ, Field.TOWN, Field.DEPARTMENT, Field.EMAIL, Field.PHONE, Field.NOTES, Field.ORDER_DATE, Field.CIVILITY}


class SeatReader:
    """Reads one seat: the cells of one row, or of one group of columns of a row."""

    def __init__(self, grid: Grid, base: SeatRow, row: int, columns: dict[Field, ColumnMapping], quality: Quality | None, order: Order):
        self.grid, self.row, self.columns, self.order = grid, row, columns, order
        self.issues: list[Issue] = []
        self.seat = replace(
            base,
            quality=quality.quality.value if quality else "",
            rank=(quality.rank or 0) if quality else 0,
            rank_given=bool(quality and quality.rank),
            columns={name.value: Cell(column.letter, grid.cell(row, column.index)) for name, column in columns.items()},
        )

    def read(self) -> SeatRow:
        self._read_person()
        self._read_details()
        if not self.seat.quality:
            self._refuse_quality()
        elif self._faulty():
            pass
        elif not self.seat.vacant:
            self._read_dates()
        if self.seat.vacant and not self.seat.refused:
            self.seat = replace(self.seat, keep=Keep.SEAT)
        return self.seat

    def _value(self, name: Field):
        column = self.columns.get(name)
        return self.grid.cell(self.row, column.index) if column else None

    def _text(self, name: Field) -> str:
        return shown(self._value(name))

    def _refuse(self, code: Code, name: Field | None, message: str, suggestion: str = "", keep: Keep = Keep.SEAT) -> None:
        column = self.columns.get(name)
        self.issues.append(
            Issue(
                code=code,
                message=message,
                suggestion=suggestion,
                sheet=self.seat.sheet,
                row=self.seat.row,
                column=column.letter if column else "",
                value=shown(self.grid.cell(self.row, column.index)) if column else "",
                finess_et=self.seat.finess_et,
                quality=self.seat.quality,
                rank=self.seat.rank or None,
            )
        )
        self.seat = replace(self.seat, refused=self.seat.refused or code.value, keep=keep)

    def _refuse_quality(self) -> None:
        text = self._text(Field.QUALITY)
        message = f"La qualité « {text} » n’est pas reconnue." if text else "La qualité du siège manque."
        self._refuse(
            Code.UNKNOWN_QUALITY, Field.QUALITY, message, "Écrivez « Titulaire », « Suppléant » ou « Membre », suivi du rang.", Keep.NOTHING
        )

    def _faulty(self) -> bool:
        """Name the cells that the spreadsheet could not compute; they must not pass for blank ones."""
        for name, column in self.columns.items():
            fault = self.grid.faults.get((self.row, column.index))
            if not fault or name in _HARMLESS:
                continue
            where = f"{column.letter}{self.seat.row} ({FIELD_LABELS[name]})"
            if fault == FORMULA:
                message = f"La cellule {where} contient une formule dont le résultat n’est pas enregistré."
                suggestion = "Ouvrez le classeur dans votre tableur, enregistrez-le, ou remplacez la formule par sa valeur."
            else:
                message = f"La cellule {where} contient l’erreur « {fault} »."
                suggestion = "Corrigez la formule ou remplacez-la par sa valeur."
            self._refuse(Code.UNREADABLE_CELL, name, message, suggestion, Keep.NOTHING if name in _BLOCKING else Keep.SEAT)
        return bool(self.seat.refused)

    def _read_person(self) -> None:
        last, first = self._value(Field.LAST_NAME), self._value(Field.FIRST_NAME)
        full = self._value(Field.FULL_NAME)
        emptiness = (is_vacant(last) and is_vacant(first)) if Field.LAST_NAME in self.columns else is_vacant(full)
        status = says_vacant(self._value(Field.STATUS))
        if emptiness or status:
            if last is None and first is None and full is None and not status and self._has_mandate():
                name = Field.LAST_NAME if Field.LAST_NAME in self.columns else Field.FULL_NAME
                message = "Le nom manque, alors que le mandat est renseigné."
                self._refuse(Code.MISSING_NAME, name, message, "Indiquez le nom, ou « vacant ».")
            else:
                self.seat = replace(self.seat, vacant=True)
            return
        name = self._split(last, first, full)
        self.seat = replace(self.seat, civility=name.civility, last_name=name.last, first_name=name.first)
        if _SEVERAL.search(search_key_with_signs(shown(full or last))):
            field = Field.FULL_NAME if full else Field.LAST_NAME
            self._refuse(Code.SEVERAL_PEOPLE, field, "Cette cellule contient plusieurs personnes.", "Écrivez une personne par siège.")

    def _has_mandate(self) -> bool:
        """A date and an association stand beside a blank name (a name that could not be computed is another fault)."""
        if not isinstance(self._value(Field.START), date | str) or is_vacant(self._value(Field.ASSOCIATION)):
            return False
        names = (Field.LAST_NAME, Field.FIRST_NAME, Field.FULL_NAME)
        return not any((self.row, self.columns[name].index) in self.grid.faults for name in names if name in self.columns)

    def _split(self, last, first, full) -> PersonName:
        civility = read_civility(self._text(Field.CIVILITY))[0]
        text, note = _without_note(shown(full if full is not None else last))
        if note and Field.ASSOCIATION not in self.columns:
            self.seat = replace(self.seat, association_text=note)
        elif note:
            self.seat = replace(self.seat, notes=note)
        if Field.LAST_NAME in self.columns and not (is_vacant(first) and len(text.split()) > 1):
            return person_name(text, "" if is_vacant(first) else shown(first), civility)
        name = split_name(text, order=self.order, email=self._text(Field.EMAIL))
        return replace(name, civility=civility or name.civility)

    def _read_details(self) -> None:
        association = self._text(Field.ASSOCIATION)
        email = next((part for part in re.split(r"[\s;,<>]+|mailto:", self._text(Field.EMAIL)) if is_email(part)), "")
        notes = [text for text in (self._text(Field.NOTES), self.seat.notes) if text]
        order = self._value(Field.ORDER_REFERENCE)
        self.seat = replace(
            self.seat,
            association_text=self.seat.association_text if is_vacant(association or None) else association,
            email=email.lower(),
            phone=_phone(self._value(Field.PHONE)),
            notes=" ; ".join(notes),
            order_reference="" if isinstance(order, date) or is_vacant(order) else shown(order),
            order_date=self._optional_date(Field.ORDER_DATE) or self._optional_date(Field.ORDER_REFERENCE),
        )

    def _optional_date(self, name: Field) -> date | None:
        value = self._value(name)
        return value if isinstance(value, date) else None

    def _read_dates(self) -> None:
        start, end = self._date(Field.START), self._date(Field.END)
        if Field.PERIOD in self.columns and start is None and end is None and not self.seat.refused:
            start, end = self._period()
        self.seat = replace(self.seat, start=start, end=end)
        if self.seat.refused:
            return
        if start is None and (Field.START in self.columns or Field.PERIOD in self.columns):
            field = Field.START if Field.START in self.columns else Field.PERIOD
            self._refuse(Code.BAD_DATE, field, "La date de début du mandat manque.", "Indiquez-la, par exemple 01/12/2025.")
        elif start and end and end < start:
            message = f"Le mandat finit le {end:%d/%m/%Y}, avant son début le {start:%d/%m/%Y}."
            field = Field.END if Field.END in self.columns else Field.PERIOD
            self._refuse(Code.END_BEFORE_START, field, message, "Vérifiez si les deux dates sont inversées.")

    def _date(self, name: Field) -> date | None:
        value = self._value(name)
        if value is None or (isinstance(value, str) and not search_key(value)):
            return None
        try:
            return parse_date(value, vague=False, earliest=EARLIEST, latest=LATEST)
        except DateError as refusal:
            label = {Field.START: "Début du mandat", Field.END: "Fin du mandat"}.get(name, FIELD_LABELS[name])
            self._refuse(Code.BAD_DATE, name, f"{label} : {refusal.message}", _date_hint(refusal))
            return None

    def _period(self) -> tuple[date | None, date | None]:
        text = self._text(Field.PERIOD)
        if not search_key(text):
            return None, None
        try:
            start, end = parse_period(text, vague=False)
        except DateError as refusal:
            self._refuse(Code.BAD_DATE, Field.PERIOD, f"Dates du mandat : {refusal.message}", "Écrivez « du 01/12/2025 au 30/11/2028 ».")
            return None, None
        return start, end


def _date_hint(refusal: DateError) -> str:
    if refusal.suggestion:
        return f"Peut-être {refusal.suggestion:%d/%m/%Y} ?"
    return "Écrivez la date en entier, par exemple 30/11/2028."


def search_key_with_signs(text: str) -> str:
    """Return the search key of a text with the signs that part two people."""
    return " ".join(search_key(part) or part.strip() for part in re.split(r"([/&;+])", text))


def _without_note(text: str) -> tuple[str, str]:
    """« DUPONT Jean (UNAFAM) », « DUPONT née MARTIN Anne »: the name and the note; a civility in parentheses stays."""
    match = re.search(r"\(([^()]*)\)", text) or _BIRTH_NAME.search(text)
    if not match or (any(read_civility(match[1])) and len(match[1]) < 12):
        return text, ""
    return squeeze(text[: match.start()] + " " + text[match.end() :]) or text, squeeze(match[1])


def _phone(value) -> str:
    """Return a telephone number with the zero that a spreadsheet takes away (388123456 → 0388123456)."""
    digits = re.sub(r"[^\d+]", "", shown(value))
    return f"0{digits}" if re.fullmatch(r"[1-9]\d{8}", digits) else digits
