"""Which PostgreSQL to use: `DATABASE_URL` when it is set, else the embedded server under the data directory."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from config.environment import env


def parse_url(url: str) -> dict:
    """Turn `postgresql://user:password@host:port/name?option=value` into Django's settings.

    Raises `ValueError` when the scheme is not PostgreSQL: there is no other database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must start with postgresql://")
    options = dict(parse_qsl(parts.query))
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
    """Return the default entry of `DATABASES`."""
    url = env("DATABASE_URL")
    if not url:
        raise ValueError("DATABASE_URL is not set")  # replaced by the embedded server
    return parse_url(url)
