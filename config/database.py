"""Which PostgreSQL to use: `DATABASE_URL` when it is set, else the embedded server under the data directory."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import env

# jit: compiling costs more than it saves on queries of some milliseconds. pgtrigger.ignore: where it is unknown, the library's
# triggers catch an error at each row, and each error looks through all the deferred checks of the transaction.
SESSION = "-c jit=off -c pgtrigger.ignore={}"


def parse_url(url: str) -> dict:
    """Turn `postgresql://user:password@host:port/name?option=value` into Django's settings.

    Raises `ImproperlyConfigured` when the scheme is not PostgreSQL (there is no other database) or when the name is missing.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL doit commencer par postgresql:// : PostgreSQL est la seule base de données possible.")
    if not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL ne nomme aucune base : ajoutez son nom après le dernier « / ».")
    options = dict(parse_qsl(parts.query))
    options["options"] = f"{SESSION} {options.get('options', '')}".strip()
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def database_settings(*, var_dir: Path) -> dict:
    """Return the default entry of `DATABASES`.

    Without `DATABASE_URL` the back end is ours: it starts or finds the embedded server when it first connects, so that
    commands that ask nothing of the database (help, collectstatic) start nothing.
    """
    url = env("DATABASE_URL")
    if url:
        return parse_url(url)
    return {
        "ENGINE": "portevoix.base.core.postgres",
        "NAME": "portevoix",
        "PLACE": str(var_dir / "postgres"),
        "OPTIONS": {"options": SESSION},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
