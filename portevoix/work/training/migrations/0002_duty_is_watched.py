from django.db import migrations

# Who is bound to the basic training is remembered until one of these tables is written (mandates, selectors/revision.py).
WATCHED = ("training_course", "training_session", "training_halfday", "training_enrolment", "training_equivalence")
TRIGGER = (
    "CREATE OR REPLACE TRIGGER pv_register_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION pv_note_register_change()"
)


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("mandates", "0007_first_mandates")]
    operations = [
        migrations.RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER IF EXISTS pv_register_change ON {table}") for table in WATCHED
    ]
