"""Loads the demonstration of Grand Est; run again, it changes nothing."""

from datetime import date
from importlib import resources

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.front.workspace.seeds.load import REGION, Loaded, is_loaded, load
from portevoix.front.workspace.seeds.reset import wipe
from portevoix.register.directory.actions.establishments import import_establishments
from portevoix.register.directory.actions.reference import load_reference
from portevoix.register.mandates.models import Mandate
from portevoix.register.orders.actions import load_order_templates
from portevoix.work.activity.actions.reference import load_scales
from portevoix.work.outreach.actions.loading import load_outreach
from portevoix.work.training.actions.catalogue import load_catalogue

ESTABLISHMENTS = resources.files("portevoix.register.directory") / "data" / "etablissements_grand_est_2023.csv"


class Command(BaseCommand):
    help = "Charge la démonstration du Grand Est : établissements réels, personnes et sections d’associations fictives."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, help="jour de la démonstration, AAAA-MM-JJ (aujourd’hui sinon)")
        parser.add_argument("--reset", action="store_true", help="efface d’abord tout le registre")

    def handle(self, *args, today=None, reset=False, verbosity=1, **options):
        if not settings.DEMO:
            raise CommandError("La démonstration se charge avec les réglages de démonstration seulement (config.settings.demo).")
        if not reset and is_loaded():
            self.stdout.write("Données de démonstration : déjà là, rien n’a changé. Ajoutez --reset pour les reconstruire.")
            return
        if not reset and Mandate.objects.exists():
            raise CommandError("La base contient déjà des mandats : la démonstration ne se mélange pas à un vrai registre.")
        program, day = Program("load_demo"), today or timezone.localdate()
        with transaction.atomic():
            if reset:
                wipe()
            load_reference(by=program)
            load_order_templates(by=program)
            load_outreach(by=program, today=day)
            load_catalogue(by=program)
            load_scales(by=program)
            with resources.as_file(ESTABLISHMENTS) as path:
                import_establishments(path=path, by=program, today=day, region=REGION, apply=True)
            loaded = load(today=day, by=program)
        if verbosity:
            self.stdout.write(self.told(loaded))

    def told(self, loaded: Loaded) -> str:
        return (
            f"Données de démonstration : {loaded.facilities} établissements réels, {loaded.bodies} instances, {loaded.seats} sièges, "
            f"{loaded.people} personnes fictives, {loaded.mandates} mandats."
        )
