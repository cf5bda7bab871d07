"""Small workbooks for the tests."""

import csv
import io

import openpyxl

TITLES = (
    *("FINESS ET", "Établissement", "Commune", "Qualité", "Civilité", "Nom", "Prénom", "Association", "Début", "Fin"),
    *("Arrêté", "Courriel"),
)
DATES = ("01/12/2025", "30/11/2028")


def line(facility, seat: str, last: str = "vacant", first: str = "", association: str = "UNAFAM", **other) -> list[str]:
    """Return one row: a facility (or its number), « Titulaire 1 », and somebody, or nobody."""
    finess, name, town = (facility.finess_et, facility.name, facility.town) if hasattr(facility, "finess_et") else (facility, "", "")
    start, end = other.get("dates", DATES) if last != "vacant" else ("", "")
    association = association if last != "vacant" else ""
    civility, order, email = other.get("civility", ""), other.get("order", ""), other.get("email", "")
    return [finess, name, town, seat, civility, last, first, association, start, end, order, email]


def xlsx(*rows, titles=TITLES) -> bytes:
    """Return a workbook with these rows under the titles."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "CDU"
    for row in (titles, *rows):
        sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def text(*rows, titles=TITLES) -> bytes:
    """Return the same as CSV."""
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows((titles, *rows))
    return file.getvalue().encode()
