"""Loads the texts of « Devenir représentant »; run again, it changes nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.register.directory.models import BodyType
from portevoix.work.outreach.actions.loading import load_outreach

TABLES = {"items": "Textes", "resources": "Ressources", "themes": "Sujets d’associations"}


class Command(BaseCommand):
    help = "Charge les textes de « Devenir représentant », les ressources et les sujets des associations. À faire après load_reference."

    def handle(self, *args, **options):
        if not BodyType.objects.filter(code="CDU").exists():
            raise CommandError("Les données de référence manquent : lancez d’abord « manage.py load_reference ».")
        for table, counts in load_outreach(by=Program("load_outreach"), today=timezone.localdate()).items():
            self.stdout.write(f"{TABLES[table]}\u00a0: {counts.created} créés, {counts.unchanged} inchangés")
