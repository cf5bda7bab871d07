"""Certificates, calendars, opinions and practice groups in a browser: axe and small phones on each page, the roads without script."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.front.workspace import feeds
from portevoix.register.directory.models import Consent
from portevoix.work.training.actions.certificates import issue_certificates
from portevoix.work.training.enums import EnrolmentState, Presence, SessionState
from portevoix.work.training.models import Mark, SatisfactionAnswer
from portevoix.work.training.selectors.certificates import Signatory
from portevoix.work.training.selectors.satisfaction import sign_opinion
from tests import factories as make
from tests.e2e.checks import assert_accessible, assert_no_overflow
from tests.training import making as training

pytestmark = pytest.mark.django_db(transaction=True)
SIGNATORY = Signatory(name="Jeanne ROTH", quality="Déléguée régionale", place="Strasbourg")


@pytest.fixture
def rows(settings):
    """A closed session with its certificates, one without, a group with a date, and the accounts that read them."""
    settings.SECOND_FACTOR_REQUIRED = False
    fas = training.delegation()
    person, own = training.member()
    session = followed(fas, person)
    certificate = issue_certificates(session=session, signatory=SIGNATORY, by=fas, at=timezone.now())[0]
    bare = followed(fas, training.member(email="autre@exemple.fr")[0])
    group = training.PracticeGroupFactory(region=session.region, rules="Confiance")
    member = training.GroupMemberFactory(group=group, person=person)
    other = make.PersonFactory(email="une.adresse.longue.de.membre@association.exemple.fr", phone="0388123456")
    training.GroupMemberFactory(group=group, person=other)
    Consent.objects.create(person=other, purpose="groups", granted=True)
    meeting = training.GroupMeetingFactory(group=group, day=timezone.localdate() + timedelta(days=30))
    feeds.create_feed(by=own, at=timezone.now())
    return {
        "session": session,
        "bare": bare,
        "certificate": certificate,
        "row": certificate.enrolment,
        "token": sign_opinion(certificate.enrolment),
        "group": group,
        "member": member,
        "meeting": meeting,
        "fas": fas,
        "own": own,
        "agency": make.user_with_role("ars_region", territory=session.region),
        "manager": make.user_with_role("association_manager", association=make.AssociationFactory()),
    }


def followed(fas, person):
    """Return a session closed now that `person` followed whole."""
    day = timezone.localdate() - timedelta(days=3)
    slots = [(day, *training.MORNING), (day, *training.AFTERNOON)]
    closed = {"state": SessionState.DONE, "sheet_closed_at": timezone.now(), "sheet_closed_by": fas, "closes_on": day}
    session = training.SessionFactory(half_days=slots, course=training.CourseFactory(offered=training.period(date(2016, 7, 1))), **closed)
    row = training.EnrolmentFactory(session=session, person=person, state=EnrolmentState.ATTENDED)
    for half_day in session.half_days.all():
        Mark.objects.create(enrolment=row, half_day=half_day, presence=Presence.PRESENT)
    return session


PAGES = {
    "fas": (
        "formations/{session}/",
        "formations/{session}/attestations/",
        "formations/{bare}/attestations/",
        "formations/{bare}/attestations/delivrer/",
        "formations/{session}/attestations/rouvrir/",
        "formations/attestations/{certificate}/annuler/",
        "formations/{session}/avis/",
        "formations/avis/",
        "groupes/",
        "groupes/nouveau/",
        "groupes/{group}/",
        "groupes/{group}/modifier/",
        "groupes/{group}/clore/",
        "groupes/{group}/membres/ajouter/?q=introuvable",
        "groupes/{group}/rencontres/ajouter/",
        "groupes/membres/{member}/retirer/",
        "groupes/rencontres/{meeting}/annuler/",
    ),
    "own": (
        "ma-formation/",
        "ma-formation/attestations/",
        "ma-formation/inscriptions/{row}/avis/",
        "ma-formation/groupes/",
        "mon-agenda/",
        "mon-agenda/creer/",
        "mon-agenda/revoquer/",
    ),
    "agency": ("groupes/apercu/",),
    "manager": ("nos-formations/attestations/",),
}


def address(path: str, rows) -> str:
    return "/espace/" + path.format(**{name: getattr(row, "pk", row) for name, row in rows.items()})


@pytest.mark.parametrize("who", PAGES)
def test_every_page_is_accessible_and_holds_on_a_small_phone(visit, rows, who):
    for path in PAGES[who]:
        assert_accessible(visit(address(path, rows), account=rows[who]))
        assert_no_overflow(visit(address(path, rows), account=rows[who], width=320, height=800))


def test_the_questionnaire_is_accessible_and_answered_without_script(visit, rows):
    page = visit(f"/formations/avis/{rows['token']}/", width=320, scripts=False)
    assert_no_overflow(page)
    for question in ("useful", "clear", "welcome", "recommend"):
        page.locator(f"input[name={question}][value='4']").check()
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.locator("body")).to_contain_text("votre réponse est enregistrée")
    assert SatisfactionAnswer.objects.count() == 1
    assert_accessible(visit(f"/formations/avis/{rows['token']}/"))


def test_a_member_reads_an_address_then_gives_theirs_without_script(visit, rows):
    page = visit("/espace/ma-formation/groupes/", account=rows["own"], scripts=False)
    expect(page.get_by_role("link", name="une.adresse.longue.de.membre@association.exemple.fr")).to_have_count(1)
    page.get_by_role("link", name="Donner les miens").click()
    page.get_by_role("button", name="aux membres de mes groupes d’échange").click()
    expect(page.locator("body")).to_contain_text("Votre accord est noté.")
    assert Consent.objects.get(person=rows["member"].person, purpose="groups").granted


def test_france_assos_sante_issues_without_script(visit, rows):
    page = visit(address("formations/{bare}/attestations/", rows), account=rows["fas"], scripts=False)
    page.get_by_role("link", name="Délivrer les attestations").click()
    page.get_by_role("button", name="Délivrer les attestations").click()
    expect(page.locator("body")).to_contain_text("FOR-")
