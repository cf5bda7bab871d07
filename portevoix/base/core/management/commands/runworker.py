"""The process that does the jobs of the queue; start as many as wanted, on any host."""

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from portevoix.base.core import jobs

GRACE_SECONDS = 4  # a job still running then goes back to the queue


class Command(BaseCommand):
    help = "Exécute les tâches de fond, jusqu’à Ctrl-C. Plusieurs exécutants peuvent travailler ensemble."

    def handle(self, *args, **options):
        for name in jobs.AT_START:
            jobs.defer(name, only_once=name)
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(delete_jobs="successful", shutdown_graceful_timeout=GRACE_SECONDS)
