"""The database of the measures: made empty, filled by the workloads, dropped at the end."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from portevoix.base.core.postgres.server import DATABASE, SUPERUSER, EmbeddedServer

SETTINGS = "config.settings.production"


@contextmanager
def bench_database(place: Path) -> Iterator[None]:
    """Start Django on a new database, with the settings of a real server; drop the database on the way out.

    place: folder of the embedded server and of the static files. With `DATABASE_URL`, the database is made on that server.
    """
    place.mkdir(parents=True, exist_ok=True)
    embedded = None if os.environ.get("DATABASE_URL") else EmbeddedServer(place / "postgres")
    url = os.environ.get("DATABASE_URL") or f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(embedded.ensure()))}"
    name = f"bench_{secrets.token_hex(4)}"
    try:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        start_django(urlunsplit(urlsplit(url)._replace(path=f"/{name}")), place)
        yield
    finally:
        connections.close_all()
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if embedded:
            embedded.release()


def start_django(url: str, place: Path) -> None:
    """Set the environment, migrate, collect the static files. HTTP answers without HTTPS: there is no proxy here."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATABASE_URL": url,
        "PORTEVOIX_VAR": str(place),
        "PORTEVOIX_SECRET_KEY": secrets.token_urlsafe(64),
        "PORTEVOIX_HOSTS": "localhost,127.0.0.1,testserver",
        "PORTEVOIX_SSL_REDIRECT": "0",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def settle() -> None:
    """Do what autovacuum does on a living server: statistics, visibility of the pages."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
