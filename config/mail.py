"""How e-mails leave: by SMTP on a real server, into a folder that `/demo/courriels/` shows in the demonstration."""

from pathlib import Path

from config.environment import env

FROM = env("PORTEVOIX_MAIL_FROM", "Porte-voix <ne-pas-repondre@localhost>")


def to_folder(folder: Path) -> dict:
    """Return the settings that keep every e-mail as a file of `folder`."""
    return {
        "DEFAULT_FROM_EMAIL": FROM,
        "SERVER_EMAIL": FROM,
        "EMAIL_BACKEND": "portevoix.base.accounts.mailbox.FolderBackend",
        "EMAIL_FILE_PATH": folder,
    }


def by_smtp() -> dict:
    """Return the settings that send by the SMTP server of the environment; `PORTEVOIX_MAIL_SECURITY` is `starttls`, `tls` or `none`."""
    security = env("PORTEVOIX_MAIL_SECURITY", "starttls")
    return {
        "DEFAULT_FROM_EMAIL": FROM,
        "SERVER_EMAIL": FROM,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": env("PORTEVOIX_MAIL_HOST", "localhost"),
        "EMAIL_PORT": int(env("PORTEVOIX_MAIL_PORT", "465" if security == "tls" else "587")),
        "EMAIL_HOST_USER": env("PORTEVOIX_MAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": env("PORTEVOIX_MAIL_PASSWORD", ""),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": 10,
    }
