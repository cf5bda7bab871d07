"""Write the developer's list of components."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portevoix.base.ui.documentation import page

TARGET = Path("docs") / "components.md"


class Command(BaseCommand):
    help = "Écrit docs/components.md d’après les composants."
    requires_system_checks = []

    def handle(self, *args, **options):
        (settings.BASE_DIR / TARGET).write_text(page(), encoding="utf-8")
        self.stdout.write(f"{TARGET} est à jour.")
