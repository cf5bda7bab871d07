"""`manage.py document_permissions`: write `docs/permissions.md`."""

from django.conf import settings
from django.core.management.base import BaseCommand

from portevoix.register.access.documentation import permissions_page


class Command(BaseCommand):
    help = "Écrit docs/permissions.md d’après le code."

    def handle(self, *args, **options):
        (settings.BASE_DIR / "docs" / "permissions.md").write_text(permissions_page(), encoding="utf-8")
        self.stdout.write("docs/permissions.md est à jour.")
