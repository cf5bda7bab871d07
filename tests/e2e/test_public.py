"""The public pages in a real browser: axe on an empty and on a filled register, journeys by keyboard and without scripts, paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.core.periods import period
from tests.e2e.checks import assert_accessible, assert_keyboard, assert_no_overflow, assert_skip_link, assert_text_may_breathe
from tests.factories import (
    AccreditationFactory,
    AssociationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    CommuneFactory,
    MandateFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

NEARBY, WHO = "/sieges-a-pourvoir/", "/qui-me-represente/"
TEXTS = ("/mes-droits/", "/plan-du-site/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/")
LISTS = ("/", NEARBY, WHO, "/instances/types/", "/associations/", "/donnees-ouvertes/")
FILLED = (
    *LISTS,
    NEARBY + "?q=67000",
    NEARBY + "?q=saint-martin",
    NEARBY + "?q=zzzz",
    WHO + "?q=hautepierre",
    WHO + "?q=eckbolsheim",
    "/associations/?q=unafam",
    "/departements/67/",
    "/instances/types/CDU/",
    "body",
)
WRONG = ((NEARBY + "?au=bonjour", 400), (NEARBY + "?rayon=7", 400), ("/instances/999999/", 404))


@pytest.fixture
def register(db):
    """A commission with a published name, a hidden one and two empty seats; around it a choice of communes."""
    today = timezone.localdate()
    CommuneFactory(code="67482", name="Strasbourg", postcodes=["67000"], population=290_000)
    CommuneFactory(code="67118", name="Eckbolsheim", postcodes=["67201"], latitude=48.58, longitude=7.68)
    CommuneFactory(code="67998", name="Saint-Martin", postcodes=["67220"])
    CommuneFactory(code="67999", name="Saint-Martin", postcodes=["67230"])
    BodyTypeRuleFactory()
    association = AssociationFactory(name="Union des familles et amis de personnes malades", acronym="UNAFAM")
    AccreditationFactory(association=association, period=period(today - timedelta(days=400), today + timedelta(days=700)))
    body = BodyFactory(
        facility__name="HOPITAL DE HAUTEPIERRE", facility__town="Strasbourg", facility__latitude=48.59, facility__longitude=7.7, seated=True
    )
    seats = body.seats.order_by("-quality", "rank")
    open_name = {"name_published": True, "consent_recorded_on": today, "association_published": True}
    for seat, person in zip(seats, ({"last_name": "Wernert", "first_name": "Odile", **open_name}, {}), strict=False):
        MandateFactory(
            seat=seat,
            person=PersonFactory(**person),
            association=association,
            first=today - timedelta(days=300),
            term_end=today + timedelta(days=500),
        )
    return body


def address_of(path, body):
    return f"/instances/{body.pk}/" if path == "body" else path


@pytest.mark.parametrize("path", [*LISTS, *TEXTS])
def test_axe_finds_nothing_on_an_empty_register(visit, path):
    page = visit(path)
    assert_accessible(page)
    assert_no_overflow(page)


@pytest.mark.parametrize("path", FILLED)
def test_axe_finds_nothing_on_a_filled_register_in_light_and_dark(visit, register, path):
    page = visit(address_of(path, register))
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    assert_no_overflow(page)


@pytest.mark.parametrize("path", TEXTS)
def test_axe_finds_nothing_in_the_dark(visit, path):
    assert_accessible(visit(path, dark=True))


@pytest.mark.parametrize(("path", "status"), WRONG)
def test_axe_finds_nothing_on_a_page_that_explains_an_error(visit, path, status):
    page = visit(path, status=status)
    assert_accessible(page)
    assert_no_overflow(page)


@pytest.mark.parametrize("path", ["/", NEARBY + "?q=67000", "body"])
def test_every_stop_of_the_keyboard_is_seen_and_text_may_breathe(visit, register, path):
    page = visit(address_of(path, register))
    assert_skip_link(page)
    assert len(assert_keyboard(page)) > 10
    assert_text_may_breathe(page)


def tab_to(page, selector, *, limit=60):
    """Press Tab until the focus is on `selector`."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_seat_near_home_is_found_with_the_keyboard_only(visit, register, scripts):
    page = visit("/", scripts=scripts)
    tab_to(page, "input[name=q]")
    page.keyboard.type("67000")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{NEARBY}?q=67000*")
    tab_to(page, ".res h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/instances/{register.pk}/")
    expect(page.locator("h1")).to_have_text("Hôpital de Hautepierre")
    expect(page.locator("main")).to_contain_text("Odile WERNERT")


def test_who_represents_me_is_answered_without_scripts(visit, register):
    page = visit("/", scripts=False)
    page.get_by_role("link", name="Qui me représente").first.click()
    page.get_by_label("Nom de l’établissement").fill("hautepiere")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Hôpital de Hautepierre").click()
    expect(page.get_by_text("nom non publié")).to_be_visible()


def test_the_right_situation_is_reached_without_scripts(visit, register):
    page = visit("/mes-droits/", scripts=False)
    page.get_by_role("link", name="Obtenir mon dossier médical").click()
    expect(page).to_have_url(re.compile("#s-record$"))
    expect(page.get_by_role("heading", name="Obtenir mon dossier médical")).to_be_visible()


def test_a_commune_is_chosen_among_those_of_the_same_name(visit, register):
    page = visit(NEARBY + "?q=saint-martin", scripts=False)
    page.get_by_role("link", name="Saint-Martin").first.click()
    expect(page.locator("h1")).to_have_text("Sièges à pourvoir près de Saint-Martin")


def test_the_page_of_a_body_is_one_sheet_of_paper(visit, register):
    page = visit(f"/instances/{register.pk}/")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))) == 1
