"""What comes before the web server: schema, demonstration data, static files; each does nothing when it is already done."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

LOADER = "load_demo"
FINGERPRINT = ".fingerprint"


def migrate() -> bool:
    """Bring the schema up to date; return whether there was anything to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def load_demonstration() -> bool:
    """Load the demonstration into an empty database (no row of `settings.DEMO_PROOF_MODEL`); return whether it was loaded."""
    if LOADER not in get_commands() or apps.get_model(settings.DEMO_PROOF_MODEL)._default_manager.exists():
        return False
    call_command(LOADER, verbosity=0)
    return True


def collect_static() -> bool:
    """Copy the static files where they are served from, unless none changed; return whether they were copied."""
    stamp = Path(settings.STATIC_ROOT) / FINGERPRINT
    current = static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == current:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(current, encoding="utf-8")
    return True


def static_fingerprint() -> str:
    """Return a digest of the names, sizes and dates of the static files, and of how they are stored."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
