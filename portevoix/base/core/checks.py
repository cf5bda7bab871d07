"""System checks of the core."""

from django.core.checks import Error
from django.db import DatabaseError, connections

OLDEST_VERSION = 15


def database_is_recent_enough(app_configs, databases=(), **kwargs) -> list[Error]:
    """Name a PostgreSQL server older than 15, or one that does not answer."""
    errors = []
    for alias in databases or ():
        try:
            connections[alias].ensure_connection()
        except DatabaseError as error:
            errors.append(Error(f"La base de données ne répond pas : {error}", hint="vérifiez DATABASE_URL", id="portevoix.E010"))
            continue
        version = connections[alias].pg_version // 10_000
        if version < OLDEST_VERSION:
            message = f"PostgreSQL {version} est trop ancien : il faut la version {OLDEST_VERSION} ou plus récente."
            errors.append(Error(message, hint="changez de serveur, ou retirez DATABASE_URL", id="portevoix.E011"))
    return errors
