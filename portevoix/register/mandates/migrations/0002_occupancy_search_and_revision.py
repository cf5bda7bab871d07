from django.contrib.postgres.fields.ranges import RangeStartsWith
from django.db import migrations, models

# Tables on which the answers of the selectors depend (selectors/revision.py).
WATCHED = (
    "mandates_mandate",
    "directory_seat",
    "directory_body",
    "directory_bodytype",
    "directory_bodytyperule",
    "directory_facility",
    "directory_facilitymembership",
    "directory_territory",
    "directory_association",
    "directory_accreditation",
    "directory_person",
)

REGISTER_CHANGE = """
CREATE TABLE mandates_registerchange (xid xid8 PRIMARY KEY);
COMMENT ON TABLE mandates_registerchange IS 'one row per transaction that wrote in the register: see selectors/revision.py';
CREATE FUNCTION pv_note_register_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mandates_registerchange (xid) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
"""

# Words written with a mistake: what resembles them, and how much.
ALIKE = """
CREATE FUNCTION pv_{name}_alike(word text) RETURNS TABLE (id bigint, likeness real)
LANGUAGE sql STABLE PARALLEL SAFE SET pg_trgm.word_similarity_threshold = 0.4 AS
$$ SELECT id, word_similarity(word, sort_key) FROM {table} WHERE word <% sort_key $$;
"""
SEARCHED = {"bodies": "directory_body", "facilities": "directory_facility", "people": "directory_person"}


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0001_initial"),
        ("directory", "0002_names_changes_and_parameters"),
    ]
    operations = [
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(
                models.F("seat"),
                models.OrderBy(RangeStartsWith("period"), descending=True),
                name="mandate_latest_of_seat",
                include=["period", "term_end", "end_reason", "departure_on", "person", "association", "id"],
            ),
        ),
        migrations.RunSQL(REGISTER_CHANGE, "DROP FUNCTION pv_note_register_change() CASCADE; DROP TABLE mandates_registerchange;"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER pv_register_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION pv_note_register_change()",
                f"DROP TRIGGER IF EXISTS pv_register_change ON {table}",
            )
            for table in WATCHED
        ],
        *[
            migrations.RunSQL(ALIKE.format(name=name, table=table), f"DROP FUNCTION pv_{name}_alike(text)")
            for name, table in SEARCHED.items()
        ],
    ]
