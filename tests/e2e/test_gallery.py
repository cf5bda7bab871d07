"""The gallery holds every component in every state: what holds here holds for the pages built with them."""

import re

import pytest
from playwright.sync_api import expect

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
    expect(page.locator(".errs")).to_be_focused()
    page.get_by_role("link", name="Le 31 février").click()
    expect(page.locator("#id_erreur-start")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_menu_opens_on_a_phone(visit, scripts):
    page = visit("/galerie/travail/", width=390, scripts=scripts)
    link = page.get_by_role("navigation", name="Navigation principale").get_by_role("link", name="Associations")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(link).to_be_visible()
    if scripts:
        assert_accessible(page, within="header")
    page.get_by_role("button", name="Fermer le menu").click()
    expect(link).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_heading_of_the_menu_opens_with_the_keyboard(visit, scripts):
    page = visit("/galerie/travail/", scripts=scripts)
    menu = page.get_by_role("navigation", name="Navigation principale")
    heading, link = menu.get_by_text("Administration").first, menu.get_by_role("link", name="Imports")
    expect(link).to_be_hidden()
    heading.focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    assert heading.bounding_box()["height"] >= 44 and link.bounding_box()["height"] >= 44
    if scripts:
        assert_accessible(page, within="header")
    page.keyboard.press("Enter")
    expect(link).to_be_hidden()


def test_a_phone_shows_every_link_under_its_heading(visit):
    page = visit("/galerie/travail/", width=390)
    page.get_by_role("button", name="Menu", exact=True).click()
    menu = page.get_by_role("navigation", name="Navigation principale")
    expect(menu.get_by_role("paragraph").filter(has_text="Administration")).to_be_visible()
    expect(menu.get_by_role("link", name="Imports")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_account_menu_opens_inside_the_page(visit, width):
    page = visit("/galerie/travail/", width=width)
    page.get_by_text("Claire MULLER").click()
    button = page.get_by_role("button", name="Se déconnecter")
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert_accessible(page, within="header")
    assert_no_overflow(page, width)


def test_the_filters_unfold_on_a_phone_without_scripts(visit):
    page = visit("/galerie/", width=390, scripts=False)
    field = page.get_by_label("Nom ou ville")
    expect(field).to_be_hidden()
    page.get_by_text("Filtrer\u00a0: nom").click()
    expect(field).to_be_visible()


def test_the_filters_are_open_on_a_wide_page(visit):
    expect(visit("/galerie/").get_by_label("Nom ou ville")).to_be_visible()


def test_sorting_and_pages_work_without_scripts(visit):
    page = visit("/galerie/", scripts=False)
    page.get_by_role("link", name="Page suivante").click()
    page.get_by_role("link", name="Siège\u00a0: trier").click()
    expect(page).to_have_url(re.compile("tri=siege"))
    expect(page).not_to_have_url(re.compile("page="))
    expect(page.get_by_role("columnheader", name="Siège\u00a0: trié")).to_have_attribute("aria-sort", "ascending")


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
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".pages").first).to_be_hidden()
    expect(page.locator(".seats")).to_be_visible()


def test_colours_chosen_by_the_reader_keep_states_apart(visit):
    page = visit("/galerie/", forced_colors="active")
    borders = page.evaluate(
        "() => ['.btn', '.chip[aria-current]', '.note', '.tag'].map(s => getComputedStyle(document.querySelector(s)).borderTopWidth)"
    )
    assert all(float(width.removesuffix("px")) >= 1 for width in borders)
