"""Empties the register: for the demonstration only."""

from django.apps import apps
from django.db import connection

from portevoix.base.files.actions import remove
from portevoix.base.files.models import StoredFile

OURS = "portevoix."


def wipe() -> None:
    """Empty every table of ours and the sessions, numbers restarted; the rows of libraries that point to ours, and the uploads, go too."""
    for stored in StoredFile.objects.all():
        remove(stored=stored)
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for config in apps.get_app_configs()
        if config.name.startswith(OURS) or config.label == "sessions"
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # checks that wait for the end of the transaction would forbid the rest
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
