"""Issued documents: kept as they were, revoked once, handed out only when nothing changed."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.db.models import ProtectedError
from django.test import RequestFactory
from django.utils.http import parse_header_parameters
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.audit.actors import Program
from portevoix.base.audit.models import Entry
from portevoix.base.documents import actions
from portevoix.base.documents.codes import ALPHABET, random_code, read_code
from portevoix.base.documents.models import IssuedDocument
from portevoix.base.documents.responses import DocumentDamaged, document_response, pdf_response
from portevoix.base.documents.selectors import document_of_code, verification
from portevoix.base.files.models import StoredFile
from tests.documents.factories import IssuedDocumentFactory
from tests.factories import TODAY, UserFactory

BY = Program("tests")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PDF, LARGE = b"%PDF-1.7 ordinary", b"%PDF-1.7 large"
COLUMNS = [field.name for field in IssuedDocument._meta.concrete_fields if field.name not in {"id", "issued_by", "revoked_by"}]
OTHER_VALUES = {
    "code": "'PV-2222-2222'",
    "region_code": "'11'",
    "dated_on": "'2020-01-01'",
    "issued_at": "'2020-01-01'",
    "summary": "'[]'",
    "file": "NULL",
    "large_file": "NULL",
    "revoked_at": "'2020-01-01'",
}


def issued(**given):
    values = {
        "kind": "designation_order",
        "code": actions.new_code(),
        "title": "Arrêté ARS n° 2026-0412",
        "authority": "Agence régionale de santé Grand Est",
        "dated_on": TODAY,
        "region_code": "44",
        "pdf": PDF,
        "large_pdf": LARGE,
        "summary": [("Mandat", "du 1er décembre 2026 au 30 novembre 2029")],
        "by": BY,
        "at": NOW,
    }
    return actions.issue(**values | given)


def test_codes_have_no_character_that_is_read_for_another():
    assert not set("0O1ILBSZU8"[:-1]) & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 27


@given(
    st.text(alphabet=ALPHABET, min_size=8, max_size=8),
    st.sampled_from(["", "PV", "pv-", "PV – ", " P V "]),
    st.sampled_from(["", "-", " ", ".", "–"]),
)
def test_a_code_is_understood_however_it_is_typed(drawn, prefix, dash):
    printed = f"PV-{drawn[:4]}-{drawn[4:]}"
    assert read_code(printed) == printed
    assert read_code(f"{prefix}{drawn[:4]}{dash}{drawn[4:]} ".lower()) == printed
    assert read_code(printed.replace("8", "B").replace("5", "s").replace("2", "Z").replace("V", "u").replace("Pu", "PV")) == printed


@given(st.text(max_size=30))
def test_what_is_not_a_code_is_not_taken_for_one(text):
    assert read_code(text) == "" or document_shape(read_code(text))


def document_shape(code: str) -> bool:
    return len(code) == 12 and code.startswith("PV-") and set(code[3:].replace("-", "")) <= set(ALPHABET)


@pytest.mark.django_db
class TestIssue:
    def test_the_document_is_kept_with_its_fingerprints_and_journaled(self):
        user = UserFactory()
        document = issued(by=user)
        assert document.file.content.open("rb").read() == PDF
        assert (document.sha256, document.large_sha256) == (document.file.sha256, document.large_file.sha256)
        assert (document.issued_by, document.issued_at) == (user, NOW)
        entry = Entry.objects.get(action="document.issue")
        assert (entry.target_id, entry.actor_id) == (document.pk, user.pk)

    def test_a_code_serves_once(self):
        first = issued()
        with pytest.raises(ValidationError, match="code"):
            issued(code=first.code)
        assert IssuedDocument.objects.count() == 1

    def test_what_is_not_a_pdf_is_refused(self):
        with pytest.raises(ValidationError):
            issued(pdf=b"bonjour")
        assert not StoredFile.objects.exists()

    def test_a_new_code_is_borne_by_no_document(self, monkeypatch):
        taken, free = issued().code, random_code()
        drawn = iter([taken, free])
        monkeypatch.setattr(actions, "random_code", lambda: next(drawn))
        assert actions.new_code() == free

    def test_what_is_printed_leads_to_the_check_page(self, settings):
        settings.SITE_URL = "https://porte-voix.exemple.fr/"
        assert verification("PV-7K3M-9QXT").address == "https://porte-voix.exemple.fr/verifier/"


@pytest.mark.django_db
class TestTampering:
    @pytest.mark.parametrize("column", COLUMNS)
    def test_the_database_refuses_to_change_a_column(self, column):
        document = issued()
        if column.startswith("revoked"):
            actions.revoke(document=document, by=BY, at=NOW, reason="Erreur sur le siège")
        value = OTHER_VALUES.get(column, "'autre'")
        field = IssuedDocument._meta.get_field(column)
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE documents_issueddocument SET {field.column} = {value} WHERE id = %s", [document.pk])

    def test_the_database_refuses_to_delete_a_document(self):
        document = issued()
        with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM documents_issueddocument WHERE id = %s", [document.pk])

    def test_the_file_of_a_document_cannot_be_deleted(self):
        document = issued()
        with pytest.raises(ProtectedError):
            document.file.delete()

    def test_an_account_that_is_deleted_leaves_its_documents(self):
        user = UserFactory()
        document = issued(by=user)
        actions.revoke(document=document, by=user, at=NOW, reason="Erreur sur le siège")
        user.delete()
        document.refresh_from_db()
        assert (document.issued_by, document.revoked_by, document.revoked_at) == (None, None, NOW)

    def test_a_damaged_file_is_not_handed_out(self, rf: RequestFactory):
        document = issued()
        with document.file.content.storage.open(document.file.content.name, "wb") as kept:
            kept.write(PDF.replace(b"ordinary", b"Ordinary"))
        with pytest.raises(DocumentDamaged):
            document_response(rf.get("/"), document)
        assert b"".join(document_response(rf.get("/?gros=1"), document).streaming_content) == LARGE


@pytest.mark.django_db
class TestRevoke:
    def test_a_revoked_document_says_when_by_whom_and_why(self):
        document, user = issued(), UserFactory()
        actions.revoke(document=document, by=user, at=NOW, reason="Erreur sur le siège")
        assert (document.revoked_at, document.revoked_by, document.revoked_reason) == (NOW, user, "Erreur sur le siège")
        assert Entry.objects.filter(action="document.revoke", target_id=document.pk).count() == 1

    def test_a_document_is_revoked_once(self):
        document = issued()
        actions.revoke(document=document, by=BY, at=NOW, reason="Erreur sur le siège")
        with pytest.raises(ValidationError, match="déjà annulé"):
            actions.revoke(document=document, by=BY, at=NOW, reason="Autre motif")

    def test_a_reason_is_needed(self):
        with pytest.raises(ValidationError, match="motif"):
            actions.revoke(document=issued(), by=BY, at=NOW, reason="  ")


@pytest.mark.django_db
class TestDownload:
    def test_large_characters_are_given_when_asked_and_kept(self, rf):
        both, one = issued(), issued(large_pdf=b"")
        assert b"".join(document_response(rf.get("/"), both).streaming_content) == PDF
        assert b"".join(document_response(rf.get("/?gros=1"), both).streaming_content) == LARGE
        assert b"".join(document_response(rf.get("/?gros=1"), one).streaming_content) == PDF

    def test_a_preview_is_a_download_under_a_clean_name(self):
        response = pdf_response(PDF, 'Arrêté "2026"/0412.pdf')
        kind, parameters = parse_header_parameters(response["Content-Disposition"])
        assert (kind, response["Content-Type"]) == ("attachment", "application/pdf")
        assert "/" not in parameters["filename"]


@pytest.mark.django_db
def test_a_document_is_found_by_its_code_however_typed():
    document = IssuedDocumentFactory(code="PV-7K3M-9QXT", dated_on=date(2026, 11, 22))
    assert document_of_code("7k3m 9qxt") == document
    assert document_of_code("PV-7K3M-9QXX") is None
    assert document_of_code("bonjour") is None
