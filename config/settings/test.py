"""The tests."""

from config.settings.base import *  # noqa: F403
from config.settings.base import HELP_DESK, STORAGES

GALLERY = True
SECRET_KEY = "tests-only-not-a-secret-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Telephone numbers kept by Arcep for fiction.
HELP_DESK = HELP_DESK | {"phone": "03\u00a053\u00a001\u00a000\u00a067", "phone_link": "+33353010067", "email": "aide@porte-voix.example"}

# Files stay in memory; static files as they are in the tree: no collection, no manifest.
STORAGES = STORAGES | {
    "uploads": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
