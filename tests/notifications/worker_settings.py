"""The settings of the workers that the tests kill: e-mails by SMTP, new tries at once."""

from config import mail
from config.settings.test import *  # noqa: F403

globals().update(mail.by_smtp())
MAIL_RETRY_SECONDS = (0.3,) * 20
