"""A real server; every secret comes from the environment or from files."""

from config import mail, security
from config.logging import JSON_LINES
from config.settings.base import *  # noqa: F403
from config.settings.base import SECRET_KEY

if not SECRET_KEY:
    raise ValueError("PORTEVOIX_SECRET_KEY (or PORTEVOIX_SECRET_KEY_FILE) is not set")

LOGGING = JSON_LINES
globals().update(security.PRODUCTION)
globals().update(mail.by_smtp())
