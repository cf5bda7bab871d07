from django.db import migrations

NAMES = ("directory_body", "directory_facility", "directory_person")
MORE = ("directory_federation",)
TRIGGER = (
    "CREATE OR REPLACE TRIGGER pv_register_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION pv_note_register_change({part})"
)

# A part of the register each: the names change less often than the mandates, and the words of the search depend on them only.
PARTS = """
ALTER TABLE mandates_registerchange ADD COLUMN part text NOT NULL DEFAULT 'register';
ALTER TABLE mandates_registerchange DROP CONSTRAINT mandates_registerchange_pkey, ADD PRIMARY KEY (xid, part);
CREATE OR REPLACE FUNCTION pv_note_register_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mandates_registerchange (xid, part) VALUES (pg_current_xact_id(), coalesce(TG_ARGV[0], 'register'))
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
DROP FUNCTION pv_bodies_alike(text);
DROP FUNCTION pv_facilities_alike(text);
DROP FUNCTION pv_people_alike(text);
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0005_dated_acts")]
    operations = [
        migrations.RunSQL(PARTS, elidable=False),
        *[migrations.RunSQL(TRIGGER.format(table=table, part="'names'")) for table in NAMES],
        *[migrations.RunSQL(TRIGGER.format(table=table, part="")) for table in MORE],
    ]
