"""Sign-in: by a code received by e-mail, a passkey or a one-time-code application; no password, no open sign-up."""

from config.environment import env

APPS = ["allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"]
MIDDLEWARE = ["portevoix.base.accounts.middleware.SessionLimits", "allauth.account.middleware.AccountMiddleware"]

MINUTE, HOUR, DAY = 60, 3600, 86_400

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/espace/"
LOGOUT_REDIRECT_URL = "/connexion/"

# The code: six digits, ten minutes, three tries, two more sendings (standards §4.3).
ACCOUNT_ADAPTER = "portevoix.base.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs in proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * MINUTE
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = 2
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_TIMEOUT = 15 * MINUTE
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # same answer, same work; and the person learns that another address was meant
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * MINUTE
ACCOUNT_RATE_LIMITS = {"request_login_code": None}  # counted by accounts.limits, which a stranger cannot exhaust for you

# Second factor.
MFA_ADAPTER = "portevoix.base.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "preferred"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Porte-voix"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late: telephones whose clock drifts
SECOND_FACTOR_REQUIRED = True  # for the permissions of access.permissions.WIDE

# Proxies in front of the program whose X-Forwarded-For can be believed.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("PORTEVOIX_PROXIES", "0"))

# How long somebody stays signed in: (in all, without acting), in seconds. `agent`: whoever has a wide permission.
SESSION_LIMITS = {"agent": (12 * HOUR, 30 * MINUTE), "own": (30 * DAY, 14 * DAY)}
SESSION_COOKIE_AGE = 30 * DAY
SESSION_KIND_RESOLVER = "portevoix.register.access.permissions.session_kind"

# How often, counted in the database for all processes together (standards §4.5). A stranger's requests for your address never
# use up the allowance of a browser where you have signed in before (`code_known`).
RATE_LIMITS = {
    "code_ip": "60/10m",
    "code_overall": "1200/10m",
    "code_address": "5/15m",
    "code_address_day": "20/1d",
    "code_known": "10/1h",
    "try_code": "3/15m",
    "try_ip": "60/10m",
    "link_ip": "60/10m",  # the signed link of the associations: asking for one, opening one
    "link_overall": "1200/10m",
    "link_address": "5/15m",
    "link_address_day": "20/1d",
    "access_request": "10/1h",
    "hand_over": "10/1h",  # asking to be called back
    "export": "30/10m",
    "public_search": "600/10m",
    "download": "60/10m",
    "check_document": "60/10m",
    "calendar": "120/1h",
}
