"""`manage.py read_delivery_reports FOLDER`: learns from the returned e-mails which messages were delivered and which were not."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portevoix.base.notifications.actions import note_report
from portevoix.base.notifications.reports import read_report


class Command(BaseCommand):
    help = (
        "Lit les avis de remise et de non-remise (un courriel par fichier, ou une boîte Maildir) et les note sur les messages. "
        "Avec --apply, note et supprime les fichiers compris ; sans, compte seulement."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="dossier des courriels reçus à l’adresse de retour")
        parser.add_argument("--apply", action="store_true", help="noter vraiment")

    def handle(self, *args, folder, apply, **options):
        if not folder.is_dir():
            raise CommandError(f"{folder} n’est pas un dossier.")
        understood = noted = 0
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            report = read_report(path.read_bytes())
            if report is None:
                continue
            understood += 1
            if apply:
                noted += note_report(report)
                path.unlink()
        dry = "" if apply else " (rien n’a été fait\u00a0: ajoutez --apply)"
        self.stdout.write(f"avis compris\u00a0: {understood}, notés\u00a0: {noted}{dry}")
