"""The pages of the training in a browser: axe, the keyboard, 320 pixels, no script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.work.training.enums import EnrolmentState
from portevoix.work.training.models import Enrolment, Mark
from portevoix.work.training.selectors.attendance import half_days_of
from portevoix.work.training.selectors.offers import sign_place
from tests import factories as make
from tests.e2e.checks import assert_keyboard
from tests.e2e.filing import check
from tests.training import making as t

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings):
    """A session to come and one of yesterday with two people, an offered place, a full session, somebody of each role."""
    settings.SECOND_FACTOR_REQUIRED = False
    today = timezone.localdate()
    soon, past = today + timedelta(days=20), today - timedelta(days=1)
    course = t.CourseFactory(basic=True)
    session = t.SessionFactory(course=course, closes_on=soon, half_days=[(soon, *t.MORNING), (soon, *t.AFTERNOON)])
    held = t.SessionFactory(confirmed=True, closes_on=past, half_days=[(past, *t.MORNING), (past, *t.AFTERNOON)])
    full = t.SessionFactory(seats=1, minimum=1, closes_on=soon, half_days=[(soon + timedelta(days=7), *t.MORNING)])
    association = make.AssociationFactory()
    person, user = t.member(home=make.CommuneFactory(name="Strasbourg"), association=association)
    t.AccessNeedFactory(enrolment=t.EnrolmentFactory(session=session))
    offered = t.EnrolmentFactory(
        session=full, person=person, association=association, offered=True, offer_expires_at=timezone.now() + timedelta(days=3)
    )
    t.EnrolmentFactory(session=full, waiting=True)
    return {
        "session": session,
        "held": held,
        "people": [t.EnrolmentFactory(session=held) for _ in range(2)],
        "full": full,
        "offered": offered,
        "user": user,
        "manager": make.user_with_role("association_manager", association=association),
        "agent": t.delegation(),
    }


def url(name, *args):
    return reverse(f"training:{name}", args=args)


def test_the_public_pages_are_accessible(visit, world):
    session = world["session"]
    addresses = [url("catalogue"), url("course", "ruea"), url("public_session", session.pk), url("place", sign_place(world["offered"]))]
    for address in addresses:
        page = visit(address)
        assert_keyboard(page)
        check(page)


def test_the_pages_of_a_representative_are_accessible(visit, world):
    addresses = [url("my_training"), url("register", world["session"].pk), url("my_needs", world["offered"].pk)]
    for address in addresses:
        page = visit(address, account=world["user"])
        assert_keyboard(page)
        check(page)


def test_the_pages_of_an_association_are_accessible(visit, world):
    for address in (url("our_training"), url("enrol_ours", world["session"].pk)):
        page = visit(address, account=world["manager"])
        assert_keyboard(page)
        check(page)


def test_the_pages_of_france_assos_sante_are_accessible(visit, world):
    half_day = half_days_of(world["held"])[0]
    addresses = [
        url("sessions"),
        url("session", world["session"].pk),
        url("edit_session", world["session"].pk),
        url("sheet", world["held"].pk, half_day.pk),
        url("courses"),
    ]
    for address in addresses:
        page = visit(address, account=world["agent"])
        assert_keyboard(page)
        page.evaluate("window.scrollTo(0, 0)")  # under the head of a table, which stays on screen, axe cannot read colours
        check(page)


def test_somebody_registers_in_two_clicks_without_script(visit, world):
    page = visit(url("public_session", world["session"].pk), account=world["user"], scripts=False, width=390)
    page.get_by_role("link", name="M’inscrire").click()
    page.get_by_role("button", name="Confirmer mon inscription").click()
    expect(page.get_by_text("Votre place est réservée.")).to_be_visible()
    assert Enrolment.objects.filter(session=world["session"], person=world["offered"].person, state=EnrolmentState.REGISTERED).exists()


def test_a_place_is_confirmed_from_the_e_mail_without_signing_in_nor_script(visit, world):
    page = visit(url("place", sign_place(world["offered"])), scripts=False, width=390)
    page.get_by_role("button", name="Confirmer ma place").click()
    expect(page.get_by_text("Votre place est réservée.")).to_be_visible()


def test_a_sheet_is_filled_on_a_tablet_without_script(visit, world):
    first, second = world["people"]
    half_day = half_days_of(world["held"])[0]
    page = visit(url("sheet", world["held"].pk, half_day.pk), account=world["agent"], scripts=False, width=820)
    page.get_by_label(f"Absence de {second.person.sorted_name}").check()
    page.get_by_label(f"Minutes manquées par {first.person.sorted_name}").fill("15")
    page.get_by_role("button", name="Enregistrer, puis la suivante").click()
    expect(page.get_by_text("2 lignes enregistrées.")).to_be_visible()
    marks = dict(Mark.objects.values_list("enrolment", "missed"))
    assert marks == {first.pk: 15, second.pk: 0}
