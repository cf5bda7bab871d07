from django.db import migrations

# Public pages that tell of calls are remembered until one of these tables is written (mandates, selectors/revision.py).
WATCHED = ("candidacies_call", "candidacies_callseat")
TRIGGER = (
    "CREATE OR REPLACE TRIGGER pv_register_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION pv_note_register_change()"
)


class Migration(migrations.Migration):
    dependencies = [("candidacies", "0002_initial"), ("mandates", "0006_words")]
    operations = [
        migrations.RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER IF EXISTS pv_register_change ON {table}") for table in WATCHED
    ]
