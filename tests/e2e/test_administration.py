"""Rights, journal and « Qui voit mes données » in a real browser: by keyboard, without scripts, small, dark."""

import pytest
from playwright.sync_api import expect

from portevoix.base.audit import journal
from portevoix.register.access.models import RoleAssignment
from tests.e2e.checks import assert_accessible, assert_no_overflow, assert_refused, assert_text_may_breathe
from tests.factories import (
    AssociationFactory,
    DepartmentFactory,
    FacilityFactory,
    MandateFactory,
    PersonFactory,
    RegionFactory,
    UserFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db(transaction=True)

RIGHTS, JOURNAL, OPENING = "/espace/droits/", "/espace/journal/", "/espace/droits/ouvrir-les-comptes/"


@pytest.fixture(autouse=True)
def one_proof_is_enough(settings):
    settings.SECOND_FACTOR_REQUIRED = False  # tests/e2e/test_sign_in.py shows the second factor


@pytest.fixture
def administrator(db):
    return user_with_role("administrator")


def test_a_right_is_given_and_taken_away_without_scripts(visit, administrator):
    facility = FacilityFactory(name="Hôpital de Hautepierre")
    page = visit(RIGHTS, account=administrator, scripts=False)
    page.get_by_role("link", name="Donner un droit").click()
    page.get_by_role("link", name="Établissement, secrétariat de la commission").click()
    page.get_by_label("Établissement").fill("hautepierre")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_label(str(facility)).check()
    page.get_by_label("Adresse électronique").fill("secretariat@exemple.fr")
    page.get_by_role("button", name="Donner ce droit").click()
    expect(page.get_by_text("Le droit est donné.")).to_be_visible()
    page.get_by_role("link", name="Retirer le droit Établissement").click()
    page.get_by_label("La personne a quitté ses fonctions").check()
    page.get_by_role("button", name="Retirer ce droit").click()
    expect(page.get_by_text("Le droit est retiré.")).to_be_visible()
    assert not RoleAssignment.objects.filter(facility=facility).exists()


def test_a_form_sent_empty_leads_to_each_field(visit, administrator):
    DepartmentFactory()
    page = visit("/espace/droits/donner/ars_department/", account=administrator)
    page.get_by_label("Premier jour").fill("")
    page.get_by_role("button", name="Donner ce droit").click()
    assert_refused(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    assert_accessible(page)
    page.get_by_role("link", name="Indiquez une adresse électronique").click()
    expect(page.get_by_label("Adresse électronique")).to_be_focused()


@pytest.fixture
def full(administrator):
    """A register with some rights, people and entries in every state."""
    mandate = MandateFactory(association=AssociationFactory())
    user_with_role("ars_region", territory=mandate.body.region)
    user_with_role("fas_region", territory=mandate.body.region)
    for email in ("nadia@exemple.fr", ""):
        MandateFactory(person=PersonFactory(email=email, last_name="Un nom de famille composé très long"))
    closed = UserFactory(first_name="Partie", is_active=False)
    representative = user_with_role("representative", person=mandate.person)
    journal.record("mandate.end", target=mandate, by=administrator, reason="resignation", on="2026-11-22")
    journal.record_many("mandate.end", targets=[mandate] * 60, by=administrator)
    return {"representative": representative, "closed": closed}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_of_the_administration_is_accessible(visit, administrator, full, dark):
    page = visit(RIGHTS, account=administrator, dark=dark)
    right = RoleAssignment.objects.exclude(user=administrator).first()
    for address in (
        RIGHTS,
        RIGHTS + "?etat=termines",
        OPENING,
        "/espace/droits/donner/",
        "/espace/droits/donner/ars_region/",
        "/espace/droits/donner/representative/?cherche=x",
        f"/espace/droits/{right.pk}/retirer/",
        f"/espace/comptes/{right.user_id}/",
        f"/espace/comptes/{full['closed'].pk}/",
        JOURNAL,
        JOURNAL + "?du=1er janvier 2020&jusqu=2 janvier 2020",
    ):
        page.goto(address)
        assert_accessible(page)


def test_every_page_of_the_administration_fits_a_small_telephone(visit, administrator, full):
    page = visit(RIGHTS, account=administrator)
    for address in (RIGHTS, OPENING, "/espace/droits/donner/", "/espace/droits/donner/ars_region/", JOURNAL):
        page.goto(address)
        assert_no_overflow(page)
        assert_text_may_breathe(page)


def test_accounts_are_opened_without_scripts(visit, administrator, full):
    page = visit(RIGHTS, account=administrator, scripts=False)
    page.get_by_role("link", name="Ouvrir les comptes des représentants").click()
    expect(page.get_by_role("link", name="Ne rien changer")).to_have_attribute("href", RIGHTS)
    page.get_by_role("button", name="Ouvrir ce compte").click()
    assert_refused(page)
    page.get_by_label("Je le confirme").check()
    page.get_by_role("button", name="Ouvrir ce compte").click()
    expect(page.get_by_text("1 compte est ouvert.")).to_be_visible()
    expect(page.get_by_text("Aucun compte n’est à ouvrir.")).to_be_visible()
    expect(page.get_by_text("Aucune adresse électronique")).to_be_visible()


def test_who_sees_my_data(visit, full):
    page = visit("/espace/mes-donnees/", account=full["representative"])
    expect(page.get_by_role("rowheader", name="Nom et prénom")).to_be_visible()
    expect(page.get_by_role("cell", name="ARS, siège (Grand Est)").first).to_be_visible()
    expect(page.get_by_role("button", name="Donner mon accord : publier mon nom")).to_be_visible()
    assert_accessible(page)
    assert_no_overflow(page)


def test_the_page_that_explains_the_second_factor_is_accessible(visit, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    page = visit("/espace/sieges/", account=user_with_role("ars_region", territory=RegionFactory()), status=403)
    expect(page.get_by_role("heading", level=1)).to_contain_text("seconde preuve")
    assert_accessible(page)
    assert_no_overflow(page)


def test_an_account_without_any_right_is_told_so(visit):
    page = visit("/espace/", account=UserFactory())
    assert_accessible(page)
