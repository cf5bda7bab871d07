"""The pages of the space of a representative in a real browser: axe, keyboard, no script, 200 %, 320 px; one sheet of paper."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.core.periods import period
from portevoix.register.directory.models import Consent, DataRequest
from tests.e2e.checks import assert_accessible, assert_keyboard, assert_no_overflow, assert_text_may_breathe
from tests.factories import BodyFactory, BodyTypeRuleFactory, MandateFactory, PersonFactory, user_with_role

pytestmark = pytest.mark.django_db(transaction=True)
OF_THE_SPACE = ("my_space", "print_my_space", "my_peers", "my_data", "my_home", "my_phone", "my_email", "my_request")
TWICE_AS_BIG = 640  # what a window of 1 280 pixels shows at 200 %


@pytest.fixture
def one(settings):
    """A representative whose mandate ends soon, with a pair, an answer and a request."""
    settings.SECOND_FACTOR_REQUIRED = False
    today = timezone.localdate()
    BodyTypeRuleFactory()
    body = BodyFactory(seated=True)
    person = PersonFactory(last_name="Wernert", first_name="Odile", civility="Mme", email="odile@exemple.fr", phone="0388123456")
    last = today + timedelta(days=100)
    mandate = MandateFactory(
        seat=body.seats.get(quality="titular", rank=1), person=person, period=period(date(2024, 1, 1), last), term_end=last
    )
    pair = MandateFactory(seat=body.seats.get(quality="substitute", rank=1), person=PersonFactory(email="paire@exemple.fr")).person
    Consent.objects.create(person=pair, purpose="email_peers", granted=True)
    Consent.objects.create(person=person, purpose="name", granted=True)
    DataRequest.objects.create(person=person, kind="correction", words="Mon prénom.", answer_before=today + timedelta(days=20))
    return user_with_role("representative", person=person), mandate


def addresses(mandate):
    return [*(reverse(f"workspace:{name}") for name in OF_THE_SPACE), reverse("workspace:renewal_wish", args=[mandate.pk])]


def test_every_page_of_the_space_is_accessible_and_narrow_enough(visit, one):
    account, mandate = one
    for address in addresses(mandate):
        page = visit(address, account=account)
        assert_accessible(page)
        assert_no_overflow(page, TWICE_AS_BIG)
        assert_no_overflow(page)
        page.context.close()


def test_every_page_of_the_space_goes_with_the_keyboard_alone(visit, one):
    account, mandate = one
    for address in addresses(mandate):
        page = visit(address, account=account, width=390)
        assert assert_keyboard(page)
        assert_text_may_breathe(page)
        page.context.close()


def test_the_wish_and_a_consent_need_no_script(visit, one):
    account, _ = one
    page = visit(reverse("workspace:my_space"), account=account, scripts=False)
    page.get_by_role("button", name="Je souhaite continuer").click()
    expect(page.get_by_text("C’est noté.")).to_be_visible()
    expect(page.get_by_text("Vous avez dit")).to_be_visible()
    page.get_by_role("link", name="Qui voit quoi, et changer d’avis").click()
    page.get_by_role("button", name="Retirer mon accord : publier mon nom").click()
    expect(page.get_by_text("Votre accord est retiré, dès maintenant.")).to_be_visible()


def test_everything_is_downloaded_without_script(visit, one):
    account, _ = one
    page = visit(reverse("workspace:my_data"), account=account, scripts=False)
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger toutes mes données").click()
    assert download.value.suggested_filename.endswith(".zip")


def test_the_printed_space_is_one_sheet(visit, one):
    account, _ = one
    page = visit(reverse("workspace:print_my_space"), account=account)
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        assert len(pdf.pages) == 1


def test_an_empty_space_is_accessible(visit, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    account = user_with_role("representative", person=PersonFactory())
    for name in ("my_space", "my_peers", "my_data"):
        page = visit(reverse(f"workspace:{name}"), account=account, width=390)
        assert_accessible(page)
        page.context.close()
