"""What allauth says and does differently here: French sentences, plain e-mails, encrypted secrets, no open sign-up."""

import base64
import hashlib
import logging
import secrets
from smtplib import SMTPException
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from portevoix.base.accounts.actions import record_sign_in
from portevoix.base.accounts.known_devices import remember_device
from portevoix.base.accounts.selectors import PROOFS, should_offer_passkey

logger = logging.getLogger("portevoix.security")

NOT_SENT = "Le courriel n’a pas pu partir. Recommencez dans quelques minutes\u00a0; si cela dure, appelez l’aide en bas de page."
TOO_MANY = "Trop d’essais ont échoué. Demandez un nouveau code."
WRONG_CODE = "Ce code n’est pas le bon. Recopiez le dernier code reçu."


class AccountAdapter(DefaultAccountAdapter):
    """Named by `settings.ACCOUNT_ADAPTER`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Ce compte est fermé.",
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": "Vous allez trop vite. Attendez une minute, puis recommencez.",
        "unknown_email": "Indiquez une adresse électronique, par exemple marie@exemple.fr.",
    }

    def is_open_for_signup(self, request) -> bool:
        """Never: an account is made by whoever gives a role."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send one plain e-mail; when the server of e-mails fails, say so and go back to the sign-in."""
        context = {"email": email, "site_name": settings.SITE_NAME, "help": settings.HELP_DESK, "request": self.request, **context}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        message = EmailMessage(subject, body, to=[email], headers={"Auto-Submitted": "auto-generated"})
        try:
            message.send()
        except (SMTPException, OSError) as error:
            logger.error("mail not sent: %s", type(error).__name__)
            messages.error(self.request, NOT_SENT)
            raise ImmediateHttpResponse(redirect("account_login")) from error

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Tell the holder of the account that its security has changed; the change stands even when the e-mail fails."""
        try:
            self.send_mail(template_prefix, email or user.email, {"security_url": self.absolute("mfa_index"), **(context or {})})
        except ImmediateHttpResponse:
            return

    def absolute(self, url_name: str) -> str:
        """Return the whole address of one of our pages, for an e-mail."""
        return self.request.build_absolute_uri(reverse(url_name))

    def post_login(self, request, user, **kwargs):
        """Journal the way in; from the second visit on, pass by the page that offers a passkey (standards §4.4)."""
        proof = request.session[PROOFS][-1]
        record_sign_in(user=user, method=proof.get("type") or proof["method"])
        logger.info("signed in", extra={"user_id": user.pk, "method": proof["method"]})
        response = super().post_login(request, user, **kwargs)
        remember_device(response, user)
        if should_offer_passkey(user, request.session):
            offer = redirect(f"{reverse('passkey_offer')}?{urlencode({'next': response.url})}")
            offer.cookies = response.cookies
            return offer
        return response

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Name the ways to prove again who one is, in French."""
        words = {
            "mfa_reauthenticate": "Donner un code de l’application ou un code de secours",
            "mfa_reauthenticate:webauthn": "Utiliser ma clé d’accès",
        }
        methods = super().get_reauthentication_methods(user)
        known = [method | {"description": words[method["id"]]} for method in methods if method["id"] in words]
        return sorted(known, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")  # the passkey first


class SecondFactorAdapter(DefaultMFAAdapter):
    """Named by `settings.MFA_ADAPTER`."""

    error_messages = {
        "add_email_blocked": "Une adresse ne s’ajoute pas à un compte protégé par une seconde preuve.",
        "cannot_delete_authenticator": "Cette preuve ne peut pas être retirée.",
        "cannot_generate_recovery_codes": "Ajoutez d’abord une clé d’accès ou une application de codes.",
        "incorrect_code": "Ce code n’est pas le bon. Attendez que l’application en affiche un nouveau, puis recopiez-le.",
        "unverified_email": "Connectez-vous d’abord avec un code reçu par courriel.",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret that the database keeps (key of the application of codes, seed of the recovery codes)."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; one that nobody knows when neither the present key nor the former ones read it: no code fits it."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("a second factor was encrypted with a secret key that is gone")
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user, type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Ma clé d’accès" if count == 0 else f"Ma clé d’accès {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}


def _cipher() -> MultiFernet:
    """The present secret key first, then the former ones (`SECRET_KEY_FALLBACKS`), each turned into a key of its own."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [hashlib.blake2b(secret.encode(), digest_size=32, person=b"second-factor").digest() for secret in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
