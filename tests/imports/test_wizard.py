"""The wizard: file, columns, preview, application, result, undoing; without JavaScript, without a worker."""

import io
import json

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portevoix.register.directory.models import Association, Body, Person
from portevoix.register.imports.enums import RunState
from portevoix.register.imports.models import ColumnMapping, ImportRun
from portevoix.register.mandates.models import Mandate
from tests.budget import assert_query_budget
from tests.factories import (
    TODAY,
    AssociationFactory,
    BodyTypeFactory,
    BodyTypeRuleFactory,
    DepartmentFactory,
    DoubtFactory,
    FacilityFactory,
    ImportRunFactory,
    RegionFactory,
    user_with_role,
)
from tests.imports.comparing import applied
from tests.imports.sheets import TITLES, line, xlsx
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
UPLOAD = "/espace/imports/nouveau/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def facility():
    BodyTypeRuleFactory()
    AssociationFactory(code="unafam", name="Union nationale de familles et amis", acronym="UNAFAM")
    return FacilityFactory(name="Hôpital de Hautepierre")


@pytest.fixture
def officer(client):
    return sign_in(client, user_with_role("ars_region", territory=RegionFactory()))


@pytest.fixture
def workbook(facility):
    return xlsx(
        line(facility, "Titulaire 1", "WERNERT", "Odile"),
        line(facility, "Titulaire 2"),
        line(facility, "Suppléant 1", "LOIR", "Olivier", dates=("01/12/2025", "31/02/2028")),
    )


def text_of(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def upload(client, data: bytes, name: str = "suivi.xlsx", **data_more):
    fields = {"region": RegionFactory().pk, "body_type": BodyTypeFactory().pk, "workbook": SimpleUploadedFile(name, data)}
    return client.post(UPLOAD, fields | data_more)


def columns_of(client, run) -> dict[str, str]:
    """Return the fields of the columns form as the page gives them."""
    form = client.get(reverse("workspace:import_columns", args=[run.pk])).context["form"]
    return {bound.html_name: bound.initial or "" for bound in form}


def check(client, run):
    return client.post(reverse("workspace:import_columns", args=[run.pk]), columns_of(client, run))


def apply_to(client, run):
    return client.post(reverse("workspace:import_apply", args=[run.pk]))


def page_of(client, run) -> str:
    return text_of(client.get(reverse("workspace:import_run", args=[run.pk])))


def test_the_whole_way_from_the_file_to_the_undoing(client, officer, workbook):
    response = upload(client, workbook)
    run = ImportRun.objects.get()
    assert response.url == reverse("workspace:import_columns", args=[run.pk])
    assert (run.state, run.uploaded_by) == (RunState.UPLOADED, officer)
    check(client, run)
    preview = page_of(client, run)
    assert "Rien n’est encore écrit" in preview
    assert "date illisible" in preview
    assert not Mandate.objects.exists()
    apply_to(client, run)
    assert "L’import est appliqué" in page_of(client, run)
    mandate = Mandate.objects.get()
    assert (str(mandate.person), mandate.association.acronym) == ("Odile WERNERT", "UNAFAM")
    assert Body.objects.get().seats.count() == 4
    confirmation = text_of(client.get(reverse("workspace:import_undo", args=[run.pk])))
    assert "mandats : 1" in confirmation
    client.post(reverse("workspace:import_undo", args=[run.pk]))
    assert "a été annulé" in page_of(client, run)
    assert not Mandate.objects.exists()
    assert not Body.objects.exists()
    assert not Person.objects.exists()


def test_a_file_that_is_not_a_workbook_is_refused_on_the_form_and_nothing_is_kept(client, officer, facility):
    response = upload(client, b"%PDF-1.7 rapport", "rapport.pdf")
    assert response.status_code == 200
    assert "Ce fichier est un document PDF, pas un classeur." in text_of(response)
    assert not ImportRun.objects.exists()


def test_the_columns_can_be_corrected_and_are_remembered(client, officer, facility):
    titles = [{"Association": "Truc"}.get(title, title) for title in TITLES]
    data = xlsx(line(facility, "Titulaire 1", "WERNERT", "Odile"), titles=titles)
    upload(client, data)
    first = ImportRun.objects.get()
    fields = columns_of(client, first)
    name = next(name for name in fields if name.endswith("-H"))
    fields[name] = "association"
    client.post(reverse("workspace:import_columns", args=[first.pk]), fields)
    apply_to(client, first)
    assert Mandate.objects.get().association == Association.objects.get(code="unafam")
    assert ColumnMapping.objects.get().corrected_by == officer
    upload(client, data)
    assert columns_of(client, ImportRun.objects.latest("pk"))[name] == "association"


def test_two_columns_cannot_hold_the_same(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    fields = columns_of(client, run)
    names = list(fields)
    fields[names[1]] = fields[names[0]]
    response = client.post(reverse("workspace:import_columns", args=[run.pk]), fields)
    assert response.status_code == 200
    assert "Une autre colonne a déjà ce contenu" in text_of(response)
    run.refresh_from_db()
    assert run.state == RunState.UPLOADED


def test_the_rows_to_correct_are_given_back_with_the_problem(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    check(client, run)
    plain = b"".join(client.get(reverse("workspace:import_problems_csv", args=[run.pk]))).decode()
    assert plain.splitlines()[0].endswith("Problème;Conseil;Feuille;Ligne")
    assert "LOIR" not in plain.splitlines()[0]
    assert ";Loir;Olivier;" in plain
    assert ";31/02/2028;" in plain
    file = b"".join(client.get(reverse("workspace:import_problems_xlsx", args=[run.pk])))
    rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.values)
    assert len(rows) == 2


def test_the_rows_to_correct_can_be_imported_again_once_corrected(client, officer, workbook, facility):
    upload(client, workbook)
    run = ImportRun.objects.get()
    check(client, run)
    apply_to(client, run)
    plain = b"".join(client.get(reverse("workspace:import_problems_csv", args=[run.pk]))).decode()
    upload(client, plain.replace("31/02/2028", "30/11/2028").encode(), "corrige.csv")
    second = ImportRun.objects.latest("pk")
    check(client, second)
    apply_to(client, second)
    assert Mandate.objects.filter(person__last_name="Loir", seat__body__facility=facility).exists()


def test_the_errors_are_filtered_by_kind(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    check(client, run)
    url = reverse("workspace:import_problems", args=[run.pk])
    assert client.get(url, {"nature": "bad_date"}).context["total"] == 1
    assert client.get(url, {"nature": "duplicate_row"}).context["total"] == 1, "nonsense shows everything"


def test_the_report_is_the_one_of_the_command(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    check(client, run)
    report = json.loads(client.get(reverse("workspace:import_report", args=[run.pk])).content)
    assert report["run_id"] == run.pk
    assert {"rows", "bodies", "seats", "mandates_created", "seats_vacant", "people_created", "people_matched", "doubts", "errors"} <= set(
        report
    )


def test_a_second_window_that_applies_again_is_told_so(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    check(client, run)
    apply_to(client, run)
    response = client.post(reverse("workspace:import_apply", args=[run.pk]), follow=True)
    assert "Appliquer : impossible, l’état est maintenant « appliqué »." in text_of(response)
    assert Mandate.objects.count() == 1


def test_the_back_button_to_the_columns_of_an_applied_import_is_refused(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    fields = columns_of(client, run)
    check(client, run)
    apply_to(client, run)
    response = client.post(reverse("workspace:import_columns", args=[run.pk]), fields)
    assert "Vérifier : impossible, l’état est maintenant « appliqué »." in text_of(response)


def test_a_register_that_changed_since_the_check_is_checked_again_and_nothing_is_written(client, officer, workbook, facility):
    upload(client, workbook)
    run = ImportRun.objects.get()
    check(client, run)
    facility.finess_et = "670009999"
    facility.save()
    apply_to(client, run)
    assert "Le classeur vient d’être vérifié de nouveau" in page_of(client, run)
    assert not Mandate.objects.exists()
    run.refresh_from_db()
    assert run.state == RunState.CHECKED
    assert {error["code"] for error in run.report["errors"]} >= {"unknown_facility"}


def test_the_list_shows_every_run_of_the_region_and_who_laid_it_down(client, officer, workbook):
    upload(client, workbook)
    page = text_of(client.get(reverse("workspace:imports")))
    assert "suivi.xlsx" in page
    assert "Claire MULLER" in page
    assert "Déposé, à vérifier" in page


def test_a_run_of_another_region_does_not_exist(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    elsewhere = DepartmentFactory(elsewhere=True).parent
    sign_in(client, user_with_role("ars_region", territory=elsewhere))
    for name in ("import_run", "import_columns", "import_undo", "import_problems", "import_report", "import_problems_csv"):
        assert client.get(reverse(f"workspace:{name}", args=[run.pk])).status_code == 404
    for name in ("import_check", "import_apply", "import_undo"):
        assert client.post(reverse(f"workspace:{name}", args=[run.pk])).status_code == 404


def test_a_region_that_is_not_one_s_own_is_not_offered(client, officer, workbook):
    elsewhere = DepartmentFactory(elsewhere=True).parent
    response = upload(client, workbook, region=elsewhere.pk)
    assert response.status_code == 200
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("role", ["fas_region", "national_observer", "administrator", "association_manager", "representative"])
def test_whoever_may_not_import_is_refused(client, role):
    scope = {"fas_region": {"territory": RegionFactory()}}.get(role, {})
    sign_in(client, user_with_role(role, **scope))
    assert client.get(UPLOAD).status_code == 403
    assert client.get(reverse("workspace:imports")).status_code == 403
    assert client.post(UPLOAD, {}).status_code == 403


def test_the_pages_ask_the_same_number_of_questions_with_one_row_and_with_twenty(client, officer, facility):
    assert_query_budget(lambda: client.get(reverse("workspace:imports")), make_row=lambda: ImportRunFactory(uploaded_by=officer), budget=10)
    assert_query_budget(lambda: client.get(reverse("workspace:import_doubts")), make_row=DoubtFactory, budget=10)
    run = applied(line(facility, "Titulaire 1", "WERNERT", "Odile"))
    url = reverse("workspace:import_run", args=[run.pk])
    assert_query_budget(lambda: client.get(url), make_row=lambda: DoubtFactory(run=run), budget=10)


def test_the_key_figures_agree_with_their_numbers(client, officer, workbook):
    upload(client, workbook)
    run = ImportRun.objects.get()
    check(client, run)
    page = client.get(reverse("workspace:import_run", args=[run.pk]))
    assert [figure.label for figure in page.context["key_figures"]] == [
        "instance", "mandat à créer", "siège dit vacant", "personne à créer", "erreur",
    ]  # fmt: skip
