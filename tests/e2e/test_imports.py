"""The wizard of the imports in a browser: the whole way without JavaScript, and every page in every state without a fault."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from portevoix.register.imports import actions, progress
from portevoix.register.imports.enums import Work
from portevoix.register.imports.models import ImportRun
from portevoix.register.mandates.models import Mandate
from tests.e2e.checks import assert_accessible, assert_keyboard, assert_no_overflow, assert_refused
from tests.factories import (
    TODAY,
    AssociationFactory,
    BodyTypeRuleFactory,
    DoubtFactory,
    FacilityFactory,
    ImportRunFactory,
    RegionFactory,
    user_with_role,
)
from tests.imports.comparing import ME, NOW, applied, checked, run_of
from tests.imports.sheets import line, xlsx

STATES = ("list", "upload", "columns", "waiting", "interrupted", "preview", "applied", "failed", "undone", "undo", "problems")
QUESTIONS = ("doubts", "doubt", "vacancy")


@pytest.fixture
def officer(transactional_db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    BodyTypeRuleFactory()
    AssociationFactory(code="unafam", name="UNAFAM", acronym="UNAFAM")
    return user_with_role("ars_region", territory=RegionFactory())


@pytest.fixture
def rows(officer):
    """A holder, a vacancy and a mistake."""
    facility = FacilityFactory(name="Hôpital de Hautepierre")
    bad = line(facility, "Suppléant 1", "LOIR", "Olivier", dates=("01/12/2025", "31/02/2028"))
    return [line(facility, "Titulaire 1", "WERNERT", "Odile"), line(facility, "Titulaire 2"), bad]


def address(state: str, rows) -> str:
    """Make what the page of this state shows, and return its address."""
    if state in ("list", "upload", "doubts"):
        ImportRunFactory()
        DoubtFactory()
        return reverse({"list": "workspace:imports", "upload": "workspace:import_upload", "doubts": "workspace:import_doubts"}[state])
    if state in ("doubt", "vacancy"):
        return reverse("workspace:import_doubt", args=[DoubtFactory(**({"vacancy": True} if state == "vacancy" else {})).pk])
    run = run_in(state, rows)
    page = {"columns": "import_columns", "undo": "import_undo", "problems": "import_problems"}.get(state, "import_run")
    return reverse(f"workspace:{page}", args=[run.pk])


def run_in(state: str, rows) -> ImportRun:
    match state:
        case "columns":
            return run_of(*rows)
        case "waiting" | "interrupted":
            run = checked(*rows)
            progress.ask(run.pk, Work.APPLY)
            if state == "interrupted":
                run.progress.__class__.objects.filter(run=run).update(heartbeat="2026-01-01T00:00:00Z")
            return run
        case "failed":
            return actions.check(run=run_of(data=b"FINESS ET;Nom\n"), by=ME, today=TODAY, at=NOW)
        case "applied" | "undo":
            return applied(*rows)
        case "undone":
            return actions.undo(run=applied(*rows), by=ME, at=NOW)
        case _:
            return checked(*rows)


def test_the_whole_way_without_javascript(visit, officer, rows, tmp_path):
    file = tmp_path / "suivi.xlsx"
    file.write_bytes(xlsx(*rows))
    page = visit("/espace/imports/", account=officer, scripts=False)
    page.get_by_role("link", name="Importer un classeur").click()
    page.get_by_label("Classeur").set_input_files(file)
    page.get_by_role("button", name="Déposer le classeur").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Colonnes reconnues")
    page.get_by_role("button", name="Vérifier le classeur").click()
    expect(page.get_by_text("Rien n’est encore écrit.")).to_be_visible()
    expect(page.get_by_role("cell", name="31/02/2028")).to_be_visible()
    page.get_by_role("button", name="Appliquer l’import").click()
    expect(page.get_by_text("L’import est appliqué")).to_be_visible()
    assert Mandate.objects.count() == 1
    page.get_by_role("link", name="Annuler cet import").click()
    page.get_by_role("button", name="Annuler l’import").click()
    expect(page.get_by_text("Cet import a été annulé")).to_be_visible()
    assert Mandate.objects.count() == 0


def test_a_refused_file_is_said_first_and_leads_to_its_field(visit, officer, tmp_path):
    file = tmp_path / "rapport.pdf"
    file.write_bytes(b"%PDF-1.7")
    page = visit("/espace/imports/nouveau/", account=officer, scripts=False)
    page.get_by_label("Classeur").set_input_files(file)
    page.get_by_role("button", name="Déposer le classeur").click()
    assert_refused(page)
    page.get_by_role("link", name="Ce fichier est un document PDF").click()
    expect(page.locator("#id_workbook")).to_be_focused()


@pytest.mark.parametrize("state", [*STATES, *QUESTIONS])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit, officer, rows, state):
    page = visit(address(state, rows), account=officer)
    assert_accessible(page)
    assert_no_overflow(page, 320)


@pytest.mark.parametrize("state", ["list", "preview", "columns", "doubt"])
def test_every_stop_of_the_keyboard_is_seen(visit, officer, rows, state):
    assert_keyboard(visit(address(state, rows), account=officer))


def test_the_dark_preview_is_accessible_on_a_phone(visit, officer, rows):
    assert_accessible(visit(address("preview", rows), account=officer, dark=True, width=390))


def test_the_empty_lists_say_what_to_do(visit, officer):
    assert_accessible(visit("/espace/imports/", account=officer))
    expect(visit("/espace/imports/doutes/", account=officer).get_by_text("Aucune question n’attend de réponse.")).to_be_visible()
