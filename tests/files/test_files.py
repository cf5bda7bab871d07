"""Files that users send: known by their content, kept under a random name, given back as attachments."""

import io
import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from config.settings import base
from portevoix.base.audit.actors import Program
from portevoix.base.files.actions import FileRefused, clean_name, remove, store
from portevoix.base.files.content import kind_of
from portevoix.base.files.enums import WORKBOOKS, FileKind
from portevoix.base.files.models import StoredFile, upload_storage
from portevoix.base.files.responses import download

BY = Program("tests")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    options = base.STORAGES["uploads"]["OPTIONS"] | {"location": tmp_path / "files"}
    settings.STORAGES = settings.STORAGES | {"uploads": base.STORAGES["uploads"] | {"OPTIONS": options}}
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", upload_storage())  # read once, when the model loads
    return tmp_path / "files"


def archive(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in members.items():
            packed.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return content.getvalue()


SAMPLES = {
    "xlsx": (archive(xl__workbook_DOT_xml="<x/>"), FileKind.XLSX),
    "xlsm": (archive(xl__workbook_DOT_xml="<x/>", xl__vbaProject_DOT_bin="x"), FileKind.XLSM),
    "ods": (archive(mimetype=FileKind.ODS.value), FileKind.ODS),
    "odt": (archive(mimetype="application/vnd.oasis.opendocument.text"), FileKind.ZIP),
    "docx": (archive(word__document_DOT_xml="<x/>"), FileKind.ZIP),
    "cut zip": (archive(xl__workbook_DOT_xml="<x/>")[:40], FileKind.UNKNOWN),
    "old or protected": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, FileKind.XLS),
    "csv utf-8": ("Établissement;Siège\n".encode(), FileKind.TEXT),
    "csv cp1252": ("Établissement;Siège\n".encode("cp1252"), FileKind.TEXT),
    "csv cut inside a letter": (b"a" * 8191 + "é".encode() + b"a", FileKind.TEXT),
    "web page": (b"<html><script>alert(1)</script>", FileKind.UNKNOWN),
    "web page after blanks": (b"\xef\xbb\xbf \n<!doctype html>", FileKind.UNKNOWN),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileKind.UNKNOWN),
    "program": (b"\x7fELF\x02\x01\x01\0\0", FileKind.UNKNOWN),
    "pdf": (b"%PDF-1.7\n", FileKind.PDF),
    "png": (b"\x89PNG\r\n\x1a\n\0\0", FileKind.PNG),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_kind_is_what_the_content_says(name):
    content, kind = SAMPLES[name]
    assert kind_of(io.BytesIO(content)) == kind


@given(st.binary(max_size=300))
def test_no_content_makes_the_recognition_fail(content):
    for head in (b"", b"PK\x03\x04", b"PK\x05\x06"):
        assert kind_of(io.BytesIO(head + content)) in FileKind


@given(st.text(max_size=400))
def test_a_name_is_always_safe_to_write_in_a_header(name):
    cleaned = clean_name(name)
    assert 0 < len(cleaned) <= 180
    assert not set(cleaned) & set('/\\<>:"|?*\r\n\0')
    assert not cleaned.startswith(".")


def upload(content: bytes, name: str = "suivi.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.mark.django_db
def test_a_file_is_kept_under_a_name_that_cannot_be_guessed(folder):
    stored = store(upload=upload(b"a;b\n", "../../Suivi des sièges.csv"), by=BY, kinds=WORKBOOKS)
    path = folder / stored.content.name
    assert stored.name == "Suivi des sièges.csv"
    assert "Suivi" not in stored.content.name
    assert len(path.name) == 40
    assert path.read_bytes() == b"a;b\n"
    assert (stored.size, len(stored.sha256), stored.kind) == (4, 64, FileKind.TEXT)


@pytest.mark.django_db
def test_only_the_program_may_read_the_folder(folder):
    stored = store(upload=upload(b"a;b\n"), by=BY, kinds=WORKBOOKS)
    assert stat.S_IMODE((folder / stored.content.name).stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / stored.content.name).parent.stat().st_mode) == 0o700


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"a" * 51, "too_big"), (b"<html>", "wrong_kind"), (b"%PDF-1.7", "wrong_kind")],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(content, code, folder):
    with pytest.raises(FileRefused) as refusal:
        store(upload=upload(content), by=BY, kinds=WORKBOOKS, max_bytes=50)
    assert refusal.value.code == code
    assert refusal.value.messages[0].endswith(".")
    assert not folder.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_file_is_given_back_as_an_attachment_that_runs_nothing():
    stored = store(upload=upload("é;b\n".encode(), "sièges"), by=BY, kinds=WORKBOOKS)
    response = download(stored)
    assert b"".join(response.streaming_content) == "é;b\n".encode()
    response.close()
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''si%C3%A8ges.csv"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db(transaction=True)
def test_a_file_is_removed_only_when_its_row_really_is(folder):
    stored = store(upload=upload(b"a;b\n"), by=BY, kinds=WORKBOOKS)
    path = folder / stored.content.name
    with pytest.raises(RuntimeError), transaction.atomic():
        remove(stored=StoredFile.objects.get(pk=stored.pk))
        raise RuntimeError
    assert path.exists()
    remove(stored=StoredFile.objects.get())
    assert not path.exists()


@pytest.mark.django_db
def test_a_file_left_by_a_failed_transaction_is_cleared_after_a_day(folder, capsys):
    kept = store(upload=upload(b"a;b\n"), by=BY, kinds=WORKBOOKS)
    lost = upload_storage().save("ab/perdu", upload(b"c"))
    recent = upload_storage().save("ab/recent", upload(b"d"))
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for name in (kept.content.name, lost):
        os.utime(folder / name, (old, old))
    call_command("remove_orphan_files")
    assert (folder / lost).exists()
    call_command("remove_orphan_files", "--apply")
    assert not (folder / lost).exists()
    assert (folder / recent).exists()
    assert (folder / kept.content.name).exists()
    assert "1 fichier(s) supprimé(s)" in capsys.readouterr().out
