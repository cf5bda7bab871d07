"""What the browser is told to refuse, and how cookies are kept. `PRODUCTION` is added on a real server (HTTPS)."""

from csp.constants import NONE, SELF

from config.environment import env

MIDDLEWARE = ["portevoix.base.core.headers.SecurityHeaders", "csp.middleware.CSPMiddleware"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# Everything that a page of ours never uses; passkeys are the one exception.
PERMISSIONS_POLICY = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
KNOWN_DEVICE_COOKIE = "appareil-connu"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # no account has a password; should one get it, Argon2id

# An uploaded workbook above this size goes to a temporary file instead of memory; a form never has that many fields.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

SECURITY_CONTACT = env("PORTEVOIX_SECURITY_CONTACT", env("PORTEVOIX_HELP_EMAIL", ""))

YEAR = 31_536_000
PRODUCTION = {
    "SECURE_SSL_REDIRECT": env("PORTEVOIX_SSL_REDIRECT", "1") == "1",
    "SECURE_REDIRECT_EXEMPT": [r"^sante$"],  # the load balancer asks without HTTPS
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if int(env("PORTEVOIX_PROXIES", "0")) else None,
    "SECURE_HSTS_SECONDS": YEAR,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    # The prefix makes the browser refuse a cookie that another host of the domain, or plain HTTP, would set.
    "SESSION_COOKIE_NAME": "__Host-session",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "CSRF_COOKIE_SECURE": True,
    "KNOWN_DEVICE_COOKIE": "__Host-appareil-connu",
}
