"""Passkeys, application of codes, recovery codes: what a wide page asks for."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail

from portevoix.base.accounts.actions import remove_second_factors
from portevoix.base.accounts.adapters import SecondFactorAdapter
from portevoix.base.audit.models import Entry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN, CODE, PROOF = "/connexion/", "/connexion/code/", "/connexion/preuve/"


def totp(secret=SECRET, at=None) -> str:
    return format_hotp_value(hotp_value(secret, int(at or time.time()) // 30))


def code_in(message) -> str:
    return re.search(r"\d{3} \d{3}", message.body)[0]


def text(response) -> str:
    return response.content.decode()


def signed_in_as(client) -> str | None:
    return client.session.get("_auth_user_id")


def sign_in_by_code(client, user):
    client.post(SIGN_IN, {"email": user.email})
    return client.post(CODE, {"code": code_in(mail.outbox[-1])})


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def protected(user):
    """An account with an application of codes and recovery codes."""
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def is_strong(client) -> bool:
    return any(proof["method"] == "mfa" for proof in client.session.get("account_authentication_methods", []))


def test_the_code_alone_does_not_open_a_protected_account(client, protected):
    response = sign_in_by_code(client, protected)
    assert (response.status_code, response.url) == (302, PROOF)
    assert signed_in_as(client) is None
    assert client.get("/compte/").status_code == 302


def test_the_application_s_code_completes_the_sign_in(client, protected):
    sign_in_by_code(client, protected)
    assert client.post(PROOF, {"code": totp()}).url == "/espace/"
    assert signed_in_as(client) == str(protected.pk)
    assert is_strong(client)
    assert Entry.objects.get(action="account.sign_in").data == {"method": "totp"}


def test_the_application_s_code_serves_once(client, protected):
    sign_in_by_code(client, protected)
    code = totp()
    client.post(PROOF, {"code": code})
    other = type(client)()
    sign_in_by_code(other, protected)
    assert other.post(PROOF, {"code": code}).status_code == 200
    assert signed_in_as(other) is None


@pytest.mark.parametrize(("seconds", "accepted"), [(-30, True), (59, True), (-95, False), (95, False)])
def test_a_telephone_s_clock_may_be_half_a_minute_wrong(client, protected, seconds, accepted):
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        sign_in_by_code(client, protected)
        client.post(PROOF, {"code": totp(at=(noon + timedelta(seconds=seconds)).timestamp())})
    assert (signed_in_as(client) is not None) == accepted


def test_a_recovery_code_serves_once(client, protected):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in_by_code(client, protected)
    client.post(PROOF, {"code": f"{code[:4]} {code[4:]}"})
    assert signed_in_as(client) == str(protected.pk)
    other = type(client)()
    sign_in_by_code(other, protected)
    other.post(PROOF, {"code": code})
    assert signed_in_as(other) is None


def test_wrong_proofs_are_counted_and_journaled(client, protected):
    sign_in_by_code(client, protected)
    for _ in range(6):
        response = client.post(PROOF, {"code": "000000"})
    assert "Trop d’essais ont échoué" in text(response)
    assert Entry.objects.filter(action="account.second_factor_rejected").count() == 5
    assert client.post(PROOF, {"code": totp()}).status_code == 200
    assert signed_in_as(client) is None


@pytest.mark.django_db(transaction=True)
def test_adding_an_application_makes_the_session_strong_and_tells_the_holder(client, user):
    sign_in_by_code(client, user)
    assert not is_strong(client)
    page = client.get("/compte/securite/application/")
    secret = page.context["secret"].replace(" ", "")
    assert client.get("/compte/securite/application/image.svg")["Content-Type"] == "image/svg+xml"
    response = client.post("/compte/securite/application/", {"code": totp(secret)})
    assert response.url == "/compte/securite/codes/"
    assert is_strong(client)
    assert mail.outbox[-1].subject == "Une application de codes a été ajoutée à votre compte"
    kinds = {entry.data["kind"] for entry in Entry.objects.filter(action="account.second_factor_add")}
    assert kinds == {"totp", "recovery_codes"}


def test_a_wrong_first_code_adds_no_application(client, user):
    sign_in_by_code(client, user)
    client.get("/compte/securite/application/")
    response = client.post("/compte/securite/application/", {"code": "000000"})
    assert response.status_code == 200
    assert "n’est pas le bon" in text(response)
    assert not Authenticator.objects.exists()


def test_a_session_left_open_cannot_add_a_first_proof(client, user):
    sign_in_by_code(client, user)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=20), tick=False):
        for path in ("/compte/securite/application/", "/compte/securite/cles/ajouter/"):
            response = client.get(path)
            assert response.url.startswith(SIGN_IN)
    assert signed_in_as(client) is None


@pytest.mark.parametrize("path", ["application/retirer/", "codes/nouveaux/", "cles/ajouter/"])
def test_changing_what_protects_the_account_asks_for_a_fresh_proof(client, protected, path):
    sign_in_by_code(client, protected)
    client.post(PROOF, {"code": totp()})
    response = client.get(f"/compte/securite/{path}")
    assert response.url.startswith("/compte/confirmer/")
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    response = client.post(response.url, {"code": code})
    assert response.url == f"/compte/securite/{path}"
    assert client.get(response.url).status_code == 200


def test_recovery_codes_are_shown_until_they_are_noted(client, protected):
    client.force_login(protected)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    page = text(client.get("/compte/securite/codes/"))
    assert f"{codes[0][:4]} {codes[0][4:]}" in page
    assert codes[0][:4] in text(client.get("/compte/securite/codes/"))
    client.post("/compte/securite/codes/")
    page = text(client.get("/compte/securite/codes/"))
    assert codes[0][:4] not in page
    assert "Il vous reste 10 codes" in page


def test_nobody_reads_the_recovery_codes_of_another(client, protected):
    client.force_login(UserFactory())
    assert client.get("/compte/securite/codes/").status_code == 404


def test_a_passkey_of_another_cannot_be_named_or_removed(client, protected):
    sign_in_by_code(client, UserFactory(email="autre@exemple.fr"))
    for path in ("nommer", "retirer"):
        pk = Authenticator.objects.filter(type="totp").get().pk
        assert client.get(f"/compte/securite/cles/{pk}/{path}/").status_code == 404


def test_the_database_keeps_no_secret_in_clear(protected, client):
    sign_in_by_code(client, UserFactory(email="autre@exemple.fr"))
    page = client.get("/compte/securite/application/")
    client.post("/compte/securite/application/", {"code": totp(page.context["secret"].replace(" ", ""))})
    stored = [str(row.data) for row in Authenticator.objects.filter(user__email="autre@exemple.fr")]
    assert len(stored) == 2
    assert all(page.context["secret"].replace(" ", "") not in row for row in stored)


def test_secrets_survive_a_change_of_the_secret_key(settings):
    sealed = SecondFactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert SecondFactorAdapter().decrypt(sealed) == SECRET


def test_a_secret_whose_key_is_lost_opens_nothing_and_breaks_nothing(client, protected, settings):
    row = Authenticator.objects.get(type="totp")
    row.data["secret"] = SecondFactorAdapter().encrypt(SECRET)
    row.save()
    settings.SECRET_KEY = "another" * 10
    sign_in_by_code(client, protected)
    assert client.post(PROOF, {"code": totp()}).status_code == 200
    assert signed_in_as(client) is None


def test_whoever_lost_every_proof_is_helped_by_an_administrator(client, protected):
    administrator = UserFactory(email="admin@exemple.fr")
    sign_in_by_code(client, protected)
    client.post(PROOF, {"code": totp()})
    assert remove_second_factors(user=protected, by=administrator) == 2
    assert client.get("/compte/").status_code == 302
    entry = Entry.objects.get(action="account.second_factors_remove")
    assert (entry.actor_id, entry.target_id) == (administrator.pk, protected.pk)
    sign_in_by_code(client, protected)
    assert signed_in_as(client) == str(protected.pk)
    assert not is_strong(client)


def test_a_passkey_is_offered_at_the_second_visit_never_at_the_first(client, user):
    assert sign_in_by_code(client, user).url == "/espace/"
    client.post("/deconnexion/")
    response = sign_in_by_code(client, user)
    assert response.url == "/connexion/proposer-une-cle/?next=%2Fespace%2F"
    assert "Plus tard" in text(client.get(response.url))
    assert client.post(response.url, {"next": "/espace/", "reponse": "plus-tard"}).url == "/espace/"
    client.post("/deconnexion/")
    assert sign_in_by_code(client, user).url == "/espace/"


def test_a_passkey_that_was_declined_is_not_offered_again(client, user):
    type(user).objects.filter(pk=user.pk).update(visits=1)
    sign_in_by_code(client, user)
    client.post("/connexion/proposer-une-cle/", {"reponse": "jamais"})
    type(user).objects.filter(pk=user.pk).update(visits=9)
    client.post("/deconnexion/")
    assert sign_in_by_code(client, user).url == "/espace/"


def test_a_passkey_is_not_offered_to_whoever_has_a_proof(client, protected):
    type(protected).objects.filter(pk=protected.pk).update(visits=1)
    sign_in_by_code(client, protected)
    assert client.post(PROOF, {"code": totp()}).url == "/espace/"


def test_the_offer_never_sends_to_another_site(client, user):
    client.force_login(user)
    response = client.post("/connexion/proposer-une-cle/", {"next": "https://ailleurs.exemple/"})
    assert response.url == "/espace/"


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", '{"id": 1}', "pas du json", '{"response": {"userHandle": "YQ"}}'])
def test_a_nonsense_passkey_is_refused_without_a_fault(client, user, credential):
    client.get("/connexion/cle/", headers={"accept": "application/json"})
    response = client.post("/connexion/cle/", {"credential": credential})
    assert (response.status_code, response.url) == (302, SIGN_IN)
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", "3", '"x"', '{"id": "a", "rawId": "*", "type": "public-key", "response": {}}']
)
def test_a_nonsense_new_passkey_is_refused_without_a_fault(client, user, credential):
    sign_in_by_code(client, user)
    client.get("/compte/securite/cles/ajouter/")
    response = client.post("/compte/securite/cles/ajouter/", {"name": "x", "credential": credential})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Authenticator.objects.exists()
