"""`make reset`: erases the demonstration; `make run` builds it again."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from portevoix.base.core.demo.presence import Presence
from portevoix.base.core.postgres.server import server_at


class Command(BaseCommand):
    help = "Efface les données de la démonstration ; « make run » les reconstruit."
    requires_system_checks = ()

    def handle(self, *args, **options):
        place = connection.settings_dict.get("PLACE")
        if not place or not settings.DEMO:
            raise CommandError("Seule la démonstration s’efface ainsi : DATABASE_URL désigne un autre serveur, rien n’a été touché.")
        presence = Presence(Path(settings.VAR_DIR))
        if not presence.take():
            raise CommandError("La démonstration fonctionne : arrêtez-la avec Ctrl-C dans son terminal, puis recommencez.")
        try:
            connections.close_all()
            server_at(Path(place)).destroy()
        finally:
            presence.leave()
        self.stdout.write("La démonstration est effacée : « make run » la reconstruit.")
