"""Reads about accounts, about the way in which somebody signed in, and about what protects an account."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.module_loading import import_string

from portevoix.base.accounts.models import User

# Written in the session by allauth (`record_authentication`): one entry for each proof given since the sign-in.
PROOFS = "account_authentication_methods"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OFFER_EVERY = 10  # visits between two offers of a passkey, after the first one at the second visit


def second_factor_missing(request: Any) -> bool:
    """Tell whether wide permissions must wait: a second factor is asked here, and this session has not shown one."""
    return settings.SECOND_FACTOR_REQUIRED and not signed_in_strongly(request.session)


def signed_in_strongly(session: Any) -> bool:
    """Tell whether a passkey, a one-time-code application or a recovery code was shown in this session."""
    return any(proof.get("method") == "mfa" for proof in session.get(PROOFS, ()))


def last_proof_at(session: Any) -> float:
    """Return when the last proof was given in this session, in seconds since 1970; 0 when there is none."""
    return max((proof["at"] for proof in session.get(PROOFS, ())), default=0.0)


def last_proof(session: Any) -> str:
    """Return the kind of the last proof given in this session: `webauthn`, `totp`, `recovery_codes`, or the way of the sign-in."""
    proofs = sorted(session.get(PROOFS, ()), key=lambda proof: proof["at"])
    return str(proofs[-1].get("type") or proofs[-1]["method"]) if proofs else ""


def is_address_of(pk: int, address: str) -> bool:
    """Tell whether the account has this e-mail address."""
    return User.objects.filter(pk=pk, email__iexact=address).exists()


def has_passkey(user: User) -> bool:
    """Tell whether the account has a passkey."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def recovery_codes_of(user: User):
    """Return the recovery codes of the account (allauth's `RecoveryCodes`), or None."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return row.wrap() if row else None


def has_second_factor(user: User) -> bool:
    """Tell whether the account has a passkey or an application of codes."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def session_kind(user: User) -> str:
    """Return which of `settings.SESSION_LIMITS` holds for this account: said by the package that knows roles."""
    return import_string(settings.SESSION_KIND_RESOLVER)(user)


def should_offer_passkey(user: User, session: Any) -> bool:
    """Tell whether to offer a passkey now: never at the first visit, at the second, then from time to time, unless declined."""
    if user.passkey_declined or user.is_demo or signed_in_strongly(session):
        return False
    return (user.visits == 2 or (user.visits > 2 and user.visits % OFFER_EVERY == 0)) and not has_second_factor(user)


@dataclass(frozen=True, kw_only=True)
class Device:
    """A place where the account is signed in."""

    pk: int
    name: str
    since: datetime
    current: bool


BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))


def device_name(user_agent: str) -> str:
    """Say in words what a browser calls itself: « Firefox sur Windows »."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"\b{mark}", user_agent)), "Navigateur inconnu")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} sur {system}" if system else browser


def devices(user: User, *, session_key: str, at: datetime) -> list[Device]:
    """Return where `user` is signed in at `at`, this place first, then the latest; sessions that have run out are left out."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = UserSession.objects.filter(user=user, session_key__in=alive).order_by("-created_at", "-pk")
    found = [
        Device(pk=row.pk, name=device_name(row.user_agent), since=row.created_at, current=row.session_key == session_key) for row in rows
    ]
    return sorted(found, key=lambda device: not device.current)
