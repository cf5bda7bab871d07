"""Files that must not be opened, laid down on the page or given to the command: a French sentence, and nothing is written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from portevoix.base.files.models import StoredFile
from portevoix.register.imports.models import ImportRun
from tests.factories import AssociationFactory, BodyTypeFactory, BodyTypeRuleFactory, FacilityFactory, RegionFactory, user_with_role
from tests.imports.comparing import applied, codes, plan_of
from tests.imports.dumps import dump
from tests.imports.sheets import TITLES, line, xlsx
from tests.imports.test_reading_files import with_parts, zipped
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
GOOD = xlsx(line("670000001", "Titulaire 1", "WERNERT", "Odile"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BAD = {
    "empty": (b" \n", "vide"),
    "empty workbook": (xlsx(titles=()), "vide"),
    "corrupt": (GOOD[: len(GOOD) // 2], "abîmé"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "old format": (OLE + "Workbook".encode("utf-16-le"), ".xls"),
    "macros": (with_parts(GOOD, {"xl/vbaProject.bin": b"x"}), "macros"),
    "bomb": (zipped({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": b" " * 130_000_000}), "décompressé"),
    "text document": (zipped({"word/document.xml": "<x/>"}), "document de texte"),
    "pdf": (b"%PDF-1.7 rapport annuel", "PDF"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
    "program": (b"\x7fELF" + bytes(50), "programme"),
    "no table": (xlsx(titles=("Bonjour",)), "Aucun tableau"),
    "huge": (b"FINESS;Nom\n" + b"x" * 25_000_001, "dépasse"),
}
bad_files = pytest.mark.parametrize(("data", "words"), BAD.values(), ids=list(BAD))


@bad_files
def test_the_page_refuses_it_with_a_sentence_and_keeps_nothing(client, data, words):
    sign_in(client, user_with_role("ars_region", territory=RegionFactory()))
    fields = {"region": RegionFactory().pk, "body_type": BodyTypeFactory().pk, "workbook": SimpleUploadedFile("suivi.xlsx", data)}
    response = client.post("/espace/imports/nouveau/", fields)
    assert response.status_code == 200
    (sentence,) = response.context["form"].errors["workbook"]
    assert words in sentence.replace("\u00a0", " ")
    assert not ImportRun.objects.exists()
    assert not StoredFile.objects.exists()


@bad_files
def test_the_command_refuses_it_with_a_sentence_and_writes_nothing(tmp_path, data, words):
    BodyTypeRuleFactory()
    RegionFactory()
    file = tmp_path / "suivi.xlsx"
    file.write_bytes(data)
    before = dump()
    with pytest.raises(CommandError) as refusal:
        call_command("import_seats", str(file), "--apply")
    assert words in str(refusal.value).replace("\u00a0", " ")
    assert dump() == before
    assert not ImportRun.objects.exists()


def test_a_cell_whose_formula_was_never_computed_refuses_its_row_only():
    BodyTypeRuleFactory()
    AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")
    facility = FacilityFactory()
    row = line(facility, "Titulaire 1", "WERNERT", "Odile")
    row[TITLES.index("Fin")] = "=A1+1"
    plan = plan_of(row, line(facility, "Titulaire 2", "LOIR", "Olivier"))
    assert codes(plan) == ["unreadable_cell"]
    assert [str(creation.row.person) for creation in plan.mandates] == ["Olivier LOIR"]


def test_a_text_that_looks_like_a_formula_stays_a_text():
    BodyTypeRuleFactory()
    facility = FacilityFactory()
    run = applied(line(facility, "Titulaire 1", "WERNERT", "Odile", "", order="'=1+1"))
    assert run.report["mandates_created"] == 1
