"""Settings that every way of running the project shares."""

from pathlib import Path

from config import accounts, security
from config.accounts import *  # noqa: F403
from config.database import database_settings
from config.environment import env, env_list
from config.logging import CONSOLE
from config.security import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env("PORTEVOIX_VAR", str(BASE_DIR / "var")))

SECRET_KEY = env("PORTEVOIX_SECRET_KEY", "")
SECRET_KEY_FALLBACKS = env_list("PORTEVOIX_SECRET_KEY_FALLBACKS", [])  # former keys, still read while sessions and proofs move over
DEBUG = False
GALLERY = False  # the gallery of components, in the demonstration and the tests
DEMO = False  # the demo sign-in page and the demo banner exist only when this is true
DEMO_PROOF_MODEL = "accounts.User"  # `make run` loads the demonstration when this table is empty
DEMO_ACCOUNTS = "portevoix.register.access.selectors.demo_accounts"  # called with `today`: the accounts that `make run` prints
DEMO_SIGN_IN_PATH = "/demo/connexion/"
ALLOWED_HOSTS = env_list("PORTEVOIX_HOSTS", [])
# What an address begins with in an e-mail or a document, which no request tells.
SITE_URL = env("PORTEVOIX_URL", f"https://{ALLOWED_HOSTS[0]}" if ALLOWED_HOSTS else "http://127.0.0.1:8000")

SITE_NAME = "Porte-voix"
SITE_TAGLINE = env("PORTEVOIX_TAGLINE", "La démocratie en santé du Grand Est")
SITE_CREDITS = (
    "Un service commun de l’agence régionale de santé Grand Est et de France Assos Santé Grand Est. "
    "Contours\u00a0: IGN. Établissements\u00a0: SAE 2023. Licence Ouverte 2.0."
)
# Who answers the readers, at the foot of every page (WCAG 3.2.6); `phone_link` in international form.
HELP_DESK = {
    "name": env("PORTEVOIX_HELP_NAME", "France Assos Santé Grand Est"),
    "hours": env("PORTEVOIX_HELP_HOURS", "du lundi au vendredi, de 9\u00a0h à 17\u00a0h"),
    "phone": env("PORTEVOIX_HELP_PHONE", ""),
    "phone_link": env("PORTEVOIX_HELP_PHONE_LINK", ""),
    "email": env("PORTEVOIX_HELP_EMAIL", ""),
}
# Signs the badges of trainings (Open Badges 3.0): a private key, JWK of the curve P-256. Empty: badges are given unsigned.
BADGE_KEY = env("PORTEVOIX_BADGE_KEY", "")
REGION_CODE = env("PORTEVOIX_REGION", "44")  # COG code of the pilot region

INSTALLED_APPS = [
    # roof
    "portevoix.front.portal",
    "portevoix.front.opendata",
    "portevoix.front.workspace",
    # work
    "portevoix.work.candidacies",
    "portevoix.work.training",
    "portevoix.work.activity",
    "portevoix.work.outreach",
    # register
    "portevoix.register.orders",
    "portevoix.register.imports",
    "portevoix.register.mandates",
    "portevoix.register.workflow",
    "portevoix.register.access",
    "portevoix.register.directory",
    # base
    "portevoix.base.notifications",
    "portevoix.base.documents",
    "portevoix.base.indicators",
    "portevoix.base.accounts",
    "portevoix.base.audit",
    "portevoix.base.files",
    "portevoix.base.ui",
    "portevoix.base.core",
    # libraries
    *accounts.APPS,
    "csp",
    "procrastinate.contrib.django",
    "pghistory",
    "pgtrigger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portevoix.base.core.middleware.RequestIdMiddleware",
    *security.MIDDLEWARE,
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *accounts.MIDDLEWARE,
    "portevoix.base.core.gates.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "portevoix.base.ui.errors.ExplainedErrors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portevoix.base.ui.context.shell",
            ],
        },
    }
]

FORM_RENDERER = "portevoix.base.ui.widgets.FormRenderer"

DATABASES = {"default": database_settings(var_dir=VAR_DIR)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_rows"}}  # one for all processes
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# Answers « what may this user see? »: a setting, as Django's own authentication back ends, because accounts is below access.
SCOPE_RESOLVER = "portevoix.register.access.scopes.scope_of"

GATES_ELSEWHERE: tuple[str, ...] = ()  # module prefixes of libraries whose views keep their own door

# Where servers write that a message was delivered or returned, for `read_delivery_reports`; empty: nobody reads it.
MAIL_RETURN_PATH = env("PORTEVOIX_MAIL_RETURN", "")
# Seconds before each new try of a message that the server refused for a while; after the last one it is a failure.
MAIL_RETRY_SECONDS = (60, 300, 1_800, 7_200, 21_600, 43_200, 86_400)

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
LOGGING = CONSOLE

PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # GET never writes: no need to know who reads

CSRF_FAILURE_VIEW = "portevoix.base.ui.errors.csrf_failure"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "uploads": {  # what users send: outside the web root, readable by the program only
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_MAX_BYTES = 10_000_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "portevoix.base.files.uploads.BoundedUpload",
]
