"""From the public page to the answer of an association, in a browser: without script, on a phone, with axe on every page."""

import pytest
from playwright.sync_api import expect

from portevoix.base.audit.actors import Program
from portevoix.work.outreach import links
from portevoix.work.outreach.actions.loading import load_outreach
from portevoix.work.outreach.models import HandOver
from tests import factories as make
from tests.e2e.checks import (
    assert_accessible,
    assert_keyboard,
    assert_no_overflow,
    assert_refused,
    assert_skip_link,
    assert_text_may_breathe,
)
from tests.factories import TODAY
from tests.outreach import making
from tests.outreach.making_hand_overs import association, hand_over, strasbourg, token

pytestmark = pytest.mark.django_db(transaction=True)
QUESTIONS = ("commune", "temps", "sujets", "association", "instances", "moments")
PUBLIC = (
    "/devenir-representant/",
    "/ressources/",
    "/devenir-representant/orientation/",
    *(f"/devenir-representant/orientation/{name}/?r={{r}}" for name in QUESTIONS),
    "/devenir-representant/orientation/resultat/?r={r}&q=familles",
    "/devenir-representant/mise-en-relation/?r={r}&a={code}",
    "{request}",
    "{offer}",
)
SHELVES = ("textes/", "textes/ajouter/", "temoignages/", "temoignages/ajouter/", "ressources/", "ressources/ajouter/", "associations/")
ABOUT_ROWS = ("temoignages/{said}/mettre-en-ligne/", "temoignages/{said}/supprimer/", "associations/{association}/")
FOLLOWED = ("demandes/", "demandes/?e=closed", "demandes/{row}/", "demandes/{row}/clore/", "demandes/{row}/transmettre/", "chiffres/")
AGENTS = ("", *SHELVES, *ABOUT_ROWS, *FOLLOWED)


@pytest.fixture
def site(settings):
    """The texts that ship, a testimony, an association that fits with its manager, an empty seat, somebody to answer."""
    settings.SECOND_FACTOR_REQUIRED = False
    make.BodyTypeRuleFactory()
    body = make.BodyFactory(name="Hôpital de Hautepierre", facility__latitude=48.6, facility__longitude=7.7, seated=True)
    one = association(name="Familles", email="familles@exemple.fr")
    make.MandateFactory(seat=body.seats.order_by("pk").first(), association=one)
    load_outreach(by=Program("essai"), today=TODAY)
    said, row = making.testimony(), hand_over(association=one, days=20)
    offer = row.offers.create()
    addresses = {
        "r": token(),
        "code": one.code,
        "request": links.request_path(row),
        "offer": links.offer_url(offer).partition("/devenir")[2],
    }
    addresses["offer"] = "/devenir" + addresses["offer"]
    return {"association": one, "said": said, "row": row, "addresses": addresses}


@pytest.fixture
def delegate(site):
    return make.user_with_role("fas_region", territory=strasbourg().department.parent)


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_somebody_finds_an_association_asks_to_be_called_back_and_changes_their_mind(visit, site, width, scripts):
    page = visit("/devenir-representant/", width=width, scripts=scripts)
    page.get_by_role("link", name="Trouver ma place en six questions").click()
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Votre commune").fill("Nulle part")
    page.get_by_role("button", name="Continuer").click()
    assert_refused(page)
    page.get_by_label("Votre commune").fill("Strasbourg")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Une dizaine de jours par an").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Non").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("À l’hôpital").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Revenir").click()
    expect(page.get_by_label("À l’hôpital")).to_be_checked()  # an answer is found again on the way back
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Continuer").click()
    words = page.get_by_role("main").inner_text()
    assert "Elle tient 1\u00a0siège dans le Bas-Rhin." in words
    assert "Hôpital de Hautepierre" in words
    page.get_by_role("link", name="Être rappelé par Familles").click()
    page.get_by_label("Vos prénom et nom").fill("Lucie Dubois")
    page.get_by_label("Votre téléphone").fill("06 12 34 56 78")
    page.get_by_role("button", name="Envoyer ma demande").click()
    assert_refused(page)
    expect(page.get_by_label("Vos prénom et nom")).to_have_value("Lucie Dubois")
    page.get_by_label("J’accepte que mon nom").check()
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_role("main")).to_contain_text("Votre demande est transmise")
    row = HandOver.objects.order_by("-pk")[0]
    assert (row.name, row.association) == ("Lucie Dubois", site["association"])
    if scripts:
        assert_accessible(page)
    page.get_by_role("button", name="Retirer ma demande").click()
    expect(page.get_by_role("main")).to_contain_text("Votre demande est effacée")
    row.refresh_from_db()
    assert (row.name, row.phone) == ("", "")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_association_answers_and_notes_it(visit, site, width):
    manager = make.user_with_role("association_manager", association=site["association"])
    page = visit("/espace/demandes-recues/", account=manager, width=width, scripts=False)
    expect(page.get_by_role("main")).to_contain_text("En retard")
    page.get_by_role("link", name="Lucie Arnould").click()
    page.get_by_role("button", name="Noter que la personne est jointe").click()
    expect(page.get_by_role("main")).to_contain_text("Personne jointe")
    page.get_by_role("combobox").select_option("met")
    page.get_by_role("button", name="Noter", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Rencontre")


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_is_accessible_and_holds_on_a_phone(visit, site, address):
    page = visit(address.format(**site["addresses"]))
    assert_accessible(page)
    assert_skip_link(page)
    assert_keyboard(page)
    assert_no_overflow(page)
    assert_text_may_breathe(page)


@pytest.mark.parametrize("address", AGENTS)
def test_every_page_of_the_delegation_is_accessible_and_holds_on_a_phone(visit, site, delegate, address):
    rows = {"said": site["said"].pk, "row": site["row"].pk, "association": site["association"].pk}
    page = visit("/espace/devenir-representant/" + address.format(**rows), account=delegate)
    assert_accessible(page)
    assert_no_overflow(page)
