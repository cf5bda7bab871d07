"""`manage.py open_accounts`: the accounts of those who sit and have none; dry unless `--apply`."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.register.directory.enums import TerritoryKind
from portevoix.register.directory.models import Territory
from portevoix.register.mandates.actions.own_accounts import open_accounts
from portevoix.register.mandates.selectors.own_accounts import waiting_for_account


class Command(BaseCommand):
    help = "Ouvre le compte de chaque personne qui siège et n’en a pas, et lui écrit comment entrer. Sans --apply, rien n’est écrit."

    def add_arguments(self, parser):
        parser.add_argument(
            "--region", nargs="+", default=[], metavar="CODE", help="codes officiels des régions (par défaut\u00a0: toutes)"
        )
        parser.add_argument("--apply", action="store_true", help="ouvrir vraiment, et écrire à chaque personne")

    def handle(self, *args, region, apply, **options):
        known = set(Territory.objects.filter(kind=TerritoryKind.REGION, code__in=region).values_list("code", flat=True))
        if unknown := sorted(set(region) - known):
            raise CommandError(f"Aucune région n’a ce code\u00a0: {', '.join(unknown)}.")
        today = timezone.localdate()
        rows = waiting_for_account(today=today, regions=region)
        for row in rows:
            if row.refusal:
                self.stdout.write(f"refusé\u00a0: fiche {row.person.pk}, {row.person.sorted_name}\u00a0: {row.refusal.label}")
        refused = sum(row.refusal is not None for row in rows)
        if not apply:
            self.stdout.write(f"Comptes à ouvrir\u00a0: {len(rows) - refused}. Refusés\u00a0: {refused}.")
            self.stdout.write("Rien n’a été écrit\u00a0: ajoutez --apply.")
            return
        opened = open_accounts(by=Program("open_accounts"), today=today, regions=region)
        self.stdout.write(f"Comptes ouverts\u00a0: {opened.done}. Refusés\u00a0: {refused}.")
        if opened.failed:
            cards = ", ".join(str(person.pk) for person in opened.failed)
            raise CommandError(f"Une erreur a empêché d’ouvrir le compte des fiches {cards}. Le journal du serveur dit laquelle.")
