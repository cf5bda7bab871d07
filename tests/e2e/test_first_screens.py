"""The first screen of each role in a real browser: with data and without, light and dark, small, by keyboard, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.e2e.checks import assert_accessible, assert_keyboard, assert_no_overflow, assert_text_may_breathe
from tests.factories import (
    AccreditationFactory,
    AssociationFactory,
    BodyFactory,
    BodyTypeRuleFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_proof_is_enough(settings):
    settings.SECOND_FACTOR_REQUIRED = False  # tests/e2e/test_sign_in.py shows the second factor


def scopes(*, full: bool) -> dict[str, dict]:
    """Return the scope of each role: over a body with one holder when `full`, over nothing otherwise."""
    if not full:
        association, facility, person = AssociationFactory(), FacilityFactory(), PersonFactory()
    else:
        BodyTypeRuleFactory()
        body = BodyFactory(seated=True)
        mandate = MandateFactory(seat=body.seats.first(), person=PersonFactory(last_name="Wernert", first_name="Odile"))
        association, facility, person = mandate.association, body.facility, mandate.person
        AccreditationFactory(association=association)
    region = RegionFactory()
    return {
        "ars_region": {"territory": region},
        "fas_region": {"territory": region},
        "association_manager": {"association": association},
        "representative": {"person": person},
        "facility_secretariat": {"facility": facility},
        "national_observer": {},
        "administrator": {},
    }


@pytest.mark.parametrize(("full", "dark"), [(True, False), (True, True), (False, False)], ids=["full", "dark", "empty"])
def test_the_first_screen_of_every_role_is_accessible(visit, full, dark):
    for role, scope in scopes(full=full).items():
        page = visit("/espace/", account=user_with_role(role, **scope), dark=dark)
        assert_accessible(page)
        assert_no_overflow(page)
        page.context.close()


def test_a_representative_goes_round_with_the_keyboard_alone(visit):
    page = visit("/espace/", account=user_with_role("representative", **scopes(full=True)["representative"]), width=390)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Odile")
    assert_keyboard(page)
    assert_text_may_breathe(page)


def test_an_association_reads_its_mandates_without_scripts(visit):
    page = visit("/espace/", account=user_with_role("association_manager", **scopes(full=True)["association_manager"]), scripts=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nos mandats")
    expect(page.get_by_role("rowheader", name="WERNERT Odile")).to_be_visible()
