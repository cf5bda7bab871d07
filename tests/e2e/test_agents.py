"""The agents' pages in a browser: axe on each page and form, empty and refused; a journey with the keyboard alone, one without script."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests import factories as make
from tests.e2e.checks import assert_accessible, assert_no_overflow, assert_refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(settings):
    """A small register of the region, and the agent who keeps it."""
    settings.SECOND_FACTOR_REQUIRED = False
    region = make.RegionFactory()
    rule = make.BodyTypeRuleFactory()
    body = make.BodyFactory(name="Hôpital de Hautepierre", seated=True)
    association = make.AssociationFactory(name="Union des familles", acronym="UNAFAM")
    person = make.PersonFactory(last_name="Wernert", first_name="Odile")
    mandate = make.MandateFactory(
        seat=body.seats.get(quality="titular", rank=1), association=association, person=person, first=date(2024, 12, 1)
    )
    make.MandateFactory(person=make.PersonFactory(last_name="Wernert", first_name="O."))
    return {
        "agent": make.user_with_role("ars_region", territory=region),
        "body": body,
        "mandate": mandate,
        "person": person,
        "association": association,
        "accreditation": make.AccreditationFactory(association=association),
        "federation": make.FederationFactory(),
        "rule": rule,
        "site": make.FacilityFactory(name="CLINIQUE DU PARC"),
        "type": body.body_type,
        "seat": body.seats.get(quality="substitute", rank=2),
    }


PAGES = (
    "sieges/",
    "sieges/?e=tous",
    "sieges/?q=introuvable",
    "sieges/echeances/",
    "instances/{body}/",
    "instances/{body}/?au=2010-01-01",
    "mandats/{mandate}/",
    "personnes/{person}/",
    "associations/",
    "associations/{association}/",
    "federations/",
    "federations/{federation}/",
    "regles/",
    "regles/{type}/",
)
FORMS = (
    "instances/nouvelle/",
    "instances/{body}/mandats/nouveau/",
    "instances/{body}/sieges/nouveau/",
    "instances/{body}/clore/",
    "sieges/{seat}/fermer/",
    "sieges/{seat}/rouvrir/",
    "mandats/{mandate}/terminer/",
    "mandats/{mandate}/corriger-la-fin/",
    "mandats/{mandate}/prolonger/",
    "mandats/{mandate}/annoncer-un-depart/",
    "mandats/{mandate}/retirer-l-annonce/",
    "mandats/{mandate}/changer-de-siege/",
    "mandats/{mandate}/retirer/",
    "associations/nouvelle/",
    "associations/{association}/corriger/",
    "associations/{association}/renommer/",
    "associations/{association}/agrements/nouveau/",
    "associations/{association}/sections/nouvelle/",
    "associations/{association}/noms/nouveau/",
    "agrements/{accreditation}/depot/",
    "agrements/{accreditation}/renouveler/",
    "agrements/{accreditation}/retirer/",
    "agrements/{accreditation}/retablir/",
    "personnes/{person}/reunir/",
    "regles/{type}/nouvelle/",
    "regles/{type}/creer/",
    "regles/versions/{rule}/corriger/",
)


def address(path, rows):
    """Return the address of a page of the workspace about the rows of the test."""
    return "/espace/" + path.format(**{name: row.pk for name, row in rows.items()})


def test_no_page_of_the_agents_has_a_fault_of_accessibility(visit, rows):
    page = visit("/espace/sieges/", account=rows["agent"])
    for path in PAGES:
        page.goto(address(path, rows))
        assert_accessible(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_no_form_has_a_fault_of_accessibility_empty_or_refused(visit, rows):
    page = visit("/espace/sieges/", account=rows["agent"])
    for path in FORMS:
        page.goto(address(path, rows))
        assert_accessible(page)
        for box in page.locator("main form[method=post] input[type=text]").all():
            box.fill("")
        page.locator("main form[method=post] .main-acts button").first.click()
        expect(page.locator("main .errs"), path).to_have_count(1)
        assert_refused(page)
        assert_accessible(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_the_confirmation_and_the_evidence_have_no_fault_of_accessibility(visit, rows):
    page = visit(address("personnes/{person}/reunir/", rows), account=rows["agent"])
    page.locator("input[name=other]").first.check()
    page.get_by_role("button", name="Comparer les deux fiches").click()
    assert_accessible(page)
    page.goto(address("instances/{body}/clore/", rows))
    page.get_by_label("Fermé à partir du").fill("1er janvier 2027")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("1 mandat prend fin")).to_have_count(1)
    assert_accessible(page)
    assert_no_overflow(page)


def test_an_agent_without_script_ends_a_mandate_and_corrects_it(visit, rows):
    page = visit("/espace/sieges/?e=tous", account=rows["agent"], scripts=False)
    page.get_by_label("Situation au").fill("1er septembre 2027")
    page.get_by_role("button", name="Afficher").click()
    expect(page).to_have_title(re.compile("1er septembre 2027"))
    page.get_by_role("link", name="Hôpital de Hautepierre").first.click()
    page.get_by_role("link", name="Ouvrir le mandat, Titulaire 1").click()
    page.get_by_role("link", name="Terminer le mandat").click()
    page.get_by_label("Démission").check()
    page.get_by_label("Dernier jour du mandat").fill("30 novembre 2026")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Terminer ce mandat")).to_be_visible()
    page.get_by_role("button", name="Terminer le mandat").click()
    expect(page.get_by_text("La fin du mandat est enregistrée.")).to_be_visible()
    page.get_by_role("link", name="Corriger la fin").click()
    page.get_by_label("Pourquoi cette correction").fill("Mauvaise ligne du tableau.")
    page.get_by_role("button", name="Corriger la fin").click()
    expect(page.get_by_text("La fin du mandat est corrigée.")).to_be_visible()
    rows["mandate"].refresh_from_db()
    assert rows["mandate"].end_reason == ""


def test_an_agent_without_script_corrects_a_rule_then_creates_a_body_with_its_seats(visit, rows):
    page = visit(address("regles/{type}/", rows), account=rows["agent"], scripts=False)
    page.get_by_role("link", name="Corriger cette règle").click()
    page.get_by_label("Nombre").first.fill("3")
    page.get_by_label("Pourquoi cette correction").fill("Nombre mal recopié.")
    page.get_by_role("button", name="Corriger la règle").click()
    expect(page.get_by_text("La règle est corrigée.")).to_be_visible()
    page.get_by_role("link", name="Créer une instance", exact=True).click()
    page.get_by_label("Établissement").fill(rows["site"].finess_et)
    page.get_by_label("Source").fill("Arrêté de création.")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("3 titulaires, 2 suppléants")).to_be_visible()
    page.get_by_role("button", name="Créer l’instance").click()
    expect(page.get_by_role("heading", name="Clinique du parc")).to_be_visible()
    assert rows["site"].bodies.get().seats.count() == 5


FOCUSED = """() => {
    const e = document.activeElement;
    return (e.textContent || '') + ' ' + [...(e.labels || [])].map(label => label.textContent).join(' ');
}"""


def reach(page, name, *, limit=120):
    """Press Tab until the control or link whose words contain `name` has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        words = page.evaluate(FOCUSED)
        if name in words.replace("\u00a0", " "):
            return
    raise AssertionError(f"{name}: not reached with the keyboard")


def press_enter(page):
    """Press Enter and wait for the page to which it leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_an_agent_with_the_keyboard_alone_ends_a_mandate(visit, rows):
    page = visit(address("instances/{body}/", rows), account=rows["agent"])
    reach(page, "Ouvrir le mandat, Titulaire 1")
    press_enter(page)
    reach(page, "Terminer le mandat")
    press_enter(page)
    reach(page, "Terme du mandat")
    page.keyboard.press("ArrowDown")
    reach(page, "Dernier jour du mandat")
    page.keyboard.type("30 novembre 2026")
    reach(page, "Continuer")
    press_enter(page)
    reach(page, "Terminer le mandat")
    press_enter(page)
    expect(page.get_by_text("La fin du mandat est enregistrée.")).to_be_visible()
    rows["mandate"].refresh_from_db()
    assert rows["mandate"].end_reason == "RESIGNATION"
