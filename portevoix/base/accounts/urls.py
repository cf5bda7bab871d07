"""The addresses of the sign-in and of the account. The names are those that allauth asks for."""

from django.urls import path
from django.views.generic import RedirectView

from portevoix.base.accounts.views import account, security, sign_in
from portevoix.base.core.gates import public, signed_in

urlpatterns = [
    path("connexion/", public(sign_in.SignInView.as_view()), name="account_login"),
    path("connexion/", public(sign_in.SignInView.as_view()), name="account_request_login_code"),
    path("connexion/code/", public(sign_in.CodeView.as_view()), name="account_confirm_login_code"),
    path("connexion/preuve/", public(sign_in.ProofView.as_view()), name="mfa_authenticate"),
    path("connexion/cle/", public(sign_in.PasskeyView.as_view()), name="mfa_login_webauthn"),
    path("connexion/compte-ferme/", public(sign_in.ClosedAccountView.as_view()), name="account_inactive"),
    path("connexion/obtenir-un-compte/", public(sign_in.no_account), name="account_signup"),
    path("connexion/proposer-une-cle/", signed_in(sign_in.passkey_offer), name="passkey_offer"),
    path("deconnexion/", public(sign_in.SignOutView.as_view()), name="account_logout"),
    path("compte/", signed_in(account.home), name="account_home"),
    path("compte/appareils/", signed_in(account.device_list), name="usersessions_list"),
    path("compte/appareils/deconnecter/", signed_in(account.end_sessions), name="end_sessions"),
    path("compte/securite/", signed_in(security.SecurityView.as_view()), name="mfa_index"),
    path("compte/securite/cles/", signed_in(RedirectView.as_view(pattern_name="mfa_index")), name="mfa_list_webauthn"),
    path("compte/securite/cles/ajouter/", signed_in(security.AddPasskeyView.as_view()), name="mfa_add_webauthn"),
    path("compte/securite/cles/<int:pk>/nommer/", signed_in(security.RenamePasskeyView.as_view()), name="mfa_edit_webauthn"),
    path("compte/securite/cles/<int:pk>/retirer/", signed_in(security.RemovePasskeyView.as_view()), name="mfa_remove_webauthn"),
    path("compte/securite/application/", signed_in(security.AddApplicationView.as_view()), name="mfa_activate_totp"),
    path("compte/securite/application/image.svg", signed_in(security.application_picture), name="application_picture"),
    path("compte/securite/application/retirer/", signed_in(security.RemoveApplicationView.as_view()), name="mfa_deactivate_totp"),
    path("compte/securite/codes/", signed_in(security.recovery_codes), name="mfa_view_recovery_codes"),
    path("compte/securite/codes/nouveaux/", signed_in(security.NewRecoveryCodesView.as_view()), name="mfa_generate_recovery_codes"),
    path("compte/confirmer/", signed_in(security.CodeAgainView.as_view()), name="mfa_reauthenticate"),
    path("compte/confirmer/cle/", signed_in(security.PasskeyAgainView.as_view()), name="mfa_reauthenticate_webauthn"),
    path(".well-known/security.txt", public(account.security_contact), name="security_txt"),
    path(".well-known/change-password", public(account.change_password), name="change_password"),
]
