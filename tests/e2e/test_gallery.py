"""The gallery holds every component in every state: what holds here holds for the pages built with them."""

import pytest

from tests.e2e.checks import assert_accessible, assert_keyboard, assert_no_overflow, assert_skip_link, assert_text_may_breathe

LAYOUTS = ["/galerie/", "/galerie/travail/"]
PAGES = [*LAYOUTS, "/galerie/confirmation/"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(visit, address, dark, width):
    assert_accessible(visit(address, width=width, dark=dark))


def test_axe_finds_nothing_on_an_error_page(visit):
    assert_accessible(visit("/nulle-part/", status=404))


@pytest.mark.parametrize("address", [*PAGES, "/galerie/?tri=siege&page=2"])
@pytest.mark.parametrize("width", [320, 640])
def test_the_page_never_scrolls_sideways(visit, address, width):
    assert_no_overflow(visit(address), width)


@pytest.mark.parametrize("width", [320, 1280])
def test_spaced_text_is_not_cut(visit, width):
    assert_text_may_breathe(visit("/galerie/travail/", width=width))


@pytest.mark.parametrize("address", PAGES)
def test_the_skip_link_works(visit, address):
    assert_skip_link(visit(address))


@pytest.mark.parametrize("address", LAYOUTS)
def test_every_stop_of_the_keyboard_is_seen(visit, address):
    assert len(assert_keyboard(visit(address))) > 60


def test_the_errors_receive_the_focus(visit):
    page = visit("/galerie/")
    assert page.evaluate("document.activeElement.className") == "errs"
    page.get_by_role("link", name="Le 31 février").click()
    assert page.evaluate("document.activeElement.id") == "id_erreur-start"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_menu_opens_on_a_phone(visit, scripts):
    page = visit("/galerie/travail/", width=390, scripts=scripts)
    link = page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Associations")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    assert link.is_visible()
    if scripts:
        assert_accessible(page, within="header")
    page.get_by_role("button", name="Fermer le menu").click()
    assert not link.is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_heading_of_the_menu_opens_with_the_keyboard(visit, scripts):
    page = visit("/galerie/travail/", scripts=scripts)
    menu = page.get_by_role("navigation", name="Navigation principale")
    heading, link = menu.get_by_text("Administration").first, menu.get_by_role("link", name="Imports")
    assert not link.is_visible()
    heading.focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    assert heading.bounding_box()["height"] >= 44 and link.bounding_box()["height"] >= 44
    if scripts:
        assert_accessible(page, within="header")
    page.keyboard.press("Enter")
    assert not link.is_visible()


def test_a_phone_shows_every_link_under_its_heading(visit):
    page = visit("/galerie/travail/", width=390)
    page.get_by_role("button", name="Menu", exact=True).click()
    menu = page.get_by_role("navigation", name="Navigation principale")
    assert menu.get_by_role("paragraph").filter(has_text="Administration").is_visible()
    assert menu.get_by_role("link", name="Imports").is_visible()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_account_menu_opens_inside_the_page(visit, width):
    page = visit("/galerie/travail/", width=width)
    page.get_by_text("Claire MULLER").click()
    button = page.get_by_role("button", name="Se déconnecter")
    assert button.is_visible()
    box = button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert_accessible(page, within="header")
    assert_no_overflow(page, width)


def test_the_filters_unfold_on_a_phone_without_scripts(visit):
    page = visit("/galerie/", width=390, scripts=False)
    field = page.get_by_label("Nom ou ville")
    assert not field.is_visible()
    page.get_by_text("Filtrer\u00a0: nom").click()
    assert field.is_visible()


def test_the_filters_are_open_on_a_wide_page(visit):
    assert visit("/galerie/").get_by_label("Nom ou ville").is_visible()


def test_sorting_and_pages_work_without_scripts(visit):
    page = visit("/galerie/", scripts=False)
    page.get_by_role("link", name="Page suivante").click()
    page.get_by_role("link", name="Siège\u00a0: trier").click()
    assert "tri=siege" in page.url
    assert "page=" not in page.url
    assert page.get_by_role("columnheader", name="Siège\u00a0: trié").get_attribute("aria-sort") == "ascending"


@pytest.mark.parametrize("address", LAYOUTS)
def test_targets_are_large_enough(visit, address):
    small = visit(address, width=390).evaluate(
        """() => [...document.querySelectorAll('button,select,input:not([type=hidden]),summary,.btn,.nav a,.foot li a')]
            .filter(e => e.checkVisibility() && !e.closest('.ck'))
            .map(e => [e.getBoundingClientRect(), e.outerHTML.slice(0, 90)])
            .filter(([box]) => box.width && box.height < 24).map(([, html]) => html)"""
    )
    assert small == []


def test_paper_has_no_navigation(visit):
    page = visit("/galerie/")
    page.emulate_media(media="print")
    assert not page.locator(".top").is_visible()
    assert not page.locator(".pages").first.is_visible()
    assert page.locator(".seats").is_visible()


def test_colours_chosen_by_the_reader_keep_states_apart(visit):
    page = visit("/galerie/", forced_colors="active")
    borders = page.evaluate(
        "() => ['.btn', '.chip[aria-current]', '.note', '.tag'].map(s => getComputedStyle(document.querySelector(s)).borderTopWidth)"
    )
    assert all(float(width.removesuffix("px")) >= 1 for width in borders)
