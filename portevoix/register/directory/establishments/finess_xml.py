"""The official flows of FINESS (`fluxfiness`): facilities (`structureet`, cs1400102), legal entities (`structureej`, cs1400101).

Read as a stream, with the bare parser: no document type, so no entity and no bomb; no field longer than a page; depth of a flow only.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from xml.parsers import expat

from portevoix.base.core.text import squeeze
from portevoix.register.directory.establishments import cells
from portevoix.register.directory.establishments.records import (
    EstablishmentRecord,
    LegalEntityRecord,
    ParsedFile,
    Source,
    UnreadableFile,
)
from portevoix.register.directory.establishments.rows import BadRow, RowReader
from portevoix.register.directory.establishments.text_key import name_key

CHUNK = 1 << 16
MAX_FIELD = 10_000
MAX_DEPTH = 3
ROOT = "fluxfiness"
COLUMNS = {
    "finess_et": "nofinesset",
    "name": "rs",
    "finess_ej": "nofinessej",
    "department": "departement",
    "commune": "commune",
    "category": "categetab",
    "postcode": "codepostal",
    "siret": "siret",
}
ENTITY_COLUMNS = {"finess_ej": "nofiness", "name": "rs"}
OTHER_FLOWS = (
    "Ce flux FINESS (activités, équipements ou nomenclature) ne décrit ni établissement ni entité juridique à comparer. "
    "Prenez le flux cs1400102 ou cs1400101."
)


def parse(file: BinaryIO, *, departments: dict[str, str], file_name: str, today: date) -> ParsedFile:
    """Read a flow of facilities or of legal entities.

    Raises `UnreadableFile` when the file is no such flow, is cut short, or holds what no flow holds.
    """
    parsed = ParsedFile(source=Source(format="finess", family="FINESS", label="FINESS", day=today, dated=False))
    flow_day, kinds = None, set()
    for number, (tag, values) in enumerate(_records(file), start=1):
        kinds.add(tag)
        if tag == "horodatage":
            flow_day = cells.iso_date(values.get("datemaj", ""))
        elif tag == "structureet" and len(values) > 3:
            _add_facility(parsed, number, values, departments)
        elif tag == "structureej" and len(values) > 2:
            _add_legal_entity(parsed, number, values)
    if not kinds & {"structureet", "structureej"} or not parsed.rows:
        raise UnreadableFile(OTHER_FLOWS)
    parsed.source = _source(file_name, flow_day, today, entities=not parsed.establishments and bool(parsed.legal_entities))
    return parsed


def _records(file: BinaryIO) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each child of the root with its fields; memory holds one chunk's records at a time."""
    parser, reader = expat.ParserCreate(), _Reader()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, reader.refuse_document_type
    parser.buffer_text = True
    try:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk, False)
            yield from reader.take()
        parser.Parse(b"", True)
        yield from reader.take()
    except expat.ExpatError as error:
        raise UnreadableFile(
            f"Le fichier XML est abîmé ou incomplet à la ligne {error.lineno}. Téléchargez-le de nouveau, puis recommencez."
        ) from error
    except (EOFError, OSError, ValueError) as error:
        raise UnreadableFile("Le fichier compressé est abîmé ou incomplet. Téléchargez-le de nouveau, puis recommencez.") from error


class _Reader:
    """Turns the events of the parser into records of three levels: root, record, field."""

    def __init__(self):
        self.depth, self.tag, self.field = 0, "", ""
        self.values, self.parts, self.length, self.ready = {}, [], 0, []

    def refuse_document_type(self, *args):
        raise UnreadableFile("Ce fichier XML contient une déclaration de type, ce qu’un flux FINESS n’a jamais. Il n’est pas lu.")

    def start(self, name, attributes):
        self.depth += 1
        if self.depth == 1 and name != ROOT:
            raise UnreadableFile("Ce fichier XML n’est pas un flux FINESS.")
        if self.depth > MAX_DEPTH:
            raise UnreadableFile("Ce fichier XML n’a pas la forme d’un flux FINESS.")
        if self.depth == 2:
            self.tag, self.values = name, {}
        self.field, self.parts, self.length = name, [], 0

    def text(self, data):
        if self.depth != MAX_DEPTH:
            return
        self.length += len(data)
        if self.length > MAX_FIELD:
            raise UnreadableFile(f"Une valeur du champ «\u00a0{self.field[:40]}\u00a0» est trop longue. Ce n’est pas un flux FINESS.")
        self.parts.append(data)

    def end(self, name):
        if self.depth == MAX_DEPTH:
            self.values[name] = squeeze("".join(self.parts))
        elif self.depth == 2:
            self.ready.append((self.tag, self.values))
        self.depth -= 1

    def take(self):
        ready, self.ready = self.ready, []
        return ready


def _add_facility(parsed: ParsedFile, number: int, values: dict[str, str], departments: dict[str, str]) -> None:
    parsed.rows += 1
    reader = RowReader(number, values, COLUMNS)
    try:
        parsed.establishments.append(_facility(reader, values, departments))
    except BadRow:
        if reader.finess_et:
            parsed.damaged_numbers.add(reader.finess_et)
        elif reader.text("name"):
            parsed.damaged_names.add(name_key(open_name(values["rs"])))
    parsed.errors += reader.errors
    parsed.warnings += reader.warnings


def _facility(reader: RowReader, values: dict[str, str], departments: dict[str, str]) -> EstablishmentRecord:
    reader.finess_et = reader.finess("finess_et", label="Établissement")
    name = open_name(reader.text("name"))
    if not name:
        reader.fail("name", "missing_name", "La raison sociale manque. Complétez-la.")
    department = reader.department_hint or cells.department_of_number(reader.finess_et)
    if department not in departments:
        message = f"Le département «\u00a0{department[:20]}\u00a0» n’existe pas. Corrigez le code."
        reader.fail("department", "unknown_department", message)
    delivery = re.sub(r"^[0-9]{5} ", "", values.get("ligneacheminement", ""))
    return EstablishmentRecord(
        row=reader.number,
        finess_et=reader.finess_et,
        name=name[:250],
        finess_ej=reader.finess("finess_ej", label="Entité juridique"),
        department=department,
        category=cells.category_code(reader.text("category"))[:4],
        category_name=values.get("libcategetab", "")[:200],
        category_aggregate=values.get("libcategagretab", "")[:200],
        legal_status=cells.status_of_form(values.get("statutjuridique", "")),
        address=_address(values),
        postcode=reader.postcode(),
        delivery_town=delivery[:120],
        town=(values.get("libcommune", "") or delivery)[:120],
        commune=cells.commune_code(reader.text("commune"), department=department),
        siret=reader.siret(),
        phone=values.get("telephone", "")[:20],
        opened_on=cells.iso_date(values.get("dateouv", "")),
        closed_on=cells.iso_date(values.get("datefermeture", "")),
    )


def _add_legal_entity(parsed: ParsedFile, number: int, values: dict[str, str]) -> None:
    parsed.rows += 1
    reader = RowReader(number, values, ENTITY_COLUMNS)
    try:
        parsed.legal_entities.append(
            LegalEntityRecord(
                row=number,
                finess_ej=reader.finess("finess_ej", label="Entité juridique"),
                name=open_name(values.get("rs", "") or values.get("rslongue", ""))[:250],
                legal_status=cells.status_of_form(values.get("statutjuridique", "")),
                closed_on=cells.iso_date(values.get("datefermeture", "")),
            )
        )
    except BadRow:
        parsed.errors += reader.errors


def open_name(name: str) -> str:
    """Return a name without the mark « [Fermé] » that the flows put before the name of what is closed."""
    return re.sub(r"^\[ferm[ée]\]\s*", "", squeeze(name), flags=re.IGNORECASE)


def _address(values: dict[str, str]) -> str:
    number = squeeze(f"{values.get('numvoie', '')} {values.get('compvoie', '')}")
    return cells.joined_address(number, values.get("typvoie", ""), values.get("voie", ""), values.get("lieuditbp", ""))


def _source(file_name: str, flow_day: date | None, today: date, *, entities: bool) -> Source:
    """The day of the flow: its time stamp, else the day in the file's name, else the day of the import."""
    flow = re.search(r"cs\d{7}", file_name.lower())
    label = f"FINESS, flux {flow[0]}" if flow else "FINESS, flux des entités juridiques" if entities else "FINESS, flux des établissements"
    named = re.search(r"(20\d\d)(\d\d)(\d\d)", file_name)
    day = flow_day or (cells.iso_date("-".join(named.groups())) if named else None)
    return Source(format="finess", family="FINESS", label=label, day=min(day or today, today), dated=day is not None)
