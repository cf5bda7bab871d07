"""The public check of a document: by its code, then by its file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portevoix.base.documents import actions
from portevoix.base.files.models import StoredFile
from tests.documents.factories import IssuedDocumentFactory
from tests.documents.test_issued import BY, LARGE, NOW, PDF, issued

pytestmark = pytest.mark.django_db
ASK = "/verifier/"


def page(client, document):
    return client.get(reverse("documents:document", args=[document.code]))


def compare(client, document, content: bytes):
    file = SimpleUploadedFile("recu.pdf", content)
    return client.post(reverse("documents:document", args=[document.code]), {"file": file} if content is not None else {}, follow=True)


@pytest.mark.parametrize("typed", ["PV-7K3M-9QXT", "pv 7k3m 9qxt", "7K3M9QXT", " PV–7K3M–9QXT "])
def test_a_code_leads_to_its_document_however_typed(client, typed):
    IssuedDocumentFactory(code="PV-7K3M-9QXT")
    response = client.get(ASK, {"code": typed})
    assert (response.status_code, response.url) == (302, "/verifier/PV-7K3M-9QXT/")


@pytest.mark.parametrize(("typed", "said"), [("", "Recopiez le code"), ("bonjour", "mal recopié"), ("PV-7K3M", "mal recopié")])
def test_what_is_no_code_is_explained_beside_the_field(client, typed, said):
    response = client.get(ASK, {"code": typed})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "<title>Erreur" in response.content.decode()


def test_an_unknown_code_is_a_404_that_lets_one_try_again(client):
    response = client.get("/verifier/PV-2222-2222/")
    assert response.status_code == 404
    assert "PV-2222-2222" in response.content.decode()
    assert 'name="code"' in response.content.decode()


def test_another_writing_of_the_code_leads_to_the_address_of_the_document(client):
    IssuedDocumentFactory(code="PV-7K3M-9QXT")
    assert client.get("/verifier/pv7k3m9qxt/").url == "/verifier/PV-7K3M-9QXT/"


def test_the_page_says_what_when_by_whom_and_its_fingerprints(client):
    document = issued(title="Attestation de mandat", summary=[("Personne", "É. D."), ("Mandat", "3 ans")])
    text = page(client, document).content.decode()
    for expected in (
        "Attestation de mandat",
        "22 novembre 2026",
        document.authority,
        "É. D.",
        document.sha256,
        document.large_sha256,
        "authentique",
    ):
        assert expected in text
    assert "Ce document a été annulé" not in text


def test_a_revoked_document_says_so_first(client):
    document = issued()
    actions.revoke(document=document, by=BY, at=NOW, reason="Erreur sur le siège")
    text = page(client, document).content.decode()
    assert "Ce document a été annulé" in text and "Erreur sur le siège" in text and "Ce document est authentique" not in text


@pytest.mark.parametrize(
    ("content", "said"),
    [(PDF, "est bien le document émis"), (LARGE, "est bien le document émis"), (PDF + b" ", "n’est pas le document émis")],
)
def test_a_file_is_compared_to_the_last_bit_and_forgotten(client, content, said):
    document = issued()
    kept = StoredFile.objects.count()
    response = compare(client, document, content)
    assert response.redirect_chain
    assert said in response.content.decode()
    assert StoredFile.objects.count() == kept


def test_a_missing_or_empty_file_is_explained(client):
    document = issued()
    assert "Choisissez le fichier" in client.post(reverse("documents:document", args=[document.code])).content.decode()
    assert "vide" in compare(client, document, b"").content.decode()


def test_a_file_past_the_limit_is_refused_and_not_called_another(client, settings):
    settings.UPLOAD_MAX_BYTES = 10
    text = compare(client, issued(), PDF).content.decode()
    assert "dépasse" in text and "n’est pas le document" not in text


def test_tries_are_counted(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"check_document": "3/10m"}
    statuses = [client.get(f"/verifier/PV-2222-222{last}/").status_code for last in "3456"]
    assert statuses == [404, 404, 404, 429]
