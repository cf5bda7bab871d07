import django.db.models.functions.text
from django.db import migrations, models

# The dated settings are looked at by remembered answers too (selectors/revision.py).
TRIGGER = (
    "CREATE OR REPLACE TRIGGER pv_register_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON directory_parameter "
    "FOR EACH STATEMENT EXECUTE FUNCTION pv_note_register_change()"
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_home_of_people"), ("mandates", "0006_words")]
    operations = [
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(
                models.F("person"),
                django.db.models.functions.text.Lower("period"),
                include=("end_reason",),
                name="mandate_first_of_person",
            ),
        ),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER IF EXISTS pv_register_change ON directory_parameter"),
    ]
