"""The leave of who is employed: days left, the letter, the certificate of presence."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from portevoix.base.core.periods import period
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.files.models import StoredFile
from portevoix.base.notifications.models import Message
from portevoix.register.directory.models import Parameter
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.activity.actions import leave as actions
from portevoix.work.activity.enums import LeavePortion, PresenceState
from portevoix.work.activity.models import PresenceCertificate, RepresentationLeave
from portevoix.work.activity.selectors.leave import days_words, latest_request, leave_rules, leave_year
from portevoix.work.activity.selectors.leave_papers import leave_letter
from portevoix.work.activity.selectors.people import bodies_of
from tests import factories as make
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
MEETING = date(2026, 11, 18)
SOON, LATER = date(2026, 12, 1), date(2026, 12, 18)


@pytest.fixture
def leave(person, body, oneself):
    return actions.add_leave(person=person, body=body, day=MEETING, portion=LeavePortion.DAY, by=oneself, today=make.TODAY)


@pytest.fixture
def secretariat(body):
    return make.user_with_role("facility_secretariat", facility=body.facility)


@pytest.fixture
def presence(leave, oneself, secretariat):
    return actions.ask_presence(leave=leave, starts=time(14), ends=time(16, 30), by=oneself, today=make.TODAY)


def note(person, body, oneself, day, portion=LeavePortion.DAY):
    return actions.add_leave(person=person, body=body, day=day, portion=portion, by=oneself, today=make.TODAY)


def setting(code: str, value: int) -> None:
    facts = {"label": code, "source": "essai", "source_date": date(2026, 1, 1)}
    Parameter.objects.create(code=code, value=value, period=period(date(2020, 1, 1)), **facts)


def test_days_left_count_half_days_of_the_calendar_year(person, body, oneself):
    note(person, body, oneself, MEETING)
    note(person, body, oneself, MEETING - timedelta(days=1), LeavePortion.MORNING)
    note(person, body, oneself, date(2027, 1, 5))
    year = leave_year(person, year=2026, today=make.TODAY)
    assert (year.taken, year.left, year.left_words) == (3, 15, "7\u00a0jours et demi")


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0\u00a0jour"), (1, "une demi-journée"), (2, "1\u00a0jour"), (3, "1\u00a0jour et demi"), (18, "9\u00a0jours")]
)
def test_half_days_are_told_as_days(count, words):
    assert days_words(count) == words


def test_number_of_days_is_a_dated_setting(person):
    setting("leave-days", 12)
    assert leave_year(person, year=2026, today=make.TODAY).allowed == 24


def test_same_day_is_not_noted_twice(leave, person, body, oneself):
    with pytest.raises(ValidationError, match="déjà noté un congé"):
        note(person, body, oneself, MEETING, LeavePortion.MORNING)


def test_sunday_is_not_a_working_day(person, body, oneself):
    with pytest.raises(ValidationError, match="dimanche"):
        note(person, body, oneself, date(2026, 12, 6))


def test_leave_is_for_a_body_where_one_sits(person, oneself):
    with pytest.raises(ValidationError, match="ne siégez pas"):
        note(person, make.BodyFactory(), oneself, SOON)


def test_leave_for_a_first_meeting_is_asked_before_the_mandate_begins(person, oneself):
    coming = make.BodyFactory(seated=True)
    make.MandateFactory(seat=coming.seats.first(), person=person, first=SOON - timedelta(days=1))
    assert coming in bodies_of(person, today=make.TODAY)
    assert note(person, coming, oneself, SOON).body == coming
    with pytest.raises(ValidationError, match="ne siégez pas"):
        note(person, coming, oneself, SOON - timedelta(days=4))


def test_letter_cites_the_texts_and_the_delays(person, body, oneself):
    rules = leave_rules(make.TODAY)
    letter = leave_letter(
        note(person, body, oneself, LATER), employer=["Verreries du Ried"], place="Obernai", rules=rules, today=make.TODAY
    )
    said = str(letter).replace(r"\xa0", " ")
    for words in (
        "vendredi 18 décembre 2026",
        "autorité compétente, n° 2025-0001.",
        "toute la journée",
        "L. 3142-60",
        "R. 3142-45",
        "L. 1114-3",
        "9 jours ouvrables",
        "dans les 4 jours",
        "représentante titulaire des usagers",
        "Commission des usagers, Hôpital de Hautepierre",
    ):
        assert words.lower() in said.lower(), words
    assert latest_request(LATER, rules) == date(2026, 12, 3)


def test_letter_is_drawn_and_the_employer_is_kept_nowhere(client, signed_in, person, body, oneself):
    leave = note(person, body, oneself, LATER)
    files = StoredFile.objects.count()
    answers = {"employer": "Verreries du Ried\n12 rue du Verre\n67600 Sélestat", "place": "Obernai"}
    response = client.post(reverse("activity:leave_letter", args=[leave.pk]), answers)
    assert response.content.startswith(b"%PDF")
    assert StoredFile.objects.count() == files
    columns = [field.name for field in RepresentationLeave._meta.concrete_fields]
    assert not {"employer", "place"} & set(columns)


def test_request_that_is_late_says_what_to_do(client, signed_in, person, body, oneself):
    page = client.get(reverse("activity:leave", args=[note(person, body, oneself, SOON).pk])).content.decode()
    assert "Remettez la lettre aujourd’hui même" in page
    page = client.get(reverse("activity:leave", args=[note(person, body, oneself, LATER).pk])).content.decode()
    assert "3 décembre 2026" in page


def test_ceilings_are_said_in_words():
    for least, value in ((1, 1), (50, 2), (100, 3), (1000, 12)):
        setting(f"leave-ceiling-{least}", value)
    assert [sentence.replace("\u00a0", " ") for sentence in leave_rules(make.TODAY).ceilings] == [
        "moins de 50 salariés : 1 personne par an",
        "de 50 à 99 salariés : 2 personnes par an",
        "de 100 à 999 salariés : 3 personnes par an",
        "1000 salariés et plus : 12 personnes par an",
    ]


def test_certificate_is_asked_after_the_meeting_only(person, body, oneself, secretariat):
    with pytest.raises(ValidationError, match="pas encore eu lieu"):
        actions.ask_presence(leave=note(person, body, oneself, SOON), starts=time(9), ends=time(10), by=oneself, today=make.TODAY)


def test_certificate_to_sign_on_paper_when_nobody_issues_it(client, signed_in, leave, oneself):
    with pytest.raises(ValidationError, match="Imprimez celle qui est à signer"):
        actions.ask_presence(leave=leave, starts=time(9), ends=time(10), by=oneself, today=make.TODAY)
    assert client.get(reverse("activity:leave_blank", args=[leave.pk])).content.startswith(b"%PDF")


def test_facility_issues_the_certificate_with_a_code_and_no_name_in_public(presence, secretariat, person, leave):
    person.email = "odile@exemple.fr"
    person.save()
    presence = PresenceCertificate.objects.get(pk=presence.pk)
    issued = actions.issue_presence(
        presence=presence, starts=time(14), ends=time(17), function="secretary", signatory="Isabelle Perrin", by=secretariat, at=AT
    )
    document = IssuedDocument.objects.get()
    assert (issued.state, issued.document, issued.ends) == (PresenceState.ISSUED, document, time(17))
    assert document.code
    assert document.large_file
    assert "Wernert" not in f"{document.title} {document.authority} {document.summary}"
    assert ["Personne", "O. W."] in document.summary
    assert list(Message.objects.order_by("pk").values_list("code", "recipient_email")) == [
        ("activity.presence_asked", secretariat.email),
        ("activity.presence_issued", "odile@exemple.fr"),
    ]


def test_certificate_is_issued_by_the_site_alone(presence, oneself):
    facts = {"starts": time(14), "ends": time(17), "function": "secretary", "signatory": "X"}
    elsewhere = make.user_with_role("facility_secretariat", facility=make.FacilityFactory())
    for other in (oneself, elsewhere, make.user_with_role("ars_region", territory=make.RegionFactory())):
        with pytest.raises(PermissionDenied):
            actions.issue_presence(presence=presence, by=other, at=AT, **facts)
    assert not PresenceCertificate.objects.visible_to(elsewhere).exists()


def test_refused_certificate_is_asked_again(presence, secretariat, leave, oneself):
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        actions.refuse_presence(presence=presence, reason="", by=secretariat)
    actions.refuse_presence(presence=presence, reason="La réunion a été reportée.", by=secretariat)
    again = actions.ask_presence(leave=leave, starts=time(15), ends=time(16), by=oneself, today=make.TODAY)
    assert (again.pk, again.state, again.reason, again.starts) == (presence.pk, PresenceState.ASKED, "", time(15))
    with pytest.raises(StepRefused):
        actions.ask_presence(leave=leave, starts=time(15), ends=time(16), by=oneself, today=make.TODAY)


def test_leave_with_a_certificate_is_not_deleted(presence, leave, oneself):
    with pytest.raises(ValidationError, match="liée"):
        actions.delete_leave(leave=leave, by=oneself)


def test_pages_from_the_day_to_the_certificate(client, signed_in, body, secretariat, person):
    page = reverse("activity:leaves")
    assert "Il vous reste" in client.get(page).content.decode()
    sheet = client.post(page, {"body": body.pk, "day": "18 novembre 2026", "portion": "afternoon"})["Location"]
    assert "Demander à l’établissement" in client.get(sheet).content.decode()
    leave = RepresentationLeave.objects.get()
    ask = reverse("activity:leave_ask_presence", args=[leave.pk])
    assert "La fin suit le début" in client.post(ask, {"starts": "16 h", "ends": "14 h"}).content.decode()
    client.post(ask, {"starts": "14 h", "ends": "16 h 30"})
    sign_in(client, secretariat)
    assert "À délivrer" in client.get(reverse("activity:received")).content.decode()
    presence = PresenceCertificate.objects.get()
    answers = {"starts": "14 h", "ends": "16 h 30", "function": "president", "signatory": "Anne Keller"}
    client.post(reverse("activity:presence", args=[presence.pk]), answers)
    sign_in(client, signed_in)
    assert client.get(reverse("activity:leave_presence", args=[leave.pk])).status_code == 200
    assert "Attestation prête" in client.get(page).content.decode()
