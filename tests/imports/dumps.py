"""What every table of the register holds, to compare it before and after."""

from django.apps import apps
from django.db import connection

FLOORS = ("directory", "mandates")


def register_tables() -> list[str]:
    """Return the tables of the register proper: neither history nor journal, which only grow, nor the imports themselves."""
    return sorted(
        model._meta.db_table
        for label in FLOORS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model.__name__.endswith("Event")
    )


def dump() -> dict[str, tuple[int, str]]:
    """Return, for every table of the register, the number of its rows and a digest of all their values."""
    with connection.cursor() as cursor:
        tables = {}
        for table in register_tables():
            cursor.execute(
                f"SELECT count(*), md5(coalesce(string_agg(row, E'\\n' ORDER BY row), '')) FROM (SELECT t::text AS row FROM {table} t)"
            )
            tables[table] = cursor.fetchone()
        return tables
