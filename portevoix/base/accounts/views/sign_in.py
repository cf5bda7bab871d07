"""Signing in and out: the address, the code, the second factor, the passkey."""

import json

from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.internal.stagekit import get_pending_stage
from allauth.account.stages import LoginByCodeStage
from allauth.account.views import AccountInactiveView, ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from portevoix.base.accounts import actions
from portevoix.base.accounts.forms import CodeForm, PasskeyProofForm, PasskeySignInForm, ProofForm, SignInForm
from portevoix.base.accounts.known_devices import known_account
from portevoix.base.accounts.limits import address_key, client_key, enforce
from portevoix.base.accounts.selectors import has_passkey, is_address_of

TOO_MANY_CODES = "Plusieurs codes ont déjà été demandés pour cette adresse. Le dernier reçu est peut-être encore valable."
OVER = "Ce code n’est plus valable. Demandez un nouveau code."


class SignInView(RequestLoginCodeView):
    """Ask for an address and send a code to it; the answer is the same whether an account exists or not."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"

    def _redirect_to_pending_stage(self, request, stage):
        return None  # a code is on its way: the page says so and still lets another address be given

    def post(self, request, *args, **kwargs):
        now = timezone.now()
        enforce("code_ip", client_key(request), at=now)
        enforce("code_overall", "all", at=now)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        self.count_the_code(form.cleaned_data["email"], timezone.now())
        return super().form_valid(form)

    def count_the_code(self, address: str, now) -> None:
        """Count per address; apart, per account, for a browser where this account has signed in before."""
        known = known_account(self.request)
        if known and is_address_of(known, address):
            enforce("code_known", str(known), at=now, message=TOO_MANY_CODES)
            return
        enforce("code_address", address_key(address), at=now, message=TOO_MANY_CODES)
        enforce("code_address_day", address_key(address), at=now, message=TOO_MANY_CODES)

    def get_context_data(self, **kwargs):
        stage = get_pending_stage(self.request)
        waiting = stage.login.email if stage and stage.key == LoginByCodeStage.key else ""
        return super().get_context_data(waiting=waiting, **kwargs)


class CodeView(ConfirmLoginCodeView):
    """Ask for the code; three tries, then another code is needed."""

    form_class = CodeForm
    template_name = "accounts/code.html"
    explained = False

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        went_back = isinstance(response, HttpResponseRedirect) and response.url == reverse("account_login")
        if went_back and not self.explained and not request.user.is_authenticated:
            messages.warning(request, OVER)
        return response

    def post(self, request, *args, **kwargs):
        now = timezone.now()
        enforce("try_ip", client_key(request), at=now)
        if self._action == "verify":  # counted in the database: two tries sent at once are two tries
            enforce("try_code", f"{request.session.session_key} {self.stage.login.initiated_at}", at=now)
        return super().post(request, *args, **kwargs)

    def _resend_form_valid(self, form):
        address = self._process.state["email"]
        enforce("code_address_day", address_key(address), at=timezone.now(), message=TOO_MANY_CODES)
        if self._process.user is None:  # an address without account: the same work, the same time
            send_unknown_account_mail(self.request, address)
        return super()._resend_form_valid(form)

    def form_invalid(self, form):
        self.explained = True
        return super().form_invalid(form)


class ProofView(AuthenticateView):
    """The second factor, after the code."""

    form_class = ProofForm
    webauthn_form_class = PasskeyProofForm
    template_name = "accounts/proof.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        options = json.dumps(context["js_data"]["request_options"])
        return context | {"has_passkey": has_passkey(self.stage.login.user), "options": options}


class PasskeyView(LoginWebAuthnView):
    """Sign in with a passkey alone: GET gives the browser its question (JSON), POST its answer."""

    form_class = PasskeySignInForm

    def form_valid(self, form):
        user = form.cleaned_data["credential"].user
        if not user.is_active:
            return redirect("account_inactive")
        return super().form_valid(form)


class SignOutView(LogoutView):
    template_name = "accounts/sign_out.html"


class ClosedAccountView(AccountInactiveView):
    template_name = "accounts/closed.html"


def no_account(request):
    """Say how one gets an account: nobody makes one alone."""
    return render(request, "accounts/no_account.html")


def passkey_offer(request):
    """Offer a passkey; « plus tard » asks again one day, « jamais » never does."""
    after = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        after = "/espace/"
    if request.method == "POST":
        if request.POST.get("reponse") == "jamais":
            actions.decline_passkey(user=request.user)
        return redirect(after)
    return render(request, "accounts/passkey_offer.html", {"next": after})
