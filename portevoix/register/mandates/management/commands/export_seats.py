"""`manage.py export_seats --output FILE`: every open seat of a day, with who sits, as CSV, XLSX or ODS."""

import os
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.core.table_files import TableFormat
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Territory
from portevoix.register.directory.scope import EVERYTHING
from portevoix.register.mandates.exports import seats_file
from portevoix.register.mandates.selectors.criteria import SeatCriteria


class Command(BaseCommand):
    help = "Écrit dans un fichier les sièges ouverts à une date, avec leurs titulaires."
    requires_system_checks = ()  # they would load every page of the site: a third of the memory that a nation takes

    def add_arguments(self, parser):
        parser.add_argument("--au", metavar="AAAA-MM-JJ", help="la date (par défaut : aujourd’hui)")
        parser.add_argument("--region", default="", help="code officiel de la région (par défaut : toutes)")
        parser.add_argument(
            "--format", choices=[form.value for form in TableFormat], help="par défaut : celui du nom du fichier, sinon csv"
        )
        parser.add_argument("--output", metavar="FICHIER", type=Path, required=True)

    def handle(self, *, au, region, format, output, **options):
        """Write beside the file first: an export that stops half-way leaves the former file as it was."""
        at = _day(au)
        if region and not Territory.objects.filter(kind=TerritoryKind.REGION, code=region).exists():
            raise CommandError(f"La région {region} n’est pas dans le registre. Donnez son code officiel, par exemple 44.")
        form = TableFormat(format or _format_of(output))
        partial = output.with_name(f".{output.name}.partiel")
        try:
            with partial.open("wb") as file:
                for piece in seats_file(form, EVERYTHING, at=at, criteria=SeatCriteria(region=region), names=EVERYTHING):
                    file.write(piece)
            os.replace(partial, output)
        except OSError as error:
            raise CommandError(f"Impossible d’écrire {output} : {error.strerror}. Choisissez un autre dossier.") from error
        finally:
            partial.unlink(missing_ok=True)
        self.stdout.write(f"Sièges au {at.isoformat()} écrits dans {output}.")


def _day(text: str | None) -> date:
    if text is None:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"« {text} » n’est pas une date. Écrivez-la ainsi : 2026-12-01.") from None


def _format_of(output: Path) -> str:
    suffix = output.suffix.lstrip(".").lower()
    return suffix if suffix in set(TableFormat) else TableFormat.CSV
