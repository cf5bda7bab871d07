"""`manage.py undo_import RUN_ID`: give the register back as it was before an import."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.register.imports import actions
from portevoix.register.imports.models import ImportRun
from portevoix.register.workflow.engine import StepRefused


class Command(BaseCommand):
    help = "Annule un import\u00a0: le registre redevient ce qu’il était, ou la commande dit ce qui l’empêche."

    def add_arguments(self, parser):
        parser.add_argument(
            "run_id", metavar="NUMÉRO", type=int, help="numéro de l’import, donné par import_seats et par la page des imports"
        )

    def handle(self, *, run_id, **options):
        """Undo one run in one transaction."""
        try:
            run = ImportRun.objects.select_related("region").get(pk=run_id)
            actions.undo(run=run, by=Program("undo_import"), at=timezone.now())
        except ImportRun.DoesNotExist as error:
            raise CommandError(f"Aucun import n’a le numéro {run_id}.") from error
        except StepRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Import {run_id} annulé.")
