"""What protects the account: passkeys, application of codes, recovery codes, and the proof asked again before changing them."""

import json
import time
from urllib.parse import urlencode

import qrcode
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainBase
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from qrcode.image.svg import SvgPathImage

from portevoix.base.accounts.forms import AddApplicationForm, AddPasskeyForm, PasskeyAgainForm, ProofAgainForm, RenamePasskeyForm
from portevoix.base.accounts.selectors import has_second_factor, last_proof_at, recovery_codes_of

SIGN_IN_AGAIN = "Pour protéger votre compte, connectez-vous de nouveau avant d’ajouter une première preuve."


class FirstProofIsRecent:
    """The first proof of an account is added just after a sign-in: a session left open on a shared computer is not enough."""

    def dispatch(self, request, *args, **kwargs):
        old = time.time() - last_proof_at(request.session) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if old and not request.user.is_demo and not has_second_factor(request.user):
            logout(request)
            messages.info(request, SIGN_IN_AGAIN)
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return super().dispatch(request, *args, **kwargs)


class SecurityView(IndexView):
    """The proofs of the account."""

    template_name = "accounts/security.html"


class AddPasskeyView(FirstProofIsRecent, AddWebAuthnView):
    """A passkey that the device unlocks with a finger, a face or a code."""

    form_class = AddPasskeyForm
    template_name = "accounts/passkey_add.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        options = webauthn.begin_registration(authenticated_user(self.request), True)
        return context | {"options": json.dumps(options), "form": kwargs.get("form") or self.get_form()}


class RenamePasskeyView(EditWebAuthnView):
    form_class = RenamePasskeyForm
    template_name = "accounts/passkey_rename.html"
    success_url = reverse_lazy("mfa_index")

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        self.object = kwargs.pop("instance")
        return kwargs | {"initial": {"name": self.object.wrap().name}}

    def form_valid(self, form):
        self.object.wrap().name = form.cleaned_data["name"]
        self.object.save(update_fields=["data"])
        messages.success(self.request, "La clé a un nouveau nom.")
        return redirect(self.get_success_url())


class RemovePasskeyView(RemoveWebAuthnView):
    template_name = "accounts/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")


class AddApplicationView(FirstProofIsRecent, ActivateTOTPView):
    form_class = AddApplicationForm
    template_name = "accounts/application_add.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return context | {"secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}


def application_picture(request):
    """The QR code of the application that is being added: an image of its own, since the page takes no inline image."""
    if not request.session.get("mfa.totp.secret"):
        raise Http404
    address = get_adapter().build_totp_url(request.user, get_totp_secret())
    response = HttpResponse(content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})
    qrcode.make(address, image_factory=SvgPathImage, border=4).save(response)
    return response


class RemoveApplicationView(DeactivateTOTPView):
    template_name = "accounts/application_remove.html"


def recovery_codes(request):
    """The recovery codes, shown until their holder says that they are noted down."""
    codes = recovery_codes_of(request.user)
    if codes is None:
        raise Http404
    if request.method == "POST":
        codes.mark_as_viewed()
        messages.success(request, "Vos codes de secours sont notés. Gardez-les en lieu sûr.")
        return redirect("mfa_index")
    shown = [] if codes.did_view else codes.get_unused_codes()
    return render(request, "accounts/recovery_codes.html", {"codes": shown, "left": len(codes.get_unused_codes())})


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    template_name = "accounts/recovery_codes_new.html"


class CodeAgainView(CodeAgainBase):
    form_class = ProofAgainForm
    template_name = "accounts/proof_again.html"


class PasskeyAgainView(ReauthenticateWebAuthnView):
    form_class = PasskeyAgainForm
    template_name = "accounts/passkey_again.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(context["js_data"]["request_options"])}

    def form_invalid(self, form):
        messages.error(self.request, "La clé d’accès n’a pas été reconnue. Recommencez.")
        return redirect(self.request.get_full_path())
