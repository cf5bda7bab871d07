"""Loads the catalogue of the courses; run again, it changes nothing."""

from django.core.management.base import BaseCommand, CommandError

from portevoix.base.audit.actors import Program
from portevoix.register.directory.models import BodyType
from portevoix.work.training.actions.catalogue import load_catalogue

TABLES = {"families": "Familles de formations", "courses": "Formations"}


class Command(BaseCommand):
    help = "Charge le catalogue des formations. À faire après load_reference."

    def handle(self, *args, **options):
        if not BodyType.objects.filter(code="CDU").exists():
            raise CommandError("Les données de référence manquent : lancez d’abord « manage.py load_reference ».")
        for table, counts in load_catalogue(by=Program("load_catalogue")).items():
            self.stdout.write(f"{TABLES[table]}\u00a0: {counts.created} créées, {counts.unchanged} inchangées")
