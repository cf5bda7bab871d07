"""The address by which somebody stops receiving a family of messages: what it says is encrypted, since addresses end in logs."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.urls import reverse

from portevoix.base.core.addresses import absolute_url
from portevoix.base.notifications.models import Message


def token_of(email: str, family: str) -> str:
    """Return the token of an address and a family; it does not expire, as a message may be read years later."""
    return _cipher().encrypt(json.dumps([email.lower(), family]).encode()).decode()


def read_token(token: str) -> tuple[str, str] | None:
    """Return the address and the family of a token, None when it is not one of ours."""
    try:
        email, family = json.loads(_cipher().decrypt(token.encode()))
    except (InvalidToken, UnicodeEncodeError):
        return None
    return email, family


def unsubscribe_url(message: Message) -> str:
    """Return the whole address of the page by which the recipient of `message` stops receiving its family."""
    return absolute_url(reverse("unsubscribe", args=[token_of(message.recipient_email, message.family)]))


def _cipher() -> MultiFernet:
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.blake2b(secret.encode(), digest_size=32, person=b"unsubscribe").digest() for secret in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
