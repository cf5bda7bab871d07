"""What an association does with a file that it sent: take it back, let France Assos Santé read it; and the pages of those who read."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.work.candidacies.actions import filing, sharing
from tests import factories as make
from tests.e2e.checks import assert_keyboard
from tests.e2e.filing import check, filing_world, whole

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return filing_world()


@pytest.fixture
def sent(world):
    return filing.submit(candidacy=whole(world, motivation="Elle connaît l’hôpital."), by=world["manager"], at=timezone.now())


def test_a_file_is_shared_then_taken_back_without_script(visit, world, sent):
    page = visit(reverse("candidacies:candidacy", args=[sent.pk]), account=world["manager"], scripts=False)
    page.get_by_role("button", name="Donner l’accord").click()
    expect(page.get_by_text("Accord donné le")).to_be_visible()
    page.get_by_role("button", name="Retirer l’accord").click()
    expect(page.get_by_text("Aucun accord en cours")).to_be_visible()
    page.get_by_role("link", name="Reprendre le dossier pour le corriger").click()
    page.get_by_role("button", name="Reprendre le dossier").click()
    expect(page.get_by_text("Le dossier est de nouveau un brouillon.")).to_be_visible()
    sent.refresh_from_db()
    assert sent.state == "draft"


@pytest.mark.parametrize("name", ["candidacy", "take_back"])
def test_the_pages_of_the_association_are_accessible(visit, world, sent, name):
    page = visit(reverse(f"candidacies:{name}", args=[sent.pk]), account=world["manager"])
    assert_keyboard(page)
    check(page)


@pytest.mark.parametrize("shared", [False, True])
def test_the_pages_of_france_assos_sante_are_accessible_empty_and_full(visit, world, sent, shared):
    reader = make.user_with_role("fas_region", territory=world["call"].region)
    if shared:
        sharing.set_reading_consent(candidacy=sent, given=True, by=world["manager"])
    addresses = [reverse("candidacies:shared_candidacies"), *([reverse("candidacies:shared_candidacy", args=[sent.pk])] if shared else [])]
    for address in addresses:
        page = visit(address, account=reader)
        assert_keyboard(page)
        page.evaluate("window.scrollTo(0, 0)")  # under the head of a table, which stays on screen, axe cannot read colours
        check(page)
