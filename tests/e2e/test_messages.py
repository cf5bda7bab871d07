"""Messages and their texts in a real browser: axe, small, without scripts; the page of the link « ne plus recevoir »."""

import pytest
from playwright.sync_api import expect

from portevoix.base.audit.actors import Program
from portevoix.base.notifications.actions import queue
from portevoix.base.notifications.enums import MessageState
from portevoix.base.notifications.models import Message, Suppression
from portevoix.base.notifications.outbox import About, Recipient
from portevoix.base.notifications.registry import TEXTS
from portevoix.base.notifications.unsubscribing import token_of
from tests.e2e.checks import assert_accessible, assert_no_overflow, assert_refused, assert_text_may_breathe
from tests.factories import RegionFactory, user_with_role

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "candidacies.acknowledgement"


@pytest.fixture(autouse=True)
def one_proof_is_enough(settings):
    settings.SECOND_FACTOR_REQUIRED = False  # tests/e2e/test_sign_in.py shows the second factor


@pytest.fixture
def agent(db):
    """An agent of the region, whose three messages stand in different states."""
    to = [Recipient(f"{name}@exemple.fr", f"{name.title()} WERNERT") for name in ("odile", "luc", "rose")]
    about = About(label="Candidature C-2027-0001")
    sent, failed, _ = queue(CODE, to=to, values=TEXTS[CODE].blanks, by=Program("essai"), about=about, region="44")
    Message.objects.filter(pk=sent.pk).update(state=MessageState.SENT, sent_at=sent.queued_at, resent_after_crash=True)
    Message.objects.filter(pk=failed.pk).update(
        state=MessageState.FAILED, reason="Le serveur de courriels a répondu\u00a0: 550 " + "x" * 90
    )
    return user_with_role("ars_region", territory=RegionFactory())


def test_no_page_has_a_fault_of_accessibility(visit, agent):
    page = visit("/espace/messages/", account=agent)
    failed = Message.objects.get(state=MessageState.FAILED)
    text = f"/espace/textes/{CODE}/"
    one = f"/espace/messages/{failed.pk}/"
    for path in ("/espace/messages/", one, f"{one}autre-adresse/", "/espace/textes/", text, f"{text}rediger/", f"{text}revenir/"):
        page.goto(path)
        assert_accessible(page)
        assert_no_overflow(page)
        assert_text_may_breathe(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_text_is_rewritten_after_its_preview_without_scripts(visit, agent):
    page = visit(f"/espace/textes/{CODE}/rediger/", account=agent, scripts=False)
    page.get_by_label("Texte (obligatoire)").fill("Bonjour {destinataire},\n\n- reçu : {inconnu}")
    page.get_by_label("Origine du changement").fill("Note du 3 mai")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.get_by_text("Le modèle demande {inconnu}").first).to_be_visible()
    assert_refused(page)
    page.get_by_label("Texte (obligatoire)").fill("Bonjour {destinataire},\n\n- reçu : {numero}")
    page.get_by_role("button", name="Voir l’aperçu").click()
    expect(page.get_by_text("Rien n’est encore enregistré.")).to_be_visible()
    expect(page.locator("li", has_text="reçu")).to_be_visible()
    page.get_by_role("button", name="Enregistrer la version").click()
    expect(page.get_by_text("La nouvelle version est enregistrée.")).to_be_visible()


def test_the_failures_are_sent_again_without_scripts(visit, agent):
    page = visit("/espace/messages/", account=agent, scripts=False)
    page.get_by_role("button", name="Renvoyer l’échec").click()
    expect(page.get_by_text("Un message repart.")).to_be_visible()
    assert not Message.objects.filter(state=MessageState.FAILED).exists()


def test_one_stops_receiving_in_one_click_without_account(visit):
    page = visit(f"/messages/desinscription/{token_of('odile@exemple.fr', 'calls')}/")
    assert_accessible(page)
    assert_no_overflow(page)
    page.get_by_role("button", name="Ne plus recevoir ces messages").click()
    expect(page.get_by_role("heading", name="Vous ne recevrez plus ces messages")).to_be_visible()
    assert_accessible(page)
    assert Suppression.objects.get().email == "odile@exemple.fr"
