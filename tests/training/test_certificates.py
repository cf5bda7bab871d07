"""Certificates: from a closed sheet only, numbered without hole, once, checked by anybody, revoked for a reason."""

import io
import re
from datetime import date, timedelta

import pdfua
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from portevoix.base.audit.models import Entry
from portevoix.base.core.periods import period
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.notifications.models import Message
from portevoix.register.directory.models import Parameter
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.training.actions.attendance import Noted, close_sheet, reopen_sheet, save_marks
from portevoix.work.training.actions.certificate_requests import BROKEN, answer_request, ask_certificates, waiting_requests
from portevoix.work.training.actions.certificates import issue_certificates, reopen_and_revoke, revoke_certificate
from portevoix.work.training.enums import Presence, RevocationReason, SessionState
from portevoix.work.training.models import Certificate, CertificateRequest
from portevoix.work.training.selectors.certificates import Signatory, certificates_of, due
from tests import factories as make
from tests.documents.reading import Read, squeezed
from tests.training import making as training

pytestmark = pytest.mark.django_db
AFTER = training.NOW + timedelta(days=20)
SIGNATORY = Signatory(name="Jeanne ROTH", quality="Déléguée régionale de France Assos Santé Grand Est", place="Strasbourg")


@pytest.fixture
def fas():
    return training.delegation()


def tolerance(minutes):
    Parameter.objects.create(
        code="training-tolerance-minutes",
        label="tolérance",
        value=minutes,
        period=period(date(2016, 1, 1)),
        source="jeu d’essai",
        source_date=date(2026, 1, 1),
    )


def closed(fas, people=3, *, absent=0, **session):
    """Return a session whose sheet is closed: `people` followed it whole, `absent` more did not come."""
    held = training.SessionFactory(seats=300, **session)
    rows = [training.EnrolmentFactory(session=held) for _ in range(people + absent)]
    for half_day in held.half_days.all():
        noted = {row.pk: Noted(presence=Presence.PRESENT if n < people else Presence.ABSENT) for n, row in enumerate(rows)}
        save_marks(half_day=half_day, marks=noted, by=fas, at=AFTER)
    close_sheet(session=held, by=fas, at=AFTER)
    held.refresh_from_db()
    return held


def issue(session, by):
    return issue_certificates(session=session, signatory=SIGNATORY, by=by, at=AFTER)


def read(document, *, large=False) -> Read:
    with (document.large_file if large else document.file).content.open("rb") as file:
        return Read(file.read())


class TestIssuing:
    def test_only_who_followed_the_session_whole_gets_one(self, fas):
        session = closed(fas, 2, absent=1)
        certificates = issue(session, fas)
        assert len(certificates) == 2
        assert {one.enrolment.state for one in certificates} == {"attended"}

    def test_never_from_an_open_sheet(self, fas):
        session = training.SessionFactory()
        training.EnrolmentFactory(session=session, state="attended")
        with pytest.raises(StepRefused, match="Clore les présences"):
            issue(session, fas)

    def test_twice_changes_nothing(self, fas):
        session = closed(fas)
        issue(session, fas)
        before = list(Certificate.objects.order_by("pk").values_list("number", flat=True))
        assert issue(session, fas) == []
        assert list(Certificate.objects.order_by("pk").values_list("number", flat=True)) == before

    def test_numbers_have_no_hole_even_after_a_failure(self, fas):
        first = [one.number for one in issue(closed(fas, 2), fas)]
        refused = closed(fas, 1)
        refused.enrolments.get().person.__class__.objects.filter(pk=refused.enrolments.get().person_id).update(last_name="\u4e2d")
        with pytest.raises(Exception, match="imprim"):
            issue(refused, fas)
        after = [one.number for one in issue(closed(fas, 2), fas)]
        assert first + after == [f"FOR-2026-{n:04}" for n in range(1, 5)]

    def test_the_database_refuses_two_in_force_for_one_enrolment(self, fas):
        one = issue(closed(fas, 1), fas)[0]
        other = IssuedDocument.objects.exclude(pk=one.document_id).first() or issue(closed(fas, 1), fas)[0].document
        Certificate.objects.filter(document=other).update(in_force=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(document=other).update(enrolment=one.enrolment, in_force=True)

    @pytest.mark.parametrize("role", ["ars_region", "national_observer"])
    def test_nobody_else_issues(self, fas, role):
        session = closed(fas, 1)
        scope = {"territory": session.region} if role == "ars_region" else {}
        with pytest.raises(PermissionDenied):
            issue(session, make.user_with_role(role, **scope))
        assert not Certificate.objects.exists()

    def test_each_is_sent_theirs(self, fas):
        certificates = issue(closed(fas, 2), fas)
        sent = Message.objects.filter(code="training.certificate").order_by("pk")
        assert [message.attachments.get() for message in sent] == [one.document.file for one in certificates]
        assert [message.recipient_email for message in sent] == [one.enrolment.person.email for one in certificates]

    def test_the_journal_says_it_without_a_name(self, fas):
        one = issue(closed(fas, 1), fas)[0]
        entry = Entry.objects.get(action="certificate.issue")
        assert (entry.target_id, entry.actor_id) == (one.pk, fas.pk)
        assert one.enrolment.person.last_name not in str(entry.data)


class TestWhatItSays:
    def test_the_items_of_a_certificate(self, fas):
        course = training.CourseFactory(basic=True, provider_number="44 67 00000 67", source="Code de la santé publique, L. 1114-1")
        session = closed(fas, 1, course=course, trainers="Yann LE GOFF")
        one = issue(session, fas)[0]
        said = squeezed(read(one.document).text)
        person = one.enrolment.person
        for words in (
            f"France Assos Santé {session.region.name}",
            "Déclaration d’activité n° 44 67 00000 67",
            one.number,
            person.last_name.upper(),
            course.title,
            "mardi 8 décembre 2026",
            "6 h 30",
            "Maison des associations",
            "formation suivie en entier",
            "Yann LE GOFF",
            "Savoir lire une plainte",
            "L. 1114-1",
            "Fait à Strasbourg, le 12 décembre 2026",
            SIGNATORY.name,
            SIGNATORY.quality,
            one.document.code,
        ):
            assert squeezed(words) in said, words

    def test_no_number_of_declaration_without_one_and_no_legal_basis_for_another_course(self, fas):
        said = read(issue(closed(fas, 1), fas)[0].document).text
        assert "Déclaration" not in said
        assert "Formation de base" not in said

    def test_the_hours_are_those_done_not_those_planned(self, fas):
        session = training.SessionFactory()
        row = training.EnrolmentFactory(session=session)
        morning, afternoon = session.half_days.order_by("starts")
        save_marks(half_day=morning, marks={row.pk: Noted(presence=Presence.PARTIAL, missed=10)}, by=fas, at=AFTER)
        save_marks(half_day=afternoon, marks={row.pk: Noted(presence=Presence.PRESENT)}, by=fas, at=AFTER)
        tolerance(15)
        close_sheet(session=session, by=fas, at=AFTER)
        one = issue(session, fas)[0]
        assert one.minutes == 380
        assert "6 h 20" in squeezed(read(one.document).text)

    @pytest.mark.parametrize("large", [False, True])
    def test_it_is_accessible_in_both_sizes(self, fas, large, tmp_path):
        document = issue(closed(fas, 1), fas)[0].document
        found = read(document, large=large)
        path = tmp_path / "attestation.pdf"
        path.write_bytes(found.content)
        assert list(pdfua.validate(path).findings) == []
        with pikepdf.open(io.BytesIO(found.content)) as pdf, pdf.open_metadata() as meta:
            assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "3", "A")


class TestThePublicCheck:
    def test_it_says_initials_title_and_dates_only(self, fas, client):
        one = issue(closed(fas, 1), fas)[0]
        person = one.enrolment.person
        page = client.get(f"/verifier/{one.document.code}/").content.decode()
        assert [label for label, _ in one.document.summary] == ["Personne", "Formation", "Dates"]
        assert f"{person.first_name[0]}." in page
        for word in (person.last_name, person.first_name, person.email):
            assert not re.search(rf"\b{re.escape(word)}\b", page, re.I)

    def test_it_says_that_it_was_revoked_and_why(self, fas, client):
        one = issue(closed(fas, 1), fas)[0]
        revoke_certificate(certificate=one, reason=RevocationReason.IDENTITY, by=fas, at=AFTER)
        page = client.get(f"/verifier/{one.document.code}/").content.decode()
        assert "Le nom de la personne était faux" in page


class TestRevoking:
    def test_the_person_is_told_and_another_may_be_issued(self, fas):
        session = closed(fas, 1)
        one = issue(session, fas)[0]
        revoke_certificate(certificate=one, reason=RevocationReason.WORDING, by=fas, at=AFTER)
        one.refresh_from_db()
        assert (one.in_force, one.document.revoked_reason) == (False, "Le texte de l’attestation était faux")
        assert Message.objects.filter(code="training.certificate_revoked").count() == 1
        again = issue(session, fas)
        assert [other.number for other in again] == ["FOR-2026-0002"]
        assert [found.pk for found in certificates_of(one.enrolment.person)] == [again[0].pk]

    def test_twice_is_refused(self, fas):
        one = issue(closed(fas, 1), fas)[0]
        revoke_certificate(certificate=one, reason=RevocationReason.WORDING, by=fas, at=AFTER)
        with pytest.raises(StepRefused, match="déjà"):
            revoke_certificate(certificate=one, reason=RevocationReason.WORDING, by=fas, at=AFTER)

    def test_the_person_cannot(self, fas):
        one = issue(closed(fas, 1), fas)[0]
        own = make.user_with_role("representative", person=one.enrolment.person)
        with pytest.raises(PermissionDenied):
            revoke_certificate(certificate=one, reason=RevocationReason.WORDING, by=own, at=AFTER)


class TestReopening:
    def test_a_sheet_with_certificates_in_force_is_not_reopened(self, fas):
        session = closed(fas, 1)
        issue(session, fas)
        with pytest.raises(StepRefused, match="attestations"):
            reopen_sheet(session=session, by=fas)

    def test_unless_they_are_revoked_in_the_same_act(self, fas):
        session = closed(fas, 2)
        issue(session, fas)
        assert reopen_and_revoke(session=session, by=fas, at=AFTER) == 2
        session.refresh_from_db()
        assert session.state == SessionState.CONFIRMED
        assert not Certificate.objects.filter(in_force=True).exists()


class TestAsking:
    def test_a_request_is_answered_once(self, fas):
        session = closed(fas, 2)
        ask_certificates(session=session, signatory=SIGNATORY, by=fas, at=AFTER)
        assert waiting_requests() == [session.pk]
        assert answer_request(session_id=session.pk, at=AFTER) == 2
        assert answer_request(session_id=session.pk, at=AFTER) == 0
        assert waiting_requests() == []

    def test_it_is_refused_while_one_waits_and_when_nobody_is_due(self, fas):
        session = closed(fas, 1)
        ask_certificates(session=session, signatory=SIGNATORY, by=fas, at=AFTER)
        with pytest.raises(StepRefused, match="déjà demandées"):
            ask_certificates(session=session, signatory=SIGNATORY, by=fas, at=AFTER)
        answer_request(session_id=session.pk, at=AFTER)
        with pytest.raises(StepRefused, match="déjà son attestation"):
            ask_certificates(session=session, signatory=SIGNATORY, by=fas, at=AFTER)

    def test_after_three_deaths_somebody_looks(self, fas):
        session = closed(fas, 1)
        ask_certificates(session=session, signatory=SIGNATORY, by=fas, at=AFTER)
        CertificateRequest.objects.update(tries=3)
        assert answer_request(session_id=session.pk, at=AFTER) == 0
        assert CertificateRequest.objects.get().refusal == BROKEN
        assert due(session).count() == 1

    def test_a_name_that_cannot_be_printed_is_said_and_nothing_is_issued(self, fas):
        session = closed(fas, 2)
        person = session.enrolments.first().person
        type(person).objects.filter(pk=person.pk).update(last_name="\u4e2d")
        ask_certificates(session=session, signatory=SIGNATORY, by=fas, at=AFTER)
        assert answer_request(session_id=session.pk, at=AFTER) == 0
        assert "\u4e2d" in CertificateRequest.objects.get().refusal
        assert not Certificate.objects.exists()
