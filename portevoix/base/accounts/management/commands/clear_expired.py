"""`manage.py clear_expired`: sessions, devices and counters that have run out (every night, see docs/operations.md)."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portevoix.base.accounts.actions import clear_expired


class Command(BaseCommand):
    help = "Supprime les sessions, les appareils et les compteurs périmés."

    def handle(self, *args, **options):
        cleared = clear_expired(at=timezone.now())
        self.stdout.write(
            f"{cleared['sessions']} session(s), {cleared['devices']} appareil(s), {cleared['counters']} compteur(s) supprimés"
        )
