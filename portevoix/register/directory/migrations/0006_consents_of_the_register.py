"""Write as first answers the consents that the records already hold: the history of each begins there."""

from django.db import migrations

FIRST_ANSWERS = """
INSERT INTO directory_consent (person_id, purpose, granted, channel, given_at)
SELECT p.id, answer.purpose, true, 'register', (p.consent_recorded_on + time '12:00') AT TIME ZONE 'Europe/Paris'
FROM directory_person p
CROSS JOIN LATERAL (VALUES ('name', p.name_published), ('association', p.association_published)) AS answer(purpose, granted)
WHERE answer.granted AND p.consent_recorded_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_consents")]

    operations = [migrations.RunSQL(FIRST_ANSWERS, migrations.RunSQL.noop)]
