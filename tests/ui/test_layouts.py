"""Header and footer: links of each package, account menu, help, landmarks."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from portevoix.base.ui.navigation import FLAT, Audience, Group, Heading, Identity, Link, NavItem, Registry, grouped, registry


def request_for(path="/", user=None):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


@pytest.fixture
def account():
    return SimpleNamespace(is_authenticated=True)


@pytest.fixture
def own_registry(monkeypatch):
    fresh = Registry()
    monkeypatch.setattr(registry, "_items", fresh._items)
    monkeypatch.setattr(registry, "identify", lambda request: Identity(name="Claire MULLER", role="ARS", space="Agence régionale de santé"))
    return registry


def item(label, order, **options):
    return NavItem(label=label, url_name="ui:gallery", order=order, audience=Audience.PUBLIC, **options)


def test_a_link_is_hidden_from_those_who_may_not_follow_it(own_registry):
    own_registry.register(item("Galerie", 1, visible=lambda request: False))
    assert own_registry.links(request_for(), Audience.PUBLIC) == []


def test_a_link_to_a_page_that_nobody_wrote_is_left_out(own_registry):
    own_registry.register(NavItem(label="Rêve", url_name="reve:accueil", order=1, audience=Audience.PUBLIC))
    assert own_registry.links(request_for(), Audience.PUBLIC) == []


def test_links_come_in_order(own_registry):
    own_registry.register(NavItem(label="B", url_name="ui:gallery_work", order=2, audience=Audience.PUBLIC), item("A", 1))
    assert [link.label for link in own_registry.links(request_for(), Audience.PUBLIC)] == ["A", "B"]


@pytest.mark.parametrize(
    ("path", "current"), [("/galerie/", "page"), ("/galerie/confirmation/", "true"), ("/ailleurs/", ""), ("/galerie/travail/", "")]
)
def test_the_link_of_the_current_section_is_marked(own_registry, path, current):
    own_registry.register(item("Galerie", 1), NavItem(label="Travail", url_name="ui:gallery_work", order=2, audience=Audience.PUBLIC))
    links = {link.label: link.current for link in own_registry.links(request_for(path), Audience.PUBLIC)}
    assert links["Galerie"] == current


def links(count, group, **options):
    return [Link(label=f"{group} {n}", url=f"/{group}/{n}/", group=group, **options) for n in range(count)]


def test_a_short_menu_is_one_line_of_links():
    some = links(FLAT, Group.CALLS)
    assert grouped(some) == some


def test_a_long_menu_opens_by_headings_where_their_first_link_was():
    alone, one, several = links(2, Group.ALONE), links(1, Group.ORDERS), links(FLAT, Group.SEATS)
    menu = [alone[0], several[0], *one, *several[1:], alone[1]]
    assert grouped(menu) == [alone[0], Heading(label=Group.SEATS, links=several), *one, alone[1]]


def test_the_heading_of_the_current_page_is_marked():
    here, elsewhere = links(1, Group.SEATS, current="page"), links(2, Group.SEATS)
    assert Heading(label="Sièges", links=here + elsewhere).current == "true"
    assert Heading(label="Sièges", links=elsewhere).current == ""


@pytest.fixture
def page(own_registry):
    def render(layout="ui/public.html", user=None, **context):
        return render_to_string(layout, context, request=request_for("/galerie/", user))

    return render


def test_the_skip_link_comes_first_and_leads_to_the_content(page):
    html = page()
    body = html[html.index("<body") :]
    assert re.search(r'<a class="skip" href="#contenu">', body).start() < body.index("<header")
    assert '<main id="contenu" tabindex="-1">' in body


def test_a_visitor_may_sign_in_and_an_account_sign_out(page, account, monkeypatch):
    monkeypatch.setattr("portevoix.base.ui.context.SIGN_IN", ("ui:gallery",))
    monkeypatch.setattr("portevoix.base.ui.context.SIGN_OUT", ("ui:gallery",))
    assert "Se connecter" in page()
    html = page(user=account)
    assert "Se connecter" not in html
    assert re.search(r'<form method="post"[^>]*>.*Se déconnecter', html, re.DOTALL)
    assert "Claire MULLER · ARS" in html


def test_work_pages_name_the_space_of_the_account(page, account):
    html = page("ui/work.html", user=account)
    assert '<body class="work">' in html
    assert "Agence régionale de santé" in html


def test_the_demonstration_says_that_people_are_fictional(page, settings):
    settings.DEMO = True
    assert "fictifs" in page()
    settings.DEMO = False
    assert "fictifs" not in page()


@pytest.mark.parametrize("layout", ["ui/public.html", "ui/work.html"])
def test_help_and_legal_pages_are_at_the_foot(page, layout, settings):
    html = page(layout)
    foot = html[html.index("<footer") :]
    for words in ("Plan du site", "Mentions légales", "Données personnelles", "Données ouvertes", "Accessibilité\u00a0:", "Besoin d’aide"):
        assert words in foot
    assert settings.HELP_DESK["email"] in foot
    assert settings.HELP_DESK["phone"] in foot


def test_messages_are_shown_as_notices(page):
    message = SimpleNamespace(message="Le mandat est enregistré.", level_tag="success")
    assert '<div class="note o noprint">' in page(messages=[message])


def test_the_gallery_shows_every_component(client):
    html = client.get("/galerie/").content.decode()
    for mark in (
        "errs",
        "note",
        "sum",
        "tasks",
        "steps row",
        "figs",
        "log",
        "chips",
        "seats",
        "rank",
        "data",
        "pages",
        "ch map",
        "tl",
        "filt",
    ):
        assert f'class="{mark}' in html
    assert "<progress" in html


def test_the_gallery_does_not_exist_in_production(settings):
    source = (settings.BASE_DIR / "config/settings/production.py").read_text()
    base = (settings.BASE_DIR / "config/settings/base.py").read_text()
    assert "GALLERY = False" in base
    assert "GALLERY" not in source
