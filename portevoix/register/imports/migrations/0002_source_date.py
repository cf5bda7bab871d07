from datetime import date

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="importrun",
            name="source_date",
            field=models.DateField(default=date(2026, 1, 1), help_text="le jour du dépôt", verbose_name="date des faits"),
            preserve_default=False,
        ),
    ]
