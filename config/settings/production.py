"""A real server; every secret comes from the environment or from files."""

from django.core.exceptions import ImproperlyConfigured

from config import mail, security
from config.logging import JSON_LINES
from config.settings.base import *  # noqa: F403
from config.settings.base import SECRET_KEY

if not SECRET_KEY:
    raise ImproperlyConfigured("Indiquez une clé secrète longue par PORTEVOIX_SECRET_KEY, ou son fichier par PORTEVOIX_SECRET_KEY_FILE.")

LOGGING = JSON_LINES
globals().update(security.PRODUCTION)
globals().update(mail.by_smtp())
