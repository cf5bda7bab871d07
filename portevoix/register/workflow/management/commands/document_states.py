"""`manage.py document_states`: write `docs/states/`, one page per procedure."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portevoix.register.workflow.diagrams import write_documents


class Command(BaseCommand):
    help = "Écrit dans docs/states/ une page par circuit : états, étapes et schéma."

    def handle(self, *args, **options):
        """Write the pages and name those that changed."""
        changed = write_documents(Path(settings.BASE_DIR) / "docs" / "states")
        for path in changed:
            self.stdout.write(f"{path.name} : mis à jour.")
        if not changed:
            self.stdout.write("Les pages de docs/states/ sont à jour.")
