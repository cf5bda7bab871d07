"""Writes about accounts: open, close, count a visit, end sessions, remove a second factor."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, ProtectedError
from django.db.models.functions import Coalesce

from portevoix.base.accounts.models import RateCounter, User
from portevoix.base.audit import journal


@transaction.atomic
def open_account(*, email: str, by: Any, first_name: str = "", last_name: str = "") -> User:
    """Return the account of this address, made now when there is none, opened again when it was closed."""
    user = User.objects.select_for_update(of=("self",)).filter(email__iexact=email.strip()).first()
    if user is None:
        user = User.objects.create_user(email.strip(), first_name=first_name, last_name=last_name)
        journal.record("account.open", target=user, by=by)
    elif not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        journal.record("account.reopen", target=user, by=by)
    return user


@transaction.atomic
def close_account(*, user: User, by: Any) -> None:
    """Close an account and end its sessions; its rights and its history stay."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user, by=by)
    journal.record("account.close", target=user, by=by)


@transaction.atomic
def record_sign_in(*, user: User, method: str) -> None:
    """Count a visit and journal the way in: `code`, `mfa`, `webauthn`, `totp`, `recovery_codes`, `demo`."""
    User.objects.filter(pk=user.pk).update(visits=F("visits") + 1)
    user.refresh_from_db(fields=["visits"])
    journal.record("account.sign_in", target=user, by=user, method=method)


@transaction.atomic
def decline_passkey(*, user: User) -> None:
    """Never offer a passkey to this account again; it can still add one by itself."""
    user.passkey_declined = True
    user.save(update_fields=["passkey_declined"])


@transaction.atomic
def end_sessions(*, user: User, by: Any, keep: str = "", only: int | None = None) -> int:
    """End the sessions of `user` and return how many: all but the one whose key is `keep`, or the one numbered `only`."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep)
    if only is not None:
        rows = rows.filter(pk=only)
    keys = list(rows.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        rows.delete()
        journal.record("account.sessions_end", target=user, by=by, count=len(keys))
    return len(keys)


@transaction.atomic
def remove_second_factors(*, user: User, by: Any) -> int:
    """Take away every proof of an account that has lost them all, and end its sessions; return how many were taken away."""
    count, _ = Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user, by=by)
    journal.record("account.second_factors_remove", target=user, by=by, count=count)
    return count


@transaction.atomic
def clear_expired(*, at: datetime) -> dict[str, int]:
    """Delete the sessions, the devices and the counters that ran out before `at`; return how many of each."""
    sessions, _ = Session.objects.filter(expire_date__lte=at).delete()
    alive = Session.objects.values("session_key")
    rows, _ = UserSession.objects.exclude(session_key__in=alive).delete()
    counters, _ = RateCounter.objects.filter(ends_at__lte=at).delete()
    return {"sessions": sessions, "devices": rows, "counters": counters}


@transaction.atomic
def remove_idle(*, before: datetime, keep: Collection[int], by: Any) -> int:
    """Delete the accounts that nobody has used since `before` and return how many. keep: numbers of accounts left alone.

    An account on which a public act rests (a signed order) cannot go: it is closed, once.
    """
    idle = User.objects.annotate(seen=Coalesce("last_login", "date_joined")).filter(seen__lt=before, is_demo=False).exclude(pk__in=keep)
    removed = 0
    for user in idle.order_by("pk"):
        try:
            with transaction.atomic():
                journal.record("account.delete", target=user, by=by)
                end_sessions(user=user, by=by)
                user.delete()
            removed += 1
        except ProtectedError:
            if user.is_active:
                close_account(user=user, by=by)
    return removed
