"""Loads the templates of orders; run again, it changes nothing."""

from django.core.management.base import BaseCommand, CommandError

from portevoix.base.audit.actors import Program
from portevoix.register.directory.models import BodyType
from portevoix.register.orders.actions.templates import load_order_templates

TABLES = {"templates": "Modèles d’arrêté", "courts": "Tribunaux compétents"}


class Command(BaseCommand):
    help = "Charge les modèles d’arrêté et les tribunaux compétents. À faire après load_reference."

    def handle(self, *args, **options):
        if not BodyType.objects.filter(code="CDU").exists():
            raise CommandError("Les données de référence manquent : lancez d’abord « manage.py load_reference ».")
        for table, counts in load_order_templates(by=Program("load_order_templates")).items():
            self.stdout.write(f"{TABLES[table]}\u00a0: {counts.created} créés, {counts.unchanged} inchangés")
