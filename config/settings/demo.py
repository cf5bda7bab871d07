"""`make run`: the demonstration on one machine, with fictional people."""

from config.settings.base import *  # noqa: F403

DEMO = True
SECOND_FACTOR_REQUIRED = False  # the demonstration has fictional people only
DEBUG = False
SECRET_KEY = "demonstration-only-not-a-secret-" + "x" * 32
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
