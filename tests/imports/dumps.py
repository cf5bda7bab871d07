"""Whole tables as text, to compare the register before and after."""

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


def dump() -> dict[str, list[tuple]]:
    """Return every row of every table of the register, in order."""
    with connection.cursor() as cursor:
        tables = {}
        for table in register_tables():
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            tables[table] = cursor.fetchall()
        return tables
