"""Empties the register: for the demonstration only."""

from django.apps import apps
from django.db import connection, transaction

from portevoix.base.files.models import StoredFile

OURS = "portevoix."


def wipe() -> None:
    """Empty every table of ours and the sessions, numbers restarted; the rows of libraries that point to ours, and the uploads, go too."""
    kept = [(stored.content.storage, stored.content.name) for stored in StoredFile.objects.all()]
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
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in kept])  # documents forbid to remove their file row by row
