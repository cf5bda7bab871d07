"""The officer's road from the board to an open call, in a browser: without script, on a phone, with axe on every page."""

import pytest
from playwright.sync_api import expect

from portevoix.work.candidacies.models import Call
from tests import factories as make
from tests.e2e.checks import assert_accessible, assert_no_overflow, assert_refused

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(settings):
    """An officer, and vacant seats in two departments."""
    settings.SECOND_FACTOR_REQUIRED = False
    make.BodyTypeRuleFactory()
    make.BodyFactory(name="Hôpital de Hautepierre", seated=True)
    make.BodyFactory(name="Hôpital de Mercy", facility__department=make.DepartmentFactory(moselle=True), seated=True)
    make.AccreditationFactory(association=make.AssociationFactory(email="contact@exemple.fr"))
    return make.user_with_role("ars_region", territory=make.RegionFactory())


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_an_officer_opens_a_call_on_the_vacant_seats_of_two_departments(visit, officer, width, scripts):
    page = visit("/espace/sieges/?d=67&d=57", account=officer, width=width, scripts=scripts)
    page.get_by_role("link", name="Ouvrir un appel sur ces 8").click()
    expect(page.get_by_role("heading", level=2, name="8\u00a0sièges offerts")).to_be_visible()
    if scripts:
        assert_accessible(page)
    page.get_by_label("Adresse pour les questions").fill("pas une adresse")
    page.get_by_role("button", name="Préparer l’appel").click()
    assert_refused(page)
    page.get_by_label("Adresse pour les questions").fill("appels@exemple.fr")
    page.get_by_role("button", name="Préparer l’appel").click()
    page.get_by_role("button", name="Ouvrir l’appel").click()
    expect(page.get_by_role("heading", name="Ouvrir cet appel")).to_be_visible()
    page.get_by_role("button", name="Ouvrir l’appel").click()
    expect(page.get_by_role("main")).to_contain_text("Les candidatures sont reçues")
    assert Call.objects.get().state == "open"
    page.get_by_role("link", name="Page publique").click()
    expect(page.get_by_role("main")).to_contain_text("Il reste 31\u00a0jours")
    page.get_by_role("link", name="Hôpital de Mercy").click()
    expect(page.get_by_role("link", name="Un appel est ouvert jusqu’au").first).to_be_visible()


OF_A_CALL = ("modifier/", "prolonger/", "clore/", "sieges/ajouter/?cherche=mercy", "documents/ajouter/", "importer/")
OF_A_DRAFT = ("", "ouvrir/", "annuler/", "sieges/actualiser/")
AGENT_PAGES = ("", "nouveau/?d=67", "{call}/", *(f"{{call}}/{page}" for page in OF_A_CALL), *(f"{{draft}}/{page}" for page in OF_A_DRAFT))


@pytest.fixture
def calls(officer):
    """A call in preparation, an open one with a candidacy, one whose results are published."""
    seats = list(make.BodyFactory(seated=True).seats.all())
    shown = make.CallFactory(seats=seats, introduction="Présentation.")
    make.CandidacyFactory(call=shown, submitted=True, wishes=[seats[0].body])
    return {"call": shown.pk, "draft": make.CallFactory(draft=True, seats=seats).pk, "open": shown}


@pytest.mark.parametrize("address", AGENT_PAGES)
def test_every_page_of_the_calls_is_accessible_and_holds_on_a_phone(visit, officer, calls, address):
    page = visit("/espace/appels/" + address.format(**calls), account=officer)
    assert_accessible(page)
    assert_no_overflow(page)


@pytest.mark.parametrize("address", ["/appels/", "/appels/{number}/", "/appels/{number}/?q=zzz", "/appels/{published}/"])
def test_every_public_page_of_the_calls_is_accessible_and_holds_on_a_phone(visit, calls, address):
    published = make.CallFactory(closed=True, seats=list(make.BodyFactory(seated=True).seats.all()))
    Call.objects.filter(pk=published.pk).update(state="published")
    page = visit(address.format(number=calls["open"].number, published=published.number))
    assert_accessible(page)
    assert_no_overflow(page)


def test_somebody_designated_who_did_not_agree_is_told_without_a_name(visit):
    """Scenario 11 of the field: « représentant désigné », neither on the page of the call nor on that of the body a name."""
    seat = make.SeatFactory()
    call = make.CallFactory(closed=True, seats=[seat])
    person = make.PersonFactory(last_name="Wernert", first_name="Odile")
    chosen = make.CandidacyFactory(call=call, submitted=True, person=person, last_name="Wernert", name_publishable=True)
    make.WishFactory(candidacy=chosen, body=seat.body, state="designated", seat=seat)
    make.MandateFactory(seat=seat, person=person)
    Call.objects.filter(pk=call.pk).update(state="published")
    page = visit(f"/appels/{call.number}/")
    expect(page.get_by_role("cell", name="Représentant désigné, nom non publié")).to_be_visible()
    assert "WERNERT" not in page.content().upper()
    page.get_by_role("link", name=seat.body.readable_name).first.click()
    assert "WERNERT" not in page.content().upper()
