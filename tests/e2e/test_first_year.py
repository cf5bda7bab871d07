"""The first year of somebody who has just been designated, from the message to the certificate, without script."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portevoix.base.audit.actors import Program
from portevoix.base.core.periods import ONE_DAY, add_years, period
from portevoix.register.access.own_account import open_own_account
from portevoix.work.activity.actions.reference import load_scales
from portevoix.work.activity.models import JournalEntry
from portevoix.work.training.enums import DutyState
from portevoix.work.training.models import Certificate, HalfDay
from portevoix.work.training.selectors.duty import duty_of
from tests import factories as make
from tests.training import careers
from tests.training import making as t

pytestmark = pytest.mark.django_db(transaction=True)
BY = Program("tests")


@pytest.fixture
def nadia(settings):
    """Designated today for the first time; two sessions of the basic training near her home, one remote, one far away."""
    settings.SECOND_FACTOR_REQUIRED = False
    today, soon = timezone.localdate(), timezone.localdate() + timedelta(days=20)
    careers.settings(change=date(2022, 3, 1))
    load_scales(by=BY)
    home = make.CommuneFactory(name="Strasbourg", postcodes=["67000"], latitude=48.58, longitude=7.75)
    far = make.CommuneFactory(name="Reims", postcodes=["51100"], latitude=49.25, longitude=4.03)
    person = make.PersonFactory(first_name="Nadia", last_name="Keller", email="nadia@exemple.fr", home=home)
    make.MandateFactory(
        person=person,
        period=period(today, add_years(today, 3) - ONE_DAY),
        term_end=add_years(today, 3) - ONE_DAY,
        seat=make.SeatFactory(body=make.BodyFactory()),
    )
    course = t.CourseFactory(basic=True)
    for place in (far, home, home, None):
        options = {"remote": True} if place is None else {"commune": place}
        days = [(soon, *t.MORNING), (soon, *t.AFTERNOON)]
        t.SessionFactory(course=course, closes_on=soon, minimum=1, half_days=days, **options)
    open_own_account(person=person, by=BY, today=today)
    return person


def press(page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def test_a_first_mandate_leads_to_a_certificate_that_anybody_checks(visit, nadia):
    today = timezone.localdate()
    page = visit("/espace/mon-espace/", width=390, scripts=False)
    page.get_by_label("Votre adresse électronique").fill(nadia.email)
    press(page, "Recevoir un code")
    page.get_by_label("Le code reçu par courriel").fill(re.search(r"\d{3} \d{3}", mail.outbox[-1].body)[0])
    press(page, "Me connecter")
    assert page.get_by_role("heading", name="Votre prochaine étape").is_visible()
    choices = page.locator("section.meet ul.tasks a")
    assert choices.count() == 3
    choices.first.click()
    press(page, "Confirmer mon inscription")
    assert duty_of(nadia, at=today).state == DutyState.REGISTERED

    session = nadia.enrolments.get().session
    HalfDay.objects.filter(session=session).update(day=today - timedelta(days=1))
    agent = visit(reverse("training:sheet", args=[session.pk, session.half_days.earliest("starts").pk]), account=t.delegation())
    press(agent, "Enregistrer, puis la suivante")
    press(agent, "Enregistrer")
    agent.goto(reverse("training:close_sheet", args=[session.pk]))
    press(agent, "Clore les présences")
    agent.goto(reverse("training:issue_certificates", args=[session.pk]))
    press(agent, "Délivrer les attestations")
    certificate = Certificate.objects.get()
    assert duty_of(nadia, at=today).state == DutyState.DONE

    public = visit(f"/verifier/{certificate.document.code}/")
    words = public.locator("main").inner_text()
    assert "N. K." in words
    assert "Keller" not in words

    page.goto(reverse("training:my_certificates"))
    assert page.request.get(reverse("training:certificate", args=[certificate.pk])).headers["content-type"] == "application/pdf"
    page.goto(reverse("activity:journal"))
    page.get_by_label("Combien de temps").fill("2 h 30")
    press(page, "Ajouter au journal")
    assert JournalEntry.objects.get().minutes == 150
