"""`manage.py send_messages`: sends what waits, now, in this process; for an installation whose worker is stopped."""

from django.core.management.base import BaseCommand

from portevoix.base.notifications import selectors, sending
from portevoix.base.notifications.tasks import A_RUN


class Command(BaseCommand):
    help = "Envoie tout de suite les messages en attente, sans l’exécutant. Peut être lancée pendant qu’il travaille."

    def handle(self, *args, **options):
        sending.take_back()
        total = sending.Tally()
        while True:
            done = sending.send_waiting(most=A_RUN)
            total.sent, total.failed, total.put_off = total.sent + done.sent, total.failed + done.failed, total.put_off + done.put_off
            if done.sent + done.failed + done.put_off < A_RUN:
                break
        left = selectors.waiting_count()
        self.stdout.write(f"envoyés\u00a0: {total.sent}, échecs\u00a0: {total.failed}, à réessayer plus tard\u00a0: {left}")
