"""Compares a file of establishments with the register; writes only with `--apply`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.register.directory.actions.establishments import import_establishments
from portevoix.register.directory.establishments.records import UnreadableFile
from portevoix.register.directory.establishments.report import Report

LISTS = {
    "created": "nouveaux",
    "closed": "fermés",
    "reopened": "rouverts",
    "renamed": "renommés",
    "moved": "changent d’entité juridique",
    "updated": "autres changements",
    "unchanged": "inchangés",
    "missing": "absents, laissés ouverts",
    "already_closed": "déjà fermés dans la source, non repris",
}
SHOWN = 10


class Command(BaseCommand):
    help = (
        "Compare un fichier d’établissements (SAE, fichier du produit, flux FINESS) avec le registre. N’écrit rien sans --apply. "
        "Un établissement absent n’est fermé que si le fichier est une liste complète de sa région."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="fichier CSV de la SAE ou du produit, flux XML de FINESS, compressé (gz) ou non")
        parser.add_argument("--region", default="", help="code de la région à laquelle se limiter, par exemple 44")
        parser.add_argument("--apply", action="store_true", help="écrire les changements")
        parser.add_argument("--report", type=Path, help="fichier JSON où écrire le compte rendu")

    def handle(self, *args, file, region="", apply=False, report=None, **options):
        try:
            result = import_establishments(
                path=file, by=Program("import_establishments"), today=timezone.localdate(), region=region.strip(), apply=apply
            )
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        if report:
            self._save(result, report)
        self._print(result)

    def _save(self, result: Report, path: Path) -> None:
        try:
            path.write_text(json.dumps(result.as_json(), ensure_ascii=False, indent=2), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Le compte rendu ne peut pas être écrit dans {path}.") from error

    def _print(self, result: Report) -> None:
        self.stdout.write(f"{result.rows} lignes lues, source\u00a0: {result.source} ({result.source_date}).")
        for name, label in LISTS.items():
            numbers = getattr(result, name)
            shown = (
                "" if name == "unchanged" or not numbers else f"\u00a0: {', '.join(numbers[:SHOWN])}{'…' if len(numbers) > SHOWN else ''}"
            )
            self.stdout.write(f"  {len(numbers)} {label}{shown}")
        for note in result.notes:
            self.stdout.write(note)
        for problem in (*result.errors[:SHOWN], *result.warnings[:SHOWN]):
            self.stdout.write(
                f"Ligne {problem.row}, colonne {problem.column or '?'}, «\u00a0{problem.value}\u00a0»\u00a0: {problem.message}"
            )
        self.stdout.write(f"{len(result.errors)} lignes refusées, {len(result.warnings)} cases laissées de côté.")
        self.stdout.write("Les changements sont enregistrés." if result.applied else "Rien n’est écrit. Ajoutez --apply pour enregistrer.")
