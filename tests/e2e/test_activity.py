"""The activity in a browser: the journal in under a minute on a phone without script; axe, 320 px and spacing on every page and state."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.audit.actors import Program
from portevoix.work.activity.actions import claims, leave
from portevoix.work.activity.actions.reference import load_scales
from portevoix.work.activity.models import JournalEntry
from tests import factories as make
from tests.activity import making
from tests.e2e.checks import assert_accessible, assert_keyboard, assert_no_overflow, assert_refused, assert_text_may_breathe

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = 390


@pytest.fixture
def world(settings):
    """Somebody who sits in a users' commission, the secretariat of it, France Assos Santé and the association."""
    settings.SECOND_FACTOR_REQUIRED = False
    body = make.BodyFactory(facility__name="Hôpital de Hautepierre")
    home = make.CommuneFactory(name="Obernai", postcodes=["67210"], latitude=48.46, longitude=7.48)
    make.CommuneFactory(name="Strasbourg", postcodes=["67000"])
    person = make.PersonFactory(civility="Mme", first_name="Odile", last_name="Wernert", home=home)
    mandate = make.MandateFactory(seat=make.SeatFactory(body=body), person=person)
    load_scales(by=Program("tests"))
    return {
        "person": person,
        "body": body,
        "oneself": make.user_with_role("representative", person=person),
        "secretariat": make.user_with_role("facility_secretariat", facility=body.facility),
        "fas": make.user_with_role("fas_region", territory=body.region),
        "manager": make.user_with_role("association_manager", association=mandate.association),
    }


def check(page) -> None:
    """Hold a page to axe, to the width of a small phone and to the spacing of WCAG 1.4.12."""
    assert_accessible(page)
    assert_no_overflow(page)
    assert_text_may_breathe(page)


def prepared(world, day):
    """Return a claim of one journey, being prepared."""
    making.entry(world["person"], body=world["body"], kilometres=54, day=day)
    return claims.start_claim(person=world["person"], body=world["body"], way=making.BY_CAR, by=world["oneself"], today=day)


def test_line_is_written_on_a_phone_without_script(visit, world):
    page = visit(reverse("activity:journal"), account=world["oneself"], width=PHONE, scripts=False)
    page.locator("#id_kind").select_option("preparation")
    page.locator("#id_day").fill("hier")
    page.locator("#id_minutes").fill("1 h 15")
    page.get_by_role("button", name="Ajouter au journal").click()
    expect(page.get_by_text("C’est noté.")).to_be_visible()
    line = JournalEntry.objects.get()
    assert (line.minutes, line.day) == (75, timezone.localdate() - timedelta(days=1))


def test_line_is_written_with_the_keyboard_alone(visit, world):
    page = visit(reverse("activity:journal"), account=world["oneself"])
    stops = assert_keyboard(page)
    assert any("id_minutes" in stop for stop in stops)
    page.locator("#id_minutes").focus()
    page.keyboard.type("45 min")
    page.keyboard.press("Enter")
    page.get_by_text("C’est noté.").wait_for()
    assert JournalEntry.objects.get().minutes == 45


def test_pages_when_nothing_is_written(visit, world):
    for name in ("journal", "claims", "leaves", "year"):
        check(visit(reverse(f"activity:{name}"), account=world["oneself"]))
    check(visit(reverse("activity:received"), account=world["secretariat"]))
    check(visit(reverse("activity:figures"), account=world["fas"]))
    check(visit(reverse("activity:association_figures"), account=world["manager"]))


def test_pages_of_the_journal(visit, world):
    line = making.entry(world["person"], body=world["body"], kilometres=54, remarks="Lecture des plaintes", day=timezone.localdate())
    for name, *args in (("journal",), ("claims",), ("year",), ("entry", line.pk), ("entry_delete", line.pk)):
        check(visit(reverse(f"activity:{name}", args=args), account=world["oneself"]))
    page = visit(reverse("activity:journal"), account=world["oneself"])
    page.get_by_role("button", name="Ajouter au journal").click()
    assert_refused(page)
    check(page)


def test_pages_of_the_claims_in_each_state(visit, world):
    oneself, today = world["oneself"], timezone.localdate()
    making.entry(world["person"], body=world["body"], kilometres=54, day=today - timedelta(days=9))
    start = f"{reverse('activity:claim_start')}?instance={world['body'].pk}"
    check(visit(start, account=oneself))
    claim = prepared(world, today - timedelta(days=2))
    check(visit(reverse("activity:claim", args=[claim.pk]), account=oneself))
    check(visit(reverse("activity:claim_line", args=[claim.pk, claim.lines.first().pk]), account=oneself))
    page = visit(reverse("activity:claim", args=[claim.pk]), account=oneself)
    page.get_by_role("button", name="Envoyer l’état de frais").click()
    assert_refused(page)
    check(page)
    claims.send(claim=claim, online=True, by=oneself, at=timezone.now())
    check(visit(reverse("activity:claim", args=[claim.pk]), account=oneself))
    for name, *args in (("received",), ("received_claim", claim.pk), ("received_settle", claim.pk), ("received_send_back", claim.pk)):
        check(visit(reverse(f"activity:{name}", args=args), account=world["secretariat"]))
    claims.send_back(claim=claim, reason="Il manque un billet.", by=world["secretariat"])
    check(visit(reverse("activity:claim", args=[claim.pk]), account=oneself))
    claims.send(claim=claim, online=False, by=oneself, at=timezone.now())
    check(visit(reverse("activity:claim", args=[claim.pk]), account=oneself))
    check(visit(reverse("activity:claims"), account=oneself))


def test_pages_of_the_leave_in_each_state(visit, world):
    oneself, today = world["oneself"], timezone.localdate()
    days = [day for day in (today - timedelta(days=back) for back in range(1, 9)) if day.weekday() < 5]
    facts = {"person": world["person"], "body": world["body"], "portion": "day", "by": oneself, "today": today}
    soon = next(day for day in (today + timedelta(days=more) for more in (5, 6)) if day.weekday() != 6)
    coming = leave.add_leave(day=soon, **facts)
    past = leave.add_leave(day=days[0], **facts)
    for name, row in (("leave", coming), ("leave_letter", coming), ("leave_delete", coming), ("leave", past), ("leave_ask_presence", past)):
        check(visit(reverse(f"activity:{name}", args=[row.pk]), account=oneself))
    asked = leave.ask_presence(leave=past, starts=time(14), ends=time(16), by=oneself, today=today)
    check(visit(reverse("activity:leave", args=[past.pk]), account=oneself))
    for name, *args in (("received",), ("presence", asked.pk), ("presence_refuse", asked.pk)):
        check(visit(reverse(f"activity:{name}", args=args), account=world["secretariat"]))
    signs = {"function": "secretary", "signatory": "Isabelle Perrin"}
    leave.issue_presence(presence=asked, starts=time(14), ends=time(16), by=world["secretariat"], at=timezone.now(), **signs)
    check(visit(reverse("activity:leave", args=[past.pk]), account=oneself))
    check(visit(reverse("activity:leaves"), account=oneself))
    check(visit(reverse("activity:presence", args=[asked.pk]), account=world["secretariat"]))


def test_page_of_the_figures(visit, world):
    for _ in range(6):
        making.entry(make.MandateFactory(seat=make.SeatFactory(body=world["body"])).person, body=world["body"], day=timezone.localdate())
    check(visit(reverse("activity:figures"), account=world["fas"]))
