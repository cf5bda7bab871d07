"""Loads the reference data; run again, it changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portevoix.base.audit.actors import Program
from portevoix.register.directory.actions.reference import load_reference

TABLES = {
    "territories": "Territoires",
    "communes": "Communes",
    "facility_categories": "Catégories d’établissement",
    "federations": "Fédérations",
    "associations": "Associations",
    "association_aliases": "Autres noms d’association",
    "body_types": "Types d’instance",
    "body_type_aliases": "Autres noms de types d’instance",
    "body_type_rules": "Règles de types d’instance",
    "practices": "Pratiques régionales",
    "cycles": "Mandatures",
    "parameters": "Réglages datés",
}


class Command(BaseCommand):
    help = "Charge les données de référence : territoires, communes, catégories, fédérations, associations, types d’instance, réglages."

    def add_arguments(self, parser):
        parser.add_argument("--communes", type=Path, help="fichier des communes d’une autre région (mêmes colonnes que communes_44.csv)")

    def handle(self, *args, communes=None, **options):
        if communes and not communes.is_file():
            raise CommandError(f"Le fichier des communes est introuvable\u00a0: {communes}.")
        for table, counts in load_reference(by=Program("load_reference"), communes=communes).items():
            self.stdout.write(f"{TABLES[table]}\u00a0: {counts.created} créés, {counts.updated} modifiés, {counts.unchanged} inchangés")
