"""The public check of a document in a real browser: axe, phone, keyboard, no scripts, with a real PDF."""

import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portevoix.base.audit.actors import Program
from portevoix.base.documents import actions
from portevoix.base.documents.engine import render
from portevoix.base.documents.selectors import verification
from tests.documents.samples import AT, certificate
from tests.e2e.checks import assert_accessible, assert_keyboard, assert_no_overflow, assert_skip_link, assert_text_may_breathe

pytestmark = pytest.mark.django_db(transaction=True)
BY = Program("tests")


def issued():
    code = actions.new_code()
    data = replace(certificate(), verification=verification(code))
    return actions.issue(
        kind="mandate_certificate",
        code=code,
        title="Attestation de mandat",
        authority="Agence régionale de santé Grand Est",
        dated_on=date(2026, 11, 22),
        region_code="44",
        pdf=render("certificate", data, title="Attestation de mandat", timestamp=AT),
        large_pdf=render("certificate", data, title="Attestation de mandat", timestamp=AT, large=True),
        summary=[("Personne concernée", "É. D."), ("Mandat", "du 1er décembre 2026 au 30 novembre 2029")],
        by=BY,
        at=timezone.now(),
    )


@pytest.fixture
def document(db):
    return issued()


@pytest.fixture
def revoked(db):
    document = issued()
    actions.revoke(document=document, by=BY, at=timezone.now(), reason="Erreur sur l’établissement.")
    return document


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, document, revoked, dark):
    for path in ("/verifier/", "/verifier/?code=bonjour", f"/verifier/{document.code}/", f"/verifier/{revoked.code}/"):
        page = visit(path, dark=dark)
        assert_accessible(page)
        assert_no_overflow(page)
    page = visit("/verifier/PV-2222-2222/", dark=dark, status=404)
    assert_accessible(page)
    assert_no_overflow(page)


def test_every_stop_of_the_keyboard_is_seen_and_text_may_breathe(visit, document):
    page = visit(f"/verifier/{document.code}/")
    assert_skip_link(page)
    assert len(assert_keyboard(page)) > 10
    assert_text_may_breathe(page)


def printed_code(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    page = pdf[0]
    text = page.get_textpage()
    found = re.search(r"Code de vérification\s*:\s*(\S+)", text.get_text_bounded())[1]
    text.close()
    page.close()
    pdf.close()
    return found


def test_whoever_holds_a_document_checks_it_without_scripts(visit, document, tmp_path):
    received = tmp_path / "attestation.pdf"
    received.write_bytes(document.file.content.open("rb").read())
    page = visit("/plan-du-site/", scripts=False)
    page.get_by_role("link", name="Vérifier un document").click()
    page.get_by_label("Code de vérification").fill(printed_code(received.read_bytes()).lower().replace("-", " "))
    page.get_by_role("button", name="Vérifier le document").click()
    expect(page.get_by_text("Ce document est authentique")).to_be_visible()
    expect(page.get_by_text("É. D.")).to_be_visible()
    page.get_by_label("Fichier reçu").set_input_files(received)
    page.get_by_role("button", name="Comparer le fichier").click()
    expect(page.get_by_text("Ce fichier est bien le document émis")).to_be_visible()
    received.write_bytes(received.read_bytes().replace(b"%%EOF", b"%%EOF "))
    page.get_by_label("Fichier reçu").set_input_files(received)
    page.get_by_role("button", name="Comparer le fichier").click()
    expect(page.get_by_text("Ce fichier n’est pas le document émis")).to_be_visible()
