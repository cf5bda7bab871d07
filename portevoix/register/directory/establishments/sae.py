"""The raw file of the annual statistics of health establishments (SAE, DREES): `;`, latin-1, 70 columns, one row a facility."""

import re
from datetime import date

from portevoix.register.directory.enums import LegalStatus
from portevoix.register.directory.establishments import cells
from portevoix.register.directory.establishments.records import ParsedFile, Source, UnreadableFile
from portevoix.register.directory.establishments.rows import RowReader, add_broken_row, add_row
from portevoix.register.directory.establishments.tables import Table

REQUIRED = ("fi", "rs", "fi_ej", "dep")
COLUMNS = {
    "finess_et": "fi",
    "name": "rs",
    "finess_ej": "fi_ej",
    "department": "dep",
    "category": "cat",
    "commune": "cominsee",
    "town": "nomcom",
    "street_number": "numvoi",
    "street_kind": "typvoi",
    "street": "nomvoi",
    "box": "bp",
    "postcode": "cpo",
    "delivery_town": "libcom",
    "siret": "sir",
}
STATUS_GROUPS = {"1": LegalStatus.PUBLIC, "2": LegalStatus.FOR_PROFIT, "3": LegalStatus.NON_PROFIT}


def recognises(table: Table) -> bool:
    """Tell whether the titles are those of the SAE identification file."""
    return {"fi", "fi_ej", "rs"} <= set(table.columns)


def parse(table: Table, *, departments: dict[str, str], today: date) -> ParsedFile:
    """Read the facilities of a SAE file. The year of the survey (`an`) dates the facts: 31 December.

    Raises `UnreadableFile` when a needed column is missing.
    """
    missing = [column for column in REQUIRED if column not in table.columns]
    if missing:
        raise UnreadableFile(f"Ce fichier SAE n’a pas la colonne «\u00a0{missing[0]}\u00a0». Reprenez le fichier d’origine.")
    parsed = ParsedFile(source=Source(format="sae", family="SAE", label="DREES, SAE", day=today, dated=False))
    years = set()
    for number, values, complete in table.rows():
        reader = RowReader(number, values, COLUMNS)
        if not complete:
            add_broken_row(parsed, reader, columns=len(table.columns))
            continue
        years.add(values.get("an", "").strip())
        add_row(parsed, reader, departments=departments, legal_status=_status(values))
    parsed.source = _source(years, today)
    return parsed


def _status(values: dict[str, str]) -> str:
    """The group of legal forms, else the prefix of the SAE category, else the legal form itself."""
    group = STATUS_GROUPS.get(values.get("stjr", "").strip())
    prefix = cells.status_of_prefix(values.get("catr", ""))
    return group or (prefix if prefix != LegalStatus.UNKNOWN else cells.status_of_form(values.get("stj", "")))


def _source(years: set[str], today: date) -> Source:
    known = sorted(year for year in years if re.fullmatch(r"20\d\d", year))
    if not known:
        return Source(format="sae", family="SAE", label="DREES, SAE", day=today, dated=False)
    return Source(format="sae", family="SAE", label=f"DREES, SAE {known[-1]}", day=min(date(int(known[-1]), 12, 31), today))
