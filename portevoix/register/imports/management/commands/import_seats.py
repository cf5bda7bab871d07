"""`manage.py import_seats FILE`: compare an agency's workbook with the register, and write it with `--apply`."""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import BodyType, Territory
from portevoix.register.imports import actions
from portevoix.register.imports.checking import check_workbook, read
from portevoix.register.imports.reading.errors import MappingError, UnreadableFile
from portevoix.register.imports.reading.mapping import Mapping
from portevoix.register.imports.report import failure_report, report_of, summary
from portevoix.register.imports.snapshot import NoRule
from portevoix.register.workflow.engine import StepRefused

ME = Program("import_seats")


class Command(BaseCommand):
    help = "Importe les sièges et les mandats d’un classeur (XLSX, ODS ou CSV). Sans --apply, rien n’est écrit."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", type=Path)
        parser.add_argument("--region", default=settings.REGION_CODE, help="code officiel de la région (par défaut\u00a0: %(default)s)")
        parser.add_argument("--body-type", default="CDU", help="code du type d’instance (par défaut\u00a0: %(default)s)")
        parser.add_argument("--mapping", type=Path, help="fichier JSON qui dit ce que contient chaque colonne")
        parser.add_argument("--report", type=Path, help="où écrire le rapport (JSON)")
        parser.add_argument("--apply", action="store_true", help="écrire dans le registre")

    def handle(self, *, file, region, body_type, mapping, report, apply, **options):
        """Check, apply when asked, write the report, print the summary."""
        if report is not None and not report.parent.is_dir():
            raise CommandError(f"Le dossier du rapport, « {report.parent} », n’existe pas. Rien n’a été écrit.")
        region = _one(Territory.objects.filter(kind=TerritoryKind.REGION), code=region, what="région")
        body_type = _one(BodyType.objects.all(), code=body_type, what="type d’instance")
        try:
            columns = _read_mapping(mapping)
            data = _read_bytes(file)
            workbook = read(data, columns)  # raises for an unreadable file: nothing is kept of it
            work = self._apply if apply else self._check
            result = work(workbook=workbook, data=data, name=file.name, region=region, body_type=body_type, columns=columns)
        except UnreadableFile as error:
            _write(report, failure_report(error.message, suggestion=error.suggestion, value=file.name))
            raise CommandError(f"{error.message} {error.suggestion}".strip()) from error
        except (NoRule, MappingError, StepRefused) as error:
            raise CommandError(str(error)) from error
        _write(report, result)
        self.stdout.write("\n".join(summary(result, applied=apply)))
        self.stdout.write(
            f"Import {result['run_id']} appliqué. Pour l’annuler\u00a0: manage.py undo_import {result['run_id']}"
            if apply
            else "Rien n’a été écrit. Ajoutez --apply pour appliquer."
        )

    def _check(self, *, workbook, data, name, region, body_type, columns) -> dict:
        today = timezone.localdate()
        return report_of(check_workbook(workbook, name=name, region=region, body_type=body_type, today=today, source_date=today))

    def _apply(self, *, workbook, data, name, region, body_type, columns) -> dict:
        now = timezone.now()
        today = timezone.localdate(now)
        mapping = workbook.mapping if columns else None
        try:
            upload = ContentFile(data, name=name)
            run = actions.upload(upload=upload, region=region, body_type=body_type, by=ME, today=today, mapping=mapping)
        except ValidationError as error:
            raise UnreadableFile(" ".join(error.messages)) from error
        actions.check(run=run, by=ME, today=today, at=now, workbook=workbook)
        run = actions.apply(run=run, by=ME, today=today, at=timezone.now(), workbook=workbook)
        return run.report | {"run_id": run.pk}


def _one(rows, *, code, what):
    row = rows.filter(code=code).first()
    if row is None:
        known = ", ".join(rows.order_by("code").values_list("code", flat=True))
        raise CommandError(f"Aucun code «\u00a0{code}\u00a0» ({what}) dans le registre. Codes connus\u00a0: {known or 'aucun'}.")
    return row


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"Le fichier «\u00a0{path.name}\u00a0» ne peut pas être lu.", "Vérifiez son emplacement et vos droits."
        ) from error


def _read_mapping(path: Path | None) -> Mapping | None:
    if path is None:
        return None
    try:
        return Mapping.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Le fichier de colonnes «\u00a0{path.name}\u00a0» n’est pas lisible.") from error


def _write(path: Path | None, report: dict) -> None:
    if path is not None:
        try:
            path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Le rapport ne peut pas être écrit dans « {path} ». Choisissez un autre dossier.") from error
