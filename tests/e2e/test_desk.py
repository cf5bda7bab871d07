"""The pages of the examination in a browser: axe on each page and form, empty, full and refused, at both widths."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.actions.proposals import propose
from tests import factories as make
from tests.candidacies.files import commission, sound_file
from tests.candidacies.test_designation import decided_call
from tests.e2e.checks import assert_accessible, assert_no_overflow, assert_refused
from tests.orders.making import OrderTemplateFactory, SignatoryFactory, setting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(settings):
    """Files in several states on two commissions, with a proposal; the agent, the delegation."""
    settings.SECOND_FACTOR_REQUIRED = False
    body, other = commission(), commission()
    call = make.CallFactory(
        closed=True, seats=Seat.objects.filter(body__in=[body, other]), decision_expected_on=timezone.localdate() + timedelta(30)
    )
    decide = sound_file(call=call, bodies=[body, other], to_decide=True, motivation="Je tiens une permanence.")
    sound_file(call=call, bodies=[body], to_decide=True)
    agent = make.user_with_role("ars_region", territory=make.RegionFactory())
    propose(call=call, by=agent, today=timezone.localdate())
    empty = make.CallFactory(closed=True, seats=[make.SeatFactory()])
    return {
        "agent": agent,
        "delegation": make.user_with_role("ars_department", territory=body.department),
        "call": call,
        "empty": empty,
        "decide": decide,
        "submitted": sound_file(call=call, bodies=[body], person=None),
        "review": sound_file(call=call, bodies=[body], under_review=True),
        "seat": call.proposals.get().lines.first().seat,
    }


AGENT = (
    "ce-qui-m-attend/",
    "ce-qui-m-attend/?q=introuvable",
    "candidatures/",
    "candidatures/?q=introuvable",
    "candidatures/{decide}/",
    "candidatures/{submitted}/",
    "candidatures/{decide}/demander-des-pieces/",
    "candidatures/{submitted}/complet/",
    "candidatures/{submitted}/fiche/",
    "candidatures/{submitted}/retrait/",
    "candidatures/{decide}/voeux/1/decider/",
    "appels/{call}/affectation/",
    "appels/{call}/affectation/calculer/",
    "appels/{call}/affectation/sieges/{seat}/",
    "appels/{call}/affectation/refus/",
    "appels/{empty}/affectation/",
    "appels/{empty}/arrete/",
)
DELEGATION = ("ce-qui-m-attend/", "candidatures/{review}/", "candidatures/{review}/avis/")


@pytest.mark.parametrize(("account", "paths"), [("agent", AGENT), ("delegation", DELEGATION)])
def test_no_page_of_the_examination_has_a_fault_of_accessibility(visit, rows, account, paths):
    page = visit("/espace/ce-qui-m-attend/", account=rows[account])
    for path in paths:
        page.goto("/espace/" + path.format(**{name: row.pk for name, row in rows.items()}))
        assert_accessible(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("path", ["candidatures/{decide}/voeux/1/decider/", "appels/{call}/affectation/"])
def test_a_refused_form_says_what_to_mend_and_stays_accessible(visit, rows, path):
    page = visit("/espace/" + path.format(**{name: row.pk for name, row in rows.items()}), account=rows["agent"])
    page.locator("main form button.btn").last.click()
    assert_refused(page)
    expect(page.locator("[role=alert]").first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("state", ["decided", "published"])
def test_a_decided_call_leads_to_the_order_that_designates_without_script(visit, rows, state):
    call, chosen, _ = decided_call(rows["agent"])
    setting(call.region)
    SignatoryFactory(region=call.region)
    OrderTemplateFactory()
    type(call).objects.filter(pk=call.pk).update(state=state)
    page = visit(f"/espace/appels/{call.pk}/", account=rows["agent"], scripts=False)
    expect(page.get_by_text("1 personne retenue attend un arrêté")).to_be_visible()
    page.get_by_role("link", name="Préparer l’arrêté").click()
    page.get_by_role("button", name="Rédiger le projet d’arrêté").click()
    expect(page.get_by_text("Le projet d’arrêté est prêt")).to_be_visible()
    expect(page.get_by_text(chosen.person.last_name.upper()).first).to_be_visible()
