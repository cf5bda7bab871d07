"""Put the no-break spaces that French asks for into the templates."""

from django.conf import settings
from django.core.management.base import BaseCommand

from portevoix.base.ui.french_spaces import spaced, templates


class Command(BaseCommand):
    help = "Met les espaces insécables dans les gabarits\u00a0; --check dit seulement lesquels en manquent."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check, **options):
        for path in templates():
            text = path.read_text(encoding="utf-8")
            better = spaced(text)
            if better == text:
                continue
            if not check:
                path.write_text(better, encoding="utf-8")
            self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
