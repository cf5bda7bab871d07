"""Small workbooks written line by line."""

from portevoix.register.imports.reading.reader import read_workbook

HEAD = "FINESS;Etablissement;Commune;Qualité;Nom;Prénom;Association;Début;Fin;Arrêté"


def read(*lines: str, head: str = HEAD):
    return read_workbook("\n".join([head, *lines]).encode())


def line(
    quality="Titulaire 1", last="DUPONT", first="Jean", start="01/12/2025", end="30/11/2028", finess="680001294", association="UNAFAM"
):
    return f"{finess};CLINIQUE SOLISANA;GUEBWILLER;{quality};{last};{first};{association};{start};{end};2025-0001"


def codes(workbook) -> list[tuple]:
    return [(issue.code.value, issue.row, issue.column) for issue in workbook.issues]
