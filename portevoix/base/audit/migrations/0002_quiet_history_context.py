from django.db import migrations

# pghistory's own function reads its two settings inside an exception block and catches the error when they are not set. Each such
# error makes PostgreSQL look through all the deferred checks of the transaction: an import of some thousands of rows took minutes.
# The same function, asking for the settings without an error.
QUIET = """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  known_id text := current_setting('pghistory.context_id', true);
  known_metadata text := current_setting('pghistory.context_metadata', true);
BEGIN
  IF coalesce(known_id, '') = '' OR coalesce(known_metadata, '') = '' THEN
    RETURN NULL;
  END IF;
  INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
  VALUES (known_id::uuid, known_metadata::jsonb, now(), now())
  ON CONFLICT (id) DO UPDATE SET metadata = EXCLUDED.metadata, updated_at = EXCLUDED.updated_at
  WHERE pghistory_context.metadata != EXCLUDED.metadata;
  RETURN known_id::uuid;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]
    operations = [migrations.RunSQL(QUIET, migrations.RunSQL.noop)]
