"""Compares a list of accreditations with the register; writes only with `--apply`."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.register.directory.actions.accreditation_import import import_accreditations
from portevoix.register.directory.establishments.records import UnreadableFile

LABELS = {"created": "nouveaux", "updated": "modifiés", "unchanged": "inchangés"}


class Command(BaseCommand):
    help = (
        "Compare une liste d’agréments (CSV\u00a0: association, niveau, région, numéro, début, fin) avec le registre. "
        "N’écrit rien sans --apply."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="fichier CSV, une ligne par agrément")
        parser.add_argument("--source", default="", help="ce qui est écrit à côté de chaque agrément, par exemple le nom de la liste")
        parser.add_argument("--apply", action="store_true", help="écrire les changements")
        parser.add_argument("--report", type=Path, help="fichier JSON où écrire le compte rendu")

    def handle(self, *args, file, source="", apply=False, report=None, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Le fichier est introuvable ou ne peut pas être ouvert\u00a0: {file.name}.") from error
        try:
            result = import_accreditations(
                content=content,
                source=source or file.name,
                by=Program("import_accreditations"),
                today=timezone.localdate(),
                apply=apply,
            )
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        if report:
            report.write_text(json.dumps(result.as_json(), ensure_ascii=False, indent=2), encoding="utf-8")
        for name, label in LABELS.items():
            self.stdout.write(f"{len(getattr(result, name))} {label}")
        for problem in result.errors:
            self.stdout.write(f"Ligne {problem.row}, colonne {problem.column}, «\u00a0{problem.value}\u00a0»\u00a0: {problem.message}")
        self.stdout.write("Les changements sont enregistrés." if apply else "Rien n’est écrit. Ajoutez --apply pour enregistrer.")
