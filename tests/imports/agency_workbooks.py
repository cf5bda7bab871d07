"""Writes the seats of a truth file as agencies keep them: layouts, titles, formats and habits drawn from a seed."""

import csv
import io
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

CASES = Path(__file__).parents[1] / "import_cases"
QUALITIES = {"titular": "Titulaire", "substitute": "Suppléant", "member": "Membre"}
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
SHORT = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
VACANT = ["vacant", "VACANT", "Poste vacant", "à pourvoir", "A POURVOIR", "-", "/", "néant", "non pourvu", "?", "en attente", None]
VACANT += ["Vacant depuis le 01/03/2025"]
LABELS = {
    "AFA": ["afa", "Association François Aupetit"],
    "AFD": ["AFD", "Fédération française des diabétiques", "FFD", "A.F.D. {dep}"],
    "ALZ": ["France Alzheimer", "FRANCE ALZHEIMER {dep}", "Association France Alzheimer"],
    "APF": ["A.P.F.", "APF France handicap", "Association des paralysés de France"],
    "AFTC": ["AFTC", "AFTC Lorraine", "Association de familles de traumatisés crâniens"],
    "GM": ["Générations mouvement", "GENERATIONS MOUVEMENT {dep}"],
    "HEPAT": ["SOS Hépatites", "SOS HEPATITES"],
    "LIGUE": ["Ligue contre le cancer", "La Ligue", "Ligue contre le cancer - comité {dep}"],
    "LIEN": ["Le Lien", "LE LIEN"],
    "MUCO": ["Vaincre la mucoviscidose", "VAINCRE LA MUCOVISCIDOSE"],
    "PARK": ["France Parkinson", "Association France Parkinson {dep}"],
    "REIN": ["France Rein", "FNAIR"],
    "RURALES": ["Familles rurales", "Fédération Familles Rurales {dep}"],
    "UFC": ["UFC-Que Choisir", "UFC Que Choisir de {town}", "U.F.C. Que choisir"],
    "UDAF": ["UDAF", "U.D.A.F. {dep}", "Union départementale des associations familiales"],
    "UNAFAM": ["UNAFAM", "U.N.A.F.A.M.", "UNAFAM {dep}"],
}
TITLES = {
    "finess": ["N° Finess", "FINESS ET", "finess géo", "FINESS", "N° FINESS ET", "Code FINESS", "Finess géographique"],
    "facility": ["Etablissement", "Raison sociale", "Nom établissement", "Établissement de santé", "ETABLISSEMENT"],
    "town": ["Commune", "Ville", "COMMUNE", "Localité"],
    "department": ["Dépt", "Département", "Dpt", "DEPARTEMENT"],
    "quality": ["Qualité", "T/S", "Fonction", "Titulaire/Suppléant", "Qualité du RU"],
    "civility": ["Civ.", "Civilité", "CIV"],
    "last": ["Nom", "NOM", "Nom de famille", "Nom du RU"],
    "first": ["Prénom", "PRENOM", "Prénom du RU"],
    "full": ["NOM Prénom", "Nom et prénom", "Représentant des usagers", "Nom et prénom du RU"],
    "association": ["Asso", "Association", "Organisme", "Association agréée", "ASSOCIATION"],
    "start": ["Début", "Date de désignation", "Date arrêté", "Nommé le", "Début de mandat"],
    "end": ["Fin", "Échéance", "Fin de mandat", "Terme", "Date de fin"],
    "order": ["Arrêté", "N° arrêté", "Référence arrêté", "N° d'arrêté"],
    "email": ["Courriel", "mail", "E-mail", "Adresse électronique"],
}
SEAT_TITLES = ["RU {q} {n}", "{q} {n}", "{q} n° {n}", "{Q}{n}"]


def truth(name: str) -> dict:
    """Return a truth file of `tests/import_cases/`: long, wide or departements."""
    return json.loads((CASES / f"suivi_ru_{name}.xlsx.truth.json").read_text(encoding="utf-8"))


def sample(name: str) -> bytes:
    """Return a workbook of `tests/import_cases/`."""
    return (CASES / f"suivi_ru_{name}.xlsx").read_bytes()


def some_bodies(known: dict, count: int, draw: random.Random) -> list[list[dict]]:
    """Return `count` bodies drawn from a truth, each with its seats in order; a person that would sit twice leaves the second seat."""
    bodies = defaultdict(list)
    for seat in known["seats"]:
        bodies[seat["finess_et"]].append(dict(seat))
    chosen = draw.sample(sorted(bodies), min(count, len(bodies)))
    result = []
    for number in chosen:
        met = set()
        for seat in bodies[number]:
            if seat["holder"] and seat["holder"]["person"] in met:
                seat["holder"], seat["vacant"] = None, True
            met.add(seat["holder"] and seat["holder"]["person"])
        result.append(bodies[number])
    return result


@dataclass
class Style:
    """The habits of one agency."""

    layout: str = "long"  # long, wide, sheets
    finess: str = "text"  # text, number, spaces, apostrophe, mixed
    dates: str = "mixed"  # cells, iso, french, short, words, mixed
    names: str = "two"  # two, one, one_first (Prénom NOM)
    qualities: str = "ranked"  # ranked, letters, unranked, rank_column
    titles_on: int = 1  # lines of titles
    banners: int = 1
    carried: bool = False
    shuffled: bool = False
    extra: bool = False
    subtotals: bool = False
    blanks: bool = False


@dataclass
class Sheet:
    title: str
    rows: list[list]
    merges: list[str]


class Agency:
    """Writes bodies in one style; every choice comes from `draw`."""

    def __init__(self, known: dict, style: Style, draw: random.Random):
        self.people = {person["id"]: person for person in known["people"]}
        self.style, self.draw = style, draw
        self.titles = {name: draw.choice(choices) for name, choices in TITLES.items()}
        self.seat_title = draw.choice(SEAT_TITLES)

    def sheets(self, bodies: list[list[dict]]) -> list[Sheet]:
        if self.style.layout == "sheets":
            by_department = defaultdict(list)
            for body in bodies:
                by_department[body[0]["department"]].append(body)
            return [self._sheet(f"Dpt {code}", found, with_place=False) for code, found in sorted(by_department.items())]
        if self.style.layout == "wide":
            return [self._wide(bodies)]
        return [self._sheet("Suivi RU", bodies, with_place=True)]

    def _finess(self, number: str):
        kind = self.style.finess
        if kind == "mixed":
            kind = self.draw.choice(["text", "number", "spaces", "apostrophe", "nbsp"])
        if kind == "number" and number.isdigit():
            return int(number)
        return {
            "spaces": f"{number[:2]} {number[2:5]} {number[5:]}",
            "apostrophe": f"'{number}",
            "nbsp": f"{number[:2]}\u00a0{number[2:]}",
        }.get(kind, number)

    def _date(self, text: str):
        day = date.fromisoformat(text)
        kind = self.style.dates
        if kind == "mixed":
            kind = self.draw.choice(["cells", "iso", "french", "short", "words", "abbreviated", "dots"])
        first = "1er" if day.day == 1 else str(day.day)
        return {
            "cells": day,
            "iso": text,
            "french": f"{day:%d/%m/%Y}",
            "short": f"{day.day}/{day.month}/{day:%y}",
            "words": f"{first} {MONTHS[day.month - 1]} {day.year}",
            "abbreviated": f"{day.day} {SHORT[day.month - 1]} {day.year}",
            "dots": f"{day:%d.%m.%Y}",
        }[kind]

    def _holder(self, seat: dict) -> dict:
        holder = seat["holder"]
        if not holder:
            word = self.draw.choice(VACANT)
            return {"full": word, "last": word}
        person = self.people[holder["person"]]
        last = self.draw.choice([person["last"], person["last"].upper()])
        first = person["first"]
        labels = LABELS.get(holder["association"], [holder["association"]])
        label = self.draw.choice(labels).format(dep=seat["department"], town=seat["town"].title())
        civility = self.draw.choice({"M.": ["M.", "Monsieur", "M"], "Mme": ["Mme", "Madame"]}[person["civility"]])
        pair = f"{first} {last.upper()}" if self.style.names == "one_first" else f"{last.upper()} {first}"
        return {
            "civility": civility,
            "last": last,
            "first": first,
            "full": f"{civility} {pair}",
            "association": label,
            "start": self._date(holder["start"]),
            "end": self._date(holder["end"]),
            "order": holder["order"],
            "email": person["email"] if self.draw.random() < 0.6 else None,
        }

    def _quality(self, seat: dict) -> str:
        word = QUALITIES[seat["quality"]]
        return {
            "ranked": f"{word} {seat['rank']}",
            "letters": f"{word[0]}{seat['rank']}",
            "unranked": self.draw.choice([word, word.lower(), word[:3] + ".", word.upper()]),
            "rank_column": word,
        }[self.style.qualities]

    def _sheet(self, title: str, bodies: list[list[dict]], *, with_place: bool) -> Sheet:
        fields = ["finess", "facility", "town", *(["department"] if with_place else []), "quality"]
        fields += ["rank"] if self.style.qualities == "rank_column" else []
        fields += ["civility", "last", "first"] if self.style.names == "two" else ["full"]
        fields += ["association", "start", "end", "order", "email"]
        if self.style.extra:
            fields += ["extra1", "extra2"]
        if self.style.shuffled:
            self.draw.shuffle(fields)
        titles = {**self.titles, "rank": "Rang", "extra1": "Date de naissance", "extra2": "Commentaire interne"}
        rows, merges = self._top(len(fields)), []
        rows.append([titles[name] for name in fields])
        for index, body in enumerate(bodies):
            start = len(rows)
            for position, seat in enumerate(body):
                cells = {
                    "finess": self._finess(seat["finess_et"]),
                    "facility": seat["facility"],
                    "town": seat["town"],
                    "department": seat["department"],
                    **self._holder(seat),
                    "quality": self._quality(seat),
                    "rank": seat["rank"],
                    "extra1": date(1950, 1, 1),
                    "extra2": "à rappeler",
                }
                if position and (self.style.carried or self.style.layout == "sheets"):
                    cells.update(finess=None, facility=None, town=None, department=None)
                rows.append([cells.get(name) for name in fields])
            if self.style.carried and fields[0] in ("finess", "facility", "town"):
                merges.append(f"A{start + 1}:A{len(rows)}")
            if self.style.blanks and index % 3 == 1:
                rows.append([None] * len(fields))
            if self.style.subtotals and index % 4 == 3:
                rows.append([f"Sous-total {seat['department']}", 16, *[None] * (len(fields) - 2)])
        rows += [[None] * len(fields), ["Total sièges", sum(map(len, bodies)), *[None] * (len(fields) - 2)]]
        return Sheet(title, rows, merges)

    def _top(self, width: int) -> list[list]:
        lines = ["Suivi des représentants des usagers – mise à jour du 12/11/2025", "Agence régionale", "CDU – document de travail"]
        rows = [[line, *[None] * (width - 1)] for line in lines[: self.style.banners]]
        return [*rows, [None] * width] if rows else rows

    def _wide(self, bodies: list[list[dict]]) -> Sheet:
        identity = ["finess", "facility", "town", "department"]
        parts = ["civility", "last", "first"] if self.style.names == "two" else ["full"]
        parts += ["association", "start", "end", "order"]
        seats = [(seat["quality"], seat["rank"]) for seat in bodies[0]]
        upper, lower = [self.titles[name] for name in identity], [self.titles[name] for name in identity]
        merges = []
        for quality, rank in seats:
            word = QUALITIES[quality].lower()
            label = self.seat_title.format(q=word, n=rank, Q=word[0].upper())
            if self.style.titles_on == 2:
                merges.append((len(upper), len(upper) + len(parts) - 1))
                upper += [label, *[None] * (len(parts) - 1)]
                lower += [self.titles[part] for part in parts]
            elif self.style.names == "two":
                lower += [f"{self.titles[part]} {label}" for part in parts]
            else:
                lower += [label, *[self.titles[part] for part in parts[1:]]]
        rows = self._top(len(lower))
        top = len(rows) + 1
        if self.style.titles_on == 2:
            rows.append([*[None] * 4, *upper[4:]])
        rows.append(lower)
        for body in bodies:
            row = [self._finess(body[0]["finess_et"]), body[0]["facility"], body[0]["town"], body[0]["department"]]
            for seat in body:
                holder = self._holder(seat)
                row += [holder.get(part) for part in parts]
            rows.append(row)
        rows.append(["Total", len(bodies), *[None] * (len(lower) - 2)])
        letters = [openpyxl.utils.get_column_letter(index + 1) for index in range(len(lower))]
        return Sheet("CDU", rows, [f"{letters[first]}{top}:{letters[last]}{top}" for first, last in merges])


def as_xlsx(sheets: list[Sheet], *, notes: bool = False) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    if notes:
        workbook.create_sheet("Lisez-moi").append(["Ce classeur est mis à jour chaque mois."])
        hidden = workbook.create_sheet("listes")
        hidden.append(["Titulaire", "Suppléant"])
        hidden.sheet_state = "hidden"
    for sheet in sheets:
        page = workbook.create_sheet(sheet.title)
        for row in sheet.rows:
            page.append(row)
        for merge in sheet.merges:
            page.merge_cells(merge)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def as_ods(sheets: list[Sheet]) -> bytes:
    document = OpenDocumentSpreadsheet()
    for sheet in sheets:
        table = Table(name=sheet.title)
        for row in sheet.rows:
            line = TableRow()
            for cell in row:
                line.addElement(_ods_cell(cell))
            line.addElement(TableCell(numbercolumnsrepeated=1000))
            table.addElement(line)
        empty = TableRow(numberrowsrepeated=1_000_000)
        empty.addElement(TableCell(numbercolumnsrepeated=1024))
        table.addElement(empty)
        document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _ods_cell(cell) -> TableCell:
    if cell is None:
        return TableCell()
    if isinstance(cell, date):
        made = TableCell(valuetype="date", datevalue=cell.isoformat())
    elif isinstance(cell, int):
        made = TableCell(valuetype="float", value=str(cell))
    else:
        made = TableCell(valuetype="string")
    made.addElement(P(text=f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)))
    return made


def as_csv(sheet: Sheet, *, encoding: str = "cp1252", separator: str = ";") -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator, lineterminator="\r\n")
    for row in sheet.rows:
        writer.writerow([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row])
    return buffer.getvalue().encode(encoding, "replace")
