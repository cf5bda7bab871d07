"""Signing in with a real browser: by keyboard, without scripts, with a passkey, with an application of codes."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from playwright.sync_api import expect

from portevoix.base.accounts.models import User
from tests.accounts.test_second_factor import totp
from tests.e2e.checks import assert_accessible, assert_no_overflow, assert_refused, assert_skip_link, assert_text_may_breathe
from tests.factories import RegionFactory, UserFactory, user_with_role

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN, CODE = "/connexion/", "/connexion/code/"


def last_code() -> str:
    return re.search(r"\d{3} \d{3}", mail.outbox[-1].body)[0]


@pytest.fixture
def agent(db):
    return user_with_role("ars_region", territory=RegionFactory())


@pytest.fixture
def passkeys():
    """Return a function that gives a page a telephone that makes and uses passkeys (Chromium's virtual authenticator)."""

    def equip(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        number = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
        return lambda verified: session.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": verified})

    return equip


def ask_for_a_code(page, user):
    page.goto(SIGN_IN)
    page.get_by_label("Votre adresse électronique").fill(user.email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.wait_for_url(f"**{CODE}**")


def sign_in_by_code(page, user):
    ask_for_a_code(page, user)
    page.get_by_label("Le code reçu par courriel").fill(last_code())
    page.get_by_role("button", name="Me connecter").click()


def sign_out(page):
    page.goto("/deconnexion/")
    page.get_by_role("button", name="Me déconnecter").click()
    page.wait_for_url(f"**{SIGN_IN}")


def test_with_the_keyboard_only(visit, agent):
    page = visit("/espace/sieges/", refusals=True)
    expect(page).to_have_url(re.compile(r"/connexion/\?next=/espace/sieges/$"))
    assert_skip_link(page)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Votre adresse électronique")).to_be_focused()
    page.keyboard.type(agent.email)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{CODE}**")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "code":
            break
    page.keyboard.type(last_code())
    page.keyboard.press("Enter")
    page.wait_for_url("**/espace/sieges/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("seconde preuve")


def test_without_scripts(visit, agent):
    page = visit(SIGN_IN, scripts=False, refusals=True)
    expect(page.get_by_role("button", name="Utiliser ma clé d’accès")).to_have_count(0)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/espace/sieges/**")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    expect(page.get_by_text("Une clé d’accès demande un navigateur récent")).to_be_visible()
    page.goto("/compte/securite/application/")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Le code que l’application affiche").fill(totp(secret))
    page.get_by_role("button", name="Ajouter cette application").click()
    page.get_by_role("button", name="J’ai noté mes codes").click()
    page.goto("/espace/sieges/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sièges")


def test_wrong_codes_are_explained_and_lead_back_to_the_field(visit):
    user = UserFactory()
    page = visit(SIGN_IN)
    ask_for_a_code(page, user)
    good = last_code()
    wrong = "111 111" if good != "111 111" else "222 222"
    for _ in range(2):
        page.get_by_label("Le code reçu par courriel").fill(wrong)
        page.get_by_role("button", name="Me connecter").click()
        summary = page.get_by_role("link", name="Ce code n’est pas le bon. Recopiez le dernier code reçu.")
        expect(summary).to_be_visible()
        assert_refused(page)
        assert_accessible(page)
        summary.click()
        expect(page.get_by_label("Le code reçu par courriel")).to_be_focused()
    page.get_by_label("Le code reçu par courriel").fill(good)
    page.get_by_role("button", name="Me connecter").click()
    page.wait_for_url("**/espace/**")


def test_a_code_that_is_too_old_is_explained(visit):
    page = visit(SIGN_IN)
    ask_for_a_code(page, UserFactory())
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        page.get_by_label("Le code reçu par courriel").fill(last_code())
        page.get_by_role("button", name="Me connecter").click()
        page.wait_for_url(f"**{SIGN_IN}")
        expect(page.get_by_text("Ce code n’est plus valable. Demandez un nouveau code.")).to_be_visible()


def test_another_code_and_another_address(visit):
    page = visit(SIGN_IN)
    ask_for_a_code(page, UserFactory(email="marie@exemple.fr"))
    page.get_by_role("button", name="Renvoyer un code").click()
    page.wait_for_load_state()
    assert len(mail.outbox) == 2
    page.get_by_role("link", name="Changer d’adresse").click()
    expect(page.get_by_text("Nous l’avons envoyé à marie@exemple.fr")).to_be_visible()
    assert_accessible(page)


def add_a_passkey(page):
    page.goto("/compte/securite/cles/ajouter/")
    page.get_by_label("Nom de cette clé, pour vous").fill("Mon téléphone")
    page.get_by_role("button", name="Ajouter cette clé").click()
    page.wait_for_url("**/compte/securite/codes/")


def test_a_passkey_is_added_then_signs_in_alone(visit, passkeys, agent):
    page = visit(SIGN_IN, refusals=True)
    passkeys(page)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/espace/sieges/**")
    add_a_passkey(page)
    assert_accessible(page)
    page.get_by_role("button", name="J’ai noté mes codes").click()
    page.wait_for_url("**/compte/securite/")
    expect(page.get_by_role("link", name="Mon téléphone", exact=True)).to_be_visible()
    assert_accessible(page)
    page.goto("/espace/sieges/")  # adding it was the proof: the wide page opens at once
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sièges")
    sign_out(page)
    before = len(mail.outbox)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/espace/sieges/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sièges")
    assert len(mail.outbox) == before


def test_a_passkey_completes_the_code(visit, passkeys, agent):
    page = visit(SIGN_IN, refusals=True)
    passkeys(page)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/espace/sieges/**")
    add_a_passkey(page)
    sign_out(page)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/connexion/preuve/")
    assert_accessible(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/espace/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sièges")


def test_a_passkey_is_named_and_removed_after_being_shown_again(visit, passkeys, agent):
    page = visit(SIGN_IN, refusals=True)
    passkeys(page)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/espace/sieges/**")
    add_a_passkey(page)
    sign_out(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/espace/sieges/**")
    page.goto("/compte/securite/")
    page.get_by_role("link", name="Mon téléphone", exact=True).click()
    page.wait_for_url("**/compte/confirmer/cle/**")
    assert_accessible(page)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/nommer/")
    page.get_by_label("Nom de cette clé").fill("Le téléphone de Claire")
    page.get_by_role("button", name="Enregistrer le nom").click()
    page.wait_for_url("**/compte/securite/")
    page.get_by_role("link", name="Retirer Le téléphone de Claire").click()
    page.get_by_role("button", name="Retirer cette clé").click()
    page.wait_for_url("**/compte/securite/")
    expect(page.get_by_text("La clé d’accès est retirée.")).to_be_visible()


def test_a_passkey_that_is_not_recognised_is_explained(visit, passkeys, agent):
    page = visit(SIGN_IN, refusals=True)
    verify = passkeys(page)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/espace/sieges/**")
    add_a_passkey(page)
    sign_out(page)
    verify(False)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("n’a pas été reconnue"))
    expect(page).to_have_url(re.compile(re.escape(SIGN_IN) + "$"))


def test_an_application_of_codes(visit, agent):
    page = visit(SIGN_IN, refusals=True)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/espace/sieges/**")
    page.get_by_role("link", name="Ajouter une application de codes").click()
    picture = page.get_by_role("img", name="Code à deux dimensions que l’application lit")
    expect(picture).not_to_have_js_property("naturalWidth", 0)  # drawn, not only named
    secret = page.locator("code").inner_text().replace(" ", "")
    assert_accessible(page)
    page.get_by_label("Le code que l’application affiche").fill("000000")
    page.get_by_role("button", name="Ajouter cette application").click()
    assert_refused(page)
    assert_accessible(page)
    page.get_by_label("Le code que l’application affiche").fill(totp(secret, at=time.time() - 30))
    page.get_by_role("button", name="Ajouter cette application").click()
    page.wait_for_url("**/compte/securite/codes/")
    sign_out(page)
    sign_in_by_code(page, agent)
    page.wait_for_url("**/connexion/preuve/")
    field = page.get_by_label("Le code de votre application, ou un code de secours")
    field.fill("999 999")
    page.get_by_role("button", name="Continuer").click()
    assert_accessible(page)
    field.fill(totp(secret))
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_url("**/espace/sieges/**")


def test_a_passkey_is_offered_at_the_second_visit(visit):
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(visits=1)
    page = visit(SIGN_IN)
    sign_in_by_code(page, user)
    page.wait_for_url("**/connexion/proposer-une-cle/**")
    assert_accessible(page)
    page.get_by_role("button", name="Ne plus me le proposer").click()
    page.wait_for_url("**/espace/")
    user.refresh_from_db()
    assert user.passkey_declined


PAGES = [
    SIGN_IN,
    "/connexion/obtenir-un-compte/",
    "/connexion/compte-ferme/",
    "/deconnexion/",
    "/compte/",
    "/compte/appareils/",
    "/compte/securite/",
    "/compte/securite/cles/ajouter/",
    "/compte/securite/application/",
]
PUBLIC = (SIGN_IN, "/connexion/obtenir-un-compte/", "/connexion/compte-ferme/")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_of_the_account_is_accessible(visit, dark):
    user = UserFactory()
    page = visit(SIGN_IN, dark=dark)
    for address in PUBLIC:
        page.goto(address)
        assert_accessible(page)
    sign_in_by_code(page, user)
    page.wait_for_url("**/espace/")
    assert_accessible(page)
    for address in PAGES[3:]:
        page.goto(address)
        assert_accessible(page)


def test_every_page_of_the_account_fits_a_small_telephone(visit):
    page = visit(SIGN_IN)
    for address in PUBLIC:
        page.goto(address)
        assert_no_overflow(page)
        assert_text_may_breathe(page)
    sign_in_by_code(page, UserFactory())
    page.wait_for_url("**/espace/")
    for address in PAGES[3:]:
        page.goto(address)
        assert_no_overflow(page)
        assert_text_may_breathe(page)


def test_an_address_that_is_none_is_explained(visit):
    page = visit(SIGN_IN)
    page.get_by_label("Votre adresse électronique").fill("marie")
    page.get_by_role("button", name="Recevoir un code").click()
    link = page.get_by_role("link", name="Indiquez une adresse électronique, par exemple marie@exemple.fr.")
    expect(link).to_be_visible()
    assert_accessible(page)
    link.click()
    expect(page.get_by_label("Votre adresse électronique")).to_be_focused()
