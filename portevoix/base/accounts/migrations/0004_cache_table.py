"""The table of the cache that all processes share: what `createcachetable` would make."""

from django.db import migrations

CREATE = """
CREATE TABLE cache_rows (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX cache_rows_expires ON cache_rows (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_rate_counter")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache_rows")]
