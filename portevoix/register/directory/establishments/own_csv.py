"""The product's own file of establishments: `etablissements_*.csv`, `,`, UTF-8, one row a facility, with coordinates."""

import re
from datetime import date

from portevoix.base.core.text import squeeze
from portevoix.register.directory.enums import LegalStatus
from portevoix.register.directory.establishments import cells
from portevoix.register.directory.establishments.records import ParsedFile, Source, UnreadableFile
from portevoix.register.directory.establishments.rows import RowReader, add_broken_row, add_row
from portevoix.register.directory.establishments.tables import Table

REQUIRED = ("finess_et", "raison_sociale", "finess_ej")
COLUMNS = {
    "finess_et": "finess_et",
    "name": "raison_sociale",
    "finess_ej": "finess_ej",
    "department": "departement",
    "category": "categorie",
    "commune": "commune_insee",
    "town": "commune",
    "street_number": "num_voie",
    "street_kind": "type_voie",
    "street": "nom_voie",
    "box": "bp",
    "postcode": "code_postal",
    "delivery_town": "acheminement",
    "siret": "siret",
    "latitude": "lat",
    "longitude": "lon",
    "coordinates_source": "coord_source",
}
LABEL = "Établissements de santé (DREES SAE, FINESS, HAS, GISCO)"


def recognises(table: Table) -> bool:
    """Tell whether the titles are those of the product's own file."""
    return "finess_et" in table.columns and ("raison_sociale" in table.columns or "finess_ej" in table.columns)


def parse(table: Table, *, departments: dict[str, str], file_name: str, today: date) -> ParsedFile:
    """Read the facilities of the file. The year at the end of its name dates the facts (31 December), else the day of the import.

    Raises `UnreadableFile` when a needed column is missing.
    """
    missing = [column for column in REQUIRED if column not in table.columns]
    if missing:
        raise UnreadableFile(f"Ce fichier d’établissements n’a pas la colonne «\u00a0{missing[0]}\u00a0». Complétez-le.")
    parsed = ParsedFile(source=_source(file_name, today))
    for number, values, complete in table.rows():
        reader = RowReader(number, values, COLUMNS)
        if not complete:
            add_broken_row(parsed, reader, columns=len(table.columns))
            continue
        add_row(
            parsed,
            reader,
            departments=departments,
            legal_status=_status(values),
            legal_entity_name=squeeze(values.get("raison_sociale_ej", ""))[:250],
            category_name=squeeze(values.get("categorie_libelle", ""))[:200],
            category_aggregate=squeeze(values.get("categorie_agregat", ""))[:200],
        )
    return parsed


def _status(values: dict[str, str]) -> str:
    """The SAE category first: the words of the published file have « lucratif » and « non lucratif » the wrong way round."""
    status = cells.status_of_prefix(values.get("categorie_sae", ""))
    return status if status != LegalStatus.UNKNOWN else cells.status_of_words(values.get("statut_juridique", ""))


def _source(file_name: str, today: date) -> Source:
    year = re.search(r"(20\d\d)\.csv(\.gz)?$", file_name.lower())
    if not year:
        return Source(format="own_csv", family="SAE", label=LABEL, day=today, dated=False)
    return Source(format="own_csv", family="SAE", label=f"{LABEL}, {year[1]}", day=min(date(int(year[1]), 12, 31), today))
