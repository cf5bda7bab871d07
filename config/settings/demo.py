"""`make run`: the demonstration on one machine, with fictional people."""

from config import mail
from config.settings.base import *  # noqa: F403
from config.settings.base import HELP_DESK, VAR_DIR

DEMO = True
SECOND_FACTOR_REQUIRED = False  # the demonstration has fictional people only
DEBUG = False
GALLERY = True
SECRET_KEY = "demonstration-only-not-a-secret-" + "x" * 32
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# Telephone numbers kept by Arcep for fiction.
HELP_DESK = HELP_DESK | {"phone": "03\u00a053\u00a001\u00a000\u00a067", "phone_link": "+33353010067", "email": "aide@porte-voix.example"}

globals().update(mail.to_folder(VAR_DIR / "courriels"))
