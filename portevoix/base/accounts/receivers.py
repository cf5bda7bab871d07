"""What follows a refused sign-in, a sign-out or a change of the proofs: the journal, and the strength of the session."""

import logging

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import login_code_rejected
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from portevoix.base.accounts.selectors import FACTORS
from portevoix.base.audit import journal
from portevoix.base.audit.actors import Program

logger = logging.getLogger("portevoix.security")
SIGN_IN = Program("sign_in")


@receiver(user_logged_out)
def signed_out(sender, request, user, **kwargs):
    if user is not None:
        journal.record("account.sign_out", target=user, by=user)


@receiver(login_code_rejected)
def code_rejected(sender, request, user, last_attempt, **kwargs):
    journal.record("account.code_rejected", target=user, by=SIGN_IN, last_attempt=last_attempt)
    logger.warning("code rejected", extra={"user_id": user.pk})


@receiver(authentication_failed)
def second_factor_rejected(sender, request, user, authenticator, **kwargs):
    journal.record("account.second_factor_rejected", target=user, by=SIGN_IN, kind=authenticator.type)
    logger.warning("second factor rejected", extra={"user_id": user.pk})


@receiver(authenticator_added)
def proof_added(sender, request, user, authenticator, **kwargs):
    """Adding a passkey or an application shows that one holds it: the session is strong from then on."""
    journal.record("account.second_factor_add", target=user, by=user, kind=authenticator.type)
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed)
def proof_removed(sender, request, user, authenticator, **kwargs):
    journal.record("account.second_factor_remove", target=user, by=user, kind=authenticator.type)


@receiver(authenticator_reset)
def proof_reset(sender, request, user, authenticator, **kwargs):
    journal.record("account.recovery_codes_renew", target=user, by=user)
