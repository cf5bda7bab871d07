"""Orders in a browser: axe on each page, and the road from a draft to a signed order without script."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.register.mandates.models import Mandate
from portevoix.register.orders import actions, tasks
from portevoix.register.orders.models import DesignationOrder
from tests import factories as make
from tests.e2e.checks import assert_accessible, assert_no_overflow
from tests.orders.making import draft, prepared, signed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(settings):
    """One order in each state, an agent and a signatory."""
    settings.SECOND_FACTOR_REQUIRED = False
    region = make.RegionFactory()
    faulty = draft(effective_on=None)
    DesignationOrder.objects.filter(pk=faulty.pk).update(considerants="Considérant [à compléter]")
    return {
        "draft": faulty,
        "prepared": prepared(draft(effective_on=None)),
        "signed": signed(draft(effective_on=None)),
        "agent": make.user_with_role("ars_region", territory=region),
        "signatory": make.user_with_role("ars_signatory", territory=region),
        "line": faulty.lines.get(),
        "template": faulty.template,
        "mandate": Mandate.objects.get(),
    }


AGENT = (
    "arretes/",
    "arretes/?onglet=signes",
    "arretes/?onglet=abandonnes",
    "arretes/?q=introuvable",
    "arretes/nouveau/",
    "arretes/{draft}/",
    "arretes/{draft}/lire/",
    "arretes/{draft}/texte/",
    "arretes/{draft}/details/",
    "arretes/{draft}/lignes/ajouter/",
    "arretes/lignes/{line}/retirer/",
    "arretes/{draft}/soumettre/",
    "arretes/{prepared}/reprendre/",
    "arretes/{signed}/",
    "arretes/{signed}/publier/",
    "arretes/{signed}/joindre/",
    "arretes/{signed}/modifier/",
    "arretes/{signed}/abroger/",
    "arretes/{draft}/abandonner/",
    "arretes/modeles/",
    "arretes/modeles/{template}/",
    "arretes/modeles/{template}/adapter/",
    "arretes/signataires/",
    "arretes/signataires/nouveau/",
    "mandats/{mandate}/attestation/",
)
SIGNATORY = (
    "arretes/",
    "arretes/{prepared}/signer/",
    "arretes/{draft}/signer/",
    "arretes/{prepared}/renvoyer/",
    "arretes/signer/?n={prepared}&n={draft}",
    "arretes/signer/",
    "arretes/signer/resultat/?n={signed}&n={prepared}",
)


@pytest.mark.parametrize(("account", "paths"), [("agent", AGENT), ("signatory", SIGNATORY)])
def test_no_page_of_the_orders_has_a_fault_of_accessibility(visit, rows, account, paths):
    page = visit("/espace/arretes/", account=rows[account])
    for path in paths:
        page.goto("/espace/" + path.format(**{name: row.pk for name, row in rows.items()}))
        assert_accessible(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_the_page_of_a_signature_under_way_has_no_fault_of_accessibility_and_follows_it_without_script(visit, rows):
    order = rows["prepared"]
    actions.ask_signature(order=order, by=rows["signatory"], at=timezone.now(), today=timezone.localdate())
    for path in (f"signer/resultat/?n={order.pk}&n={rows['draft'].pk}", f"{order.pk}/signer/", f"{order.pk}/", ""):
        page = visit(f"/espace/arretes/{path}", account=rows["signatory"])
        assert_accessible(page)
        assert_no_overflow(page)
    page = visit(f"/espace/arretes/signer/resultat/?n={order.pk}&arret=1", account=rows["signatory"], scripts=False)
    expect(page.get_by_role("heading", name="0 arrêté signé sur 1")).to_be_visible()
    tasks.sign_waiting()
    page.get_by_role("link", name="Actualiser maintenant").click()
    expect(page.get_by_role("heading", name="1 arrêté est signé")).to_be_visible()


def test_without_script_an_order_is_mended_submitted_by_one_and_signed_by_another(visit, rows):
    order = rows["draft"]
    page = visit(f"/espace/arretes/{order.pk}/", account=rows["agent"], scripts=False)
    page.get_by_role("link", name="Modifier le texte (point 1)").click()
    page.get_by_label("Considérants").fill("Considérant la vacance du siège")
    page.get_by_role("button", name="Enregistrer le texte").click()
    page.get_by_role("link", name="Soumettre à la signature").click()
    page.get_by_role("button", name="Soumettre à la signature").click()
    expect(page.get_by_text("Prêt à signer")).to_be_visible()

    page = visit("/espace/arretes/", account=rows["signatory"], scripts=False)
    page.get_by_role("link", name="Cocher tous ceux de la page").click()
    page.get_by_role("button", name="Signer tous les arrêtés cochés").click()
    expect(page.get_by_role("heading", name="Signer 2 arrêtés ?")).to_be_visible()
    page.get_by_role("button", name="Signer").click()
    expect(page.get_by_role("heading", name="2 arrêtés sont signés")).to_be_visible()
    assert Mandate.objects.count() == 3
