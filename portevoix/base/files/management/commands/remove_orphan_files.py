"""`manage.py remove_orphan_files`: files that no row knows, left by a transaction that failed."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from portevoix.base.files.models import upload_storage
from portevoix.base.files.selectors import orphans


class Command(BaseCommand):
    help = "Liste les fichiers qu’aucune ligne ne connaît depuis plus d’un jour ; les supprime avec --apply."

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="supprimer vraiment")

    def handle(self, *args, apply, **options):
        count = 0
        for name in orphans(before=timezone.now() - timedelta(days=1)):
            count += 1
            self.stdout.write(name)
            if apply:
                upload_storage().delete(name)
        self.stdout.write(f"{count} fichier(s) {'supprimé(s)' if apply else 'à supprimer (rien n’a été fait : ajoutez --apply)'}")
