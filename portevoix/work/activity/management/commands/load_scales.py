"""Loads the scales of expenses; run again, it changes nothing."""

from django.core.management.base import BaseCommand, CommandError

from portevoix.base.audit.actors import Program
from portevoix.register.directory.models import BodyType
from portevoix.work.activity.actions.reference import load_scales

TABLES = {"rates": "Barèmes de frais", "payers": "Règles de paiement des frais"}


class Command(BaseCommand):
    help = "Charge les barèmes de frais et qui les paie. À faire après load_reference."

    def handle(self, *args, **options):
        if not BodyType.objects.filter(code="CDU").exists():
            raise CommandError("Les données de référence manquent : lancez d’abord « manage.py load_reference ».")
        for table, counts in load_scales(by=Program("load_scales")).items():
            self.stdout.write(f"{TABLES[table]}\u00a0: {counts.created} ajoutés, {counts.unchanged} inchangés")
