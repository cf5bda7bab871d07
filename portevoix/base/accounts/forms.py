"""The forms of the sign-in and of the second factor."""

import re
import struct
from contextlib import contextmanager

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm, SignupWebAuthnForm
from django import forms

NOT_A_DIGIT_GROUP = re.compile(r"[\s.\-·]")  # blanks of every width, points and dashes that a paste may bring
EMAIL_ASKED = "Indiquez une adresse électronique, par exemple marie@exemple.fr."
KEY_UNKNOWN = "La clé d’accès n’a pas été reconnue. Recommencez, ou utilisez un autre moyen."
CODE_ASKED = "Recopiez le code reçu par courriel\u00a0: six chiffres, par exemple 123 456."


def code_field(*, label: str, help_text: str, asked: str) -> forms.CharField:
    """Return the field of a received code: digits on a telephone's keyboard, filled in by the browser when it can."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20, "spellcheck": "false"}
    return forms.CharField(
        label=label, help_text=help_text, max_length=20, widget=forms.TextInput(attrs=attrs), error_messages={"required": asked}
    )


class CodeCleaning:
    """A code may be typed or pasted with blanks, points or dashes."""

    def clean_code(self) -> str:
        self.cleaned_data["code"] = NOT_A_DIGIT_GROUP.sub("", self.cleaned_data["code"])
        return super().clean_code()


class SignInForm(RequestLoginCodeForm):
    """Ask for the address to which a code is sent."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": EMAIL_ASKED, "invalid": EMAIL_ASKED},
    )


class CodeForm(CodeCleaning, ConfirmLoginCodeForm):
    """The code received by e-mail."""

    code = code_field(label="Le code reçu par courriel", help_text="Six chiffres, par exemple 123 456.", asked=CODE_ASKED)


class ProofForm(CodeCleaning, AuthenticateForm):
    """The code of the application, or a recovery code, at the sign-in."""

    code = code_field(
        label="Le code de votre application, ou un code de secours",
        help_text="Six chiffres pour l’application, huit pour un code de secours.",
        asked="Recopiez le code que votre application affiche.",
    )


class ProofAgainForm(CodeCleaning, ReauthenticateForm):
    """The same, before an act that changes the security of the account."""

    code = ProofForm.base_fields["code"]


class AddApplicationForm(CodeCleaning, ActivateTOTPForm):
    """The first code of the application that is being added."""

    code = code_field(
        label="Le code que l’application affiche", help_text="Six chiffres.", asked="Recopiez le code que votre application affiche."
    )


class NonsenseRefused:
    """What a browser sends for a passkey may be anything: what cannot be read is refused like a wrong key."""

    def _clean_fields(self):
        with self.nonsense_refused():
            super()._clean_fields()

    def _clean_form(self):
        with self.nonsense_refused():
            super()._clean_form()

    @contextmanager
    def nonsense_refused(self):
        try:
            yield
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, struct.error):
            self.add_error("credential", KEY_UNKNOWN)


class PasskeySignInForm(NonsenseRefused, LoginWebAuthnForm):
    """The answer of a passkey, at the sign-in."""


class PasskeyProofForm(NonsenseRefused, AuthenticateWebAuthnForm):
    """The answer of a passkey, after the code."""


class PasskeyAgainForm(NonsenseRefused, ReauthenticateWebAuthnForm):
    """The answer of a passkey, before an act that changes the security of the account."""


class AddPasskeyForm(NonsenseRefused, SignupWebAuthnForm):
    """A passkey that signs in by itself; its name is for its holder."""

    name = forms.CharField(
        label="Nom de cette clé, pour vous", max_length=60, required=False, help_text="Par exemple\u00a0: mon téléphone."
    )


class RenamePasskeyForm(forms.Form):
    """Another name for a passkey."""

    name = forms.CharField(label="Nom de cette clé", max_length=60, error_messages={"required": "Donnez un nom à cette clé."})
