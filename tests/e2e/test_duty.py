"""The pages about the basic training in a browser: axe, 320 pixels, and the acts without script."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.core.periods import add_months
from portevoix.base.notifications.models import Message
from portevoix.work.training.actions import equivalences
from portevoix.work.training.enums import EquivalenceState
from portevoix.work.training.models import Equivalence
from tests import factories as make
from tests.e2e.checks import assert_accessible, assert_no_overflow
from tests.training import careers, making

pytestmark = pytest.mark.django_db(transaction=True)
BASE = "/espace/formation-de-base/"


@pytest.fixture
def rows(settings):
    """People in each state near two towns, a request to decide; the accounts of those who read."""
    settings.SECOND_FACTOR_REQUIRED = False
    careers.settings(change=date(2040, 1, 1))
    today = timezone.localdate()
    home = make.CommuneFactory(code="67482", name="Strasbourg", population=290_000)
    moselle = make.DepartmentFactory(moselle=True)
    make.CommuneFactory(code="57463", name="Metz", latitude=49.12, longitude=6.18, department=moselle, population=120_000)
    course = making.CourseFactory(basic=True)
    for months in (1, 2, 7, 8, 9, 20, 30):
        person = make.PersonFactory(home=home, email=f"personne{months}@exemple.fr")
        make.MandateFactory(person=person, first=add_months(today, -months), term_end=add_months(today, 24))
    making.EnrolmentFactory(session=making.SessionFactory(course=course), person=person)
    representative, account = making.member(email="odile@exemple.fr")
    proof = SimpleUploadedFile("attestation.pdf", b"%PDF-1.7")
    asked = equivalences.ask(person=representative, done_on=date(2025, 1, 1), organiser="Bretagne", proof=proof, by=account, today=today)
    region = {"territory": make.RegionFactory()}
    association = representative.mandates.get().association
    return {
        "fas": make.user_with_role("fas_region", **region),
        "ars": make.user_with_role("ars_region", **region),
        "association": make.user_with_role("association_manager", association=association),
        "account": account,
        "newcomer": making.member(email="neuf@exemple.fr")[1],
        "equivalence": asked,
    }


FAS = (
    "",
    "?e=done",
    "?q=introuvable",
    "rappels/",
    "lieux/?k=2",
    "equivalences/",
    "equivalences/{equivalence}/",
    "equivalences/{equivalence}/refuser/",
    "../indicateurs/",
)


@pytest.mark.parametrize(
    ("account", "paths"),
    [
        ("fas", FAS),
        ("ars", ("", "../indicateurs/")),
        ("association", ("../nos-formations/formation-de-base/",)),
        ("account", ("../ma-formation/equivalence/",)),
        ("newcomer", ("../ma-formation/equivalence/",)),
    ],
)
def test_no_page_of_the_duty_has_a_fault_of_accessibility_nor_scrolls_sideways(visit, rows, account, paths):
    page = None
    for path in paths:
        address = BASE + path.format(equivalence=rows["equivalence"].pk)
        if page is None:
            page = visit(address, account=rows[account])
        else:
            page.goto(address)
        assert_accessible(page)
        assert_no_overflow(page)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_reminder_leaves_after_a_question_without_script(visit, rows):
    page = visit(f"{BASE}rappels/?e=overdue", account=rows["fas"], scripts=False)
    page.get_by_role("button", name="Continuer").click()
    assert not Message.objects.filter(code="training.duty_late").exists()
    page.get_by_role("button", name="Envoyer", exact=True).click()
    assert Message.objects.filter(code="training.duty_late").exists()


def test_an_equivalence_is_granted_without_script(visit, rows):
    page = visit(f"{BASE}equivalences/", account=rows["fas"], scripts=False)
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Accorder l’équivalence").click()
    page.get_by_role("button", name="Accorder l’équivalence").click()
    assert Equivalence.objects.get().state == EquivalenceState.GRANTED


def test_a_proposed_place_leads_to_the_session_prepared_there_without_script(visit, rows):
    page = visit(f"{BASE}lieux/?k=1", account=rows["fas"], scripts=False)
    page.get_by_role("link", name="Préparer une session ici").first.click()
    expect(page.locator("input[name=commune]")).to_have_value(re.compile("Strasbourg"))
