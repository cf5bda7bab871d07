"""`manage.py purge`: erases what is older than its delay (every night, see docs/operations.md); dry by default."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.front.workspace.retention import purge
from portevoix.register.access.rehearsal import rehearse


class Command(BaseCommand):
    help = "Compte ce dont le délai de conservation est passé ; l’efface avec --apply."

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="effacer vraiment")
        parser.add_argument("--dry-run", action="store_true", help="compter seulement, même avec --apply")

    def handle(self, *args, apply, dry_run, **options):
        now, program = timezone.localtime(), Program("purge")
        done = apply and not dry_run
        erased = purge(now=now, by=program) if done else rehearse(lambda: purge(now=now, by=program))
        for line in erased:
            delay = "aucun délai en vigueur, rien n’est effacé" if line.days is None else f"plus de {line.days} jours"
            self.stdout.write(f"{line.what} ({delay})\u00a0: {line.count}")
        self.stdout.write("Effacé." if done else "Rien n’a été effacé\u00a0: ajoutez --apply.")
