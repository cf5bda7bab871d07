"""Exchange with Démarche Numérique: columns recognised, a report line by line, nothing twice, undone while nobody has examined."""

import csv
import io
import json
import random
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portevoix.base.audit.models import Entry
from portevoix.base.core.table_files import TableFormat, table_bytes
from portevoix.base.files.actions import store
from portevoix.base.files.enums import FileKind
from portevoix.base.files.models import StoredFile
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.actions import exchange
from portevoix.work.candidacies.actions.passages import take_step
from portevoix.work.candidacies.enums import CandidacyState, Channel
from portevoix.work.candidacies.exchange.archive import PIECE, archive
from portevoix.work.candidacies.exchange.table import read_table
from portevoix.work.candidacies.exchange.targets import recognise
from portevoix.work.candidacies.models import Candidacy, ExchangeImport, Wish
from portevoix.work.candidacies.selectors.archives import candidacies_to_export
from tests import factories as make
from tests.candidacies.calling import NOW, opened
from tests.factories import TODAY
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
TITLES = [
    *("ID", "Email", "Déposé le", "État du dossier", "Association agréée", "Civilité", "Nom du candidat", "Prénom du candidat"),
    *("Courriel du candidat", "Téléphone", "Commune de résidence", "Établissement souhaité, vœu 1", "Siège (titulaire ou suppléant) vœu 1"),
    *("Établissement souhaité, vœu 2", "Siège vœu 2", "Accord pour la publication du nom", "Numéro d’agrément", "Motivation"),
]
LINE = {
    "ID": "4512001",
    "Email": "contact@unafam.exemple.fr",
    "Déposé le": "2026-11-22 08:32:05 +0100",
    "État du dossier": "En construction",
    "Association agréée": "UNAFAM",
    "Civilité": "Mme",
    "Nom du candidat": "Roth",
    "Prénom du candidat": "Lucie",
    "Courriel du candidat": "lucie.roth@exemple.fr",
    "Téléphone": "+33 6 12 34 56 78",
    "Établissement souhaité, vœu 1": "Hôpital de Hautepierre (Strasbourg)",
    "Siège (titulaire ou suppléant) vœu 1": "Suppléant",
    "Accord pour la publication du nom": "Oui",
}


cell = st.text(alphabet=st.characters(codec="utf-8"), max_size=30) | st.sampled_from(["oui", "UNAFAM", "22/11/2026", "4512001"])


@pytest.fixture
def call(officer, body):
    make.AccreditationFactory(association__name="Union nationale de familles", association__acronym="UNAFAM", number="N2024RN0161")
    return opened(officer)


def csv_file(*lines, separator=";", titles=TITLES, encoding="utf-8", name="export.csv"):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(titles)
    for line in lines:
        writer.writerow([line.get(title, "") for title in titles])
    return SimpleUploadedFile(name, text.getvalue().encode(encoding))


def laid_down(call, officer, *lines, **options):
    return exchange.lay_down(call=call, upload=csv_file(*lines, **options), by=officer)


def sentences(run):
    return [problem.sentence for _, problem in exchange.plan_of(run, today=TODAY).problems]


def test_the_titles_of_an_export_are_recognised():
    found = {TITLES[column]: code for column, code in recognise(TITLES).items()}
    assert found == {
        "ID": "reference",
        "Email": "association_email",
        "Déposé le": "submitted_on",
        "État du dossier": "state",
        "Association agréée": "association",
        "Civilité": "civility",
        "Nom du candidat": "last_name",
        "Prénom du candidat": "first_name",
        "Courriel du candidat": "email",
        "Téléphone": "phone",
        "Commune de résidence": "home",
        "Établissement souhaité, vœu 1": "wish_1",
        "Siège (titulaire ou suppléant) vœu 1": "quality_1",
        "Établissement souhaité, vœu 2": "wish_2",
        "Siège vœu 2": "quality_2",
        "Accord pour la publication du nom": "name_publishable",
        "Numéro d’agrément": "accreditation",
        "Motivation": "motivation",
    }


@given(st.lists(st.text(max_size=40), max_size=30))
def test_whatever_the_titles_no_two_columns_hold_the_same(titles):
    found = recognise(titles)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(range(len(titles)))


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8"), (",", "utf-8"), (";", "cp1252"), ("\t", "utf-16")])
def test_any_separator_and_encoding_is_read(call, officer, separator, encoding):
    run = laid_down(call, officer, LINE, separator=separator, encoding=encoding)
    assert exchange.plan_of(run, today=TODAY).counts == {"new": 1, "known": 0, "refused": 0, "skipped": 0}


@pytest.mark.parametrize("form", [TableFormat.XLSX, TableFormat.ODS])
def test_a_workbook_is_read_as_well(call, officer, form):
    content = b"".join(table_bytes(form, header=TITLES, rows=[[LINE.get(title, "") for title in TITLES]], title="Dossiers"))
    run = exchange.lay_down(call=call, upload=SimpleUploadedFile(f"export.{form}", content), by=officer)
    assert exchange.plan_of(run, today=TODAY).counts["new"] == 1


def test_a_line_becomes_a_candidacy_sent_by_exchange(call, officer, body):
    exchange.apply(run=laid_down(call, officer, LINE), by=officer, at=NOW)
    made = Candidacy.objects.get(call=call)
    assert (made.state, made.channel, made.exchange_reference) == (CandidacyState.SUBMITTED, Channel.EXCHANGE, "4512001")
    assert (made.last_name, made.first_name, made.civility, made.phone) == ("Roth", "Lucie", "Mme", "0612345678")
    assert made.association.acronym == "UNAFAM"
    assert made.name_publishable
    assert made.number.startswith("C-2026-")
    assert made.submitted_at.date() == date(2026, 11, 22)
    wish = made.wishes.get()
    assert (wish.body, wish.quality, wish.rank) == (body, "substitute", 1)
    assert [one.state for one in made.passages.order_by("entered_at", "pk")] == [CandidacyState.DRAFT, CandidacyState.SUBMITTED]


def test_nobody_is_matched_to_a_record_of_the_directory(call, officer):
    make.PersonFactory(last_name="Roth", first_name="Lucie")
    exchange.apply(run=laid_down(call, officer, LINE), by=officer, at=NOW)
    assert Candidacy.objects.get().person is None


def test_the_same_export_again_creates_nothing_and_changes_nothing(call, officer):
    exchange.apply(run=laid_down(call, officer, LINE), by=officer, at=NOW)
    again = laid_down(call, officer, LINE | {"Nom du candidat": "Autre"}, LINE | {"ID": "4512002", "Nom du candidat": "Klein"})
    plan = exchange.apply(run=again, by=officer, at=NOW)
    assert plan.counts == {"new": 1, "known": 1, "refused": 0, "skipped": 0}
    assert sorted(Candidacy.objects.values_list("last_name", flat=True)) == ["Klein", "Roth"]
    with pytest.raises(StepRefused, match="déjà appliqué"):
        exchange.apply(run=again, by=officer, at=NOW)


def test_the_table_is_erased_once_applied(call, officer):
    run = laid_down(call, officer, LINE)
    assert StoredFile.objects.count() == 1
    exchange.apply(run=run, by=officer, at=NOW)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ID": ""}, "n’a pas de numéro de dossier"),
        ({"Nom du candidat": ""}, "Le nom de la personne manque"),
        ({"Association agréée": "Inconnue"}, "Cette association n’est pas reconnue"),
        ({"Établissement souhaité, vœu 1": "Hôpital de Nulle-Part"}, "n’est pas dans l’appel"),
        ({"Établissement souhaité, vœu 1": ""}, "Aucun vœu"),
        ({"Siège (titulaire ou suppléant) vœu 1": "présidente"}, "titulaire, suppléant"),
        ({"Courriel du candidat": "lucie.exemple.fr"}, "adresse électronique"),
        ({"Déposé le": "2026-01-05"}, "en dehors des dates de l’appel"),
        ({"Déposé le": "31 février 2026"}, "Écrivez une date"),
        ({"Accord pour la publication du nom": "peut-être"}, "oui ou non"),
    ],
)
def test_a_line_that_cannot_be_imported_says_what_to_do(call, officer, change, sentence):
    run = laid_down(call, officer, LINE | change, LINE | {"ID": "4512099"})
    assert any(sentence in found for found in sentences(run))
    assert exchange.apply(run=run, by=officer, at=NOW).counts["refused"] == 1
    assert Candidacy.objects.get().exchange_reference == "4512099"


def test_two_lines_with_the_same_number_are_both_refused(call, officer):
    run = laid_down(call, officer, LINE, LINE)
    assert [found for found in sentences(run) if "aussi à la ligne" in found] == [
        "Ce numéro de dossier est aussi à la ligne 3. Gardez une seule ligne.",
        "Ce numéro de dossier est aussi à la ligne 2. Gardez une seule ligne.",
    ]


def test_files_without_continuation_are_left_aside(call, officer):
    run = laid_down(call, officer, LINE | {"État du dossier": "Classé sans suite"})
    assert exchange.plan_of(run, today=TODAY).counts == {"new": 0, "known": 0, "refused": 0, "skipped": 1}


def test_a_body_is_known_by_its_finess_number_or_its_name_never_by_a_guess(call, officer, body):
    finess = body.facility.finess_et
    for text, expected in ((finess, 1), (f"{finess} - HAUTEPIERRE", 1), ("hopital de hautepierre", 1), ("hôpital", 0)):
        run = laid_down(call, officer, LINE | {"Établissement souhaité, vœu 1": text})
        assert exchange.plan_of(run, today=TODAY).counts["new"] == expected, text


def test_two_bodies_of_one_site_are_told_apart_by_their_kind_never_by_a_guess(call, officer, body):
    kind = make.BodyTypeFactory(code="CS", name="conseil de surveillance")
    board = make.BodyFactory(facility=body.facility, body_type=kind, seated=True)
    call.call_seats.create(seat=board.seats.first(), origin="vacant")
    finess = body.facility.finess_et
    for text, expected in ((finess, None), (f"{finess} CDU", body), (f"conseil de surveillance, {finess}", board)):
        plan = exchange.plan_of(laid_down(call, officer, LINE | {"Établissement souhaité, vœu 1": text}), today=TODAY)
        assert [wish for line in plan.new for wish, _ in line.wishes] == ([expected.pk] if expected else [])
    problem = exchange.plan_of(laid_down(call, officer, LINE | {"Établissement souhaité, vœu 1": finess}), today=TODAY).problems[0][1]
    assert "conseil de surveillance de" in problem.sentence


def test_an_association_is_known_by_its_accreditation_number(call, officer):
    run = laid_down(call, officer, LINE | {"Association agréée": "Union des familles", "Numéro d’agrément": "n2024rn0161"})
    assert exchange.plan_of(run, today=TODAY).counts["new"] == 1


def test_corrected_columns_serve_again_for_the_same_titles(call, officer):
    titles = [title.replace("Nom du candidat", "Colonne A") for title in TITLES]
    line = {title: LINE.get(title.replace("Colonne A", "Nom du candidat"), "") for title in titles}
    line["Colonne A"] = "Roth"
    run = laid_down(call, officer, line, titles=titles)
    with pytest.raises(StepRefused, match="Nom de la personne"):
        exchange.apply(run=run, by=officer, at=NOW)
    mapping = recognise(titles) | {titles.index("Colonne A"): "last_name"}
    exchange.correct_columns(run=run, mapping=mapping, by=officer)
    assert exchange.apply(run=run, by=officer, at=NOW).counts["new"] == 1
    again = laid_down(call, officer, line | {"ID": "2"}, titles=titles)
    assert exchange.plan_of(again, today=TODAY).counts["new"] == 1


def test_an_import_is_undone_while_nobody_has_examined(call, officer):
    run = laid_down(call, officer, LINE, LINE | {"ID": "2"})
    exchange.apply(run=run, by=officer, at=NOW)
    assert exchange.undo(run=run, by=officer, at=NOW) == 2
    assert not Candidacy.objects.exists()
    assert not Wish.objects.exists()
    with pytest.raises(StepRefused):
        exchange.undo(run=run, by=officer, at=NOW)


def test_an_import_is_not_undone_once_a_file_is_examined(call, officer):
    run = laid_down(call, officer, LINE, LINE | {"ID": "2"})
    exchange.apply(run=run, by=officer, at=NOW)
    with take_step(Candidacy.objects.first(), "accept", by=officer):
        pass
    with pytest.raises(StepRefused, match="l’examen a commencé"):
        exchange.undo(run=run, by=officer, at=NOW)
    assert Candidacy.objects.count() == 2


@pytest.mark.parametrize("role", ["ars_signatory", "ars_department", "fas_region"])
def test_who_does_not_examine_imports_nothing(call, officer, role):
    place = make.DepartmentFactory() if role == "ars_department" else make.RegionFactory()
    user = make.user_with_role(role, territory=place)
    run = laid_down(call, officer, LINE)
    for act in (
        lambda: laid_down(call, user, LINE),
        lambda: exchange.correct_columns(run=run, mapping={0: "reference"}, by=user),
        lambda: exchange.apply(run=run, by=user, at=NOW),
        lambda: exchange.undo(run=run, by=user, at=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04abc", b"<html><table></table>", b"ID;Nom\n", b"\x00\x01\x02"])
def test_what_is_not_a_table_is_refused_with_a_sentence(call, officer, content):
    with pytest.raises(ValidationError):
        exchange.lay_down(call=call, upload=SimpleUploadedFile("x.csv", content), by=officer)
    assert not ExchangeImport.objects.exists()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    cells=st.lists(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=30), min_size=18, max_size=18), min_size=1, max_size=5)
)
def test_no_mess_in_the_cells_stops_the_report(call, officer, cells):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(TITLES)
    writer.writerows(cells)
    try:
        run = exchange.lay_down(call=call, upload=SimpleUploadedFile("x.csv", text.getvalue().encode()), by=officer)
    except ValidationError:
        return
    plan = exchange.plan_of(run, today=TODAY)
    assert sum(plan.counts.values()) == len(read_table(run.file.content.open("rb").read()).rows)
    exchange.apply(run=run, by=officer, at=NOW)
    Candidacy.objects.all().delete()


# the whole files


KINDS = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


def assert_described(value, schema):
    """Check the part of JSON Schema that `dossier.schema.json` uses: types, exact properties, items."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    assert type(value) in [KINDS[kind] for kind in kinds], (value, schema)
    if isinstance(value, dict):
        assert set(value) == set(schema["properties"]) == set(schema["required"])
        for name, inner in schema["properties"].items():
            assert_described(value[name], inner)
    for one in value if isinstance(value, list) else ():
        assert_described(one, schema["items"])


def test_the_archive_holds_the_pdf_the_data_and_the_pieces(call, officer, body):
    exchange.apply(run=laid_down(call, officer, LINE), by=officer, at=NOW)
    made = Candidacy.objects.get()
    made.attachments.create(kind="cv", file=make.StoredFileFactory(name="../cv?.csv"))
    package = zipfile.ZipFile(io.BytesIO(b"".join(archive(candidacies_to_export(call, viewer=officer), at=NOW))))
    assert package.testzip() is None
    assert sorted(package.namelist()) == [
        f"{made.number}/{made.number}.pdf",
        f"{made.number}/dossier.json",
        f"{made.number}/pieces/01-cv-cv_.csv",
        "dossier.schema.json",
    ]
    assert package.read(f"{made.number}/{made.number}.pdf").startswith(b"%PDF-")
    data = json.loads(package.read(f"{made.number}/dossier.json"))
    assert_described(data, json.loads(package.read("dossier.schema.json")))
    assert data["person"]["last_name"] == "Roth"
    assert data["wishes"][0]["body"]["finess_et"] == body.facility.finess_et
    assert data["attachments"][0]["file"] == "pieces/01-cv-cv_.csv"


def test_the_archive_leaves_piece_by_piece_whatever_the_size_of_the_files(call, officer):
    exchange.apply(run=laid_down(call, officer, LINE), by=officer, at=NOW)
    made = Candidacy.objects.get()
    heavy = SimpleUploadedFile("grosse.pdf", b"%PDF-1.7\n" + random.Random(1).randbytes(5_000_000))
    made.attachments.create(kind="other", file=store(upload=heavy, by=officer, kinds={FileKind.PDF}))
    pieces = [len(piece) for piece in archive(candidacies_to_export(call, viewer=officer), at=NOW)]
    assert sum(pieces) > 5_000_000
    assert max(pieces) < 2 * PIECE


def test_the_archive_of_a_call_leaves_drafts_out_and_is_in_the_journal(client, call, officer):
    exchange.apply(run=laid_down(call, officer, LINE), by=officer, at=NOW)
    make.CandidacyFactory(call=call)
    sign_in(client, officer)
    answer = client.post(reverse("candidacies:export_call_files", args=[call.pk]))
    package = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert {name.split("/")[0] for name in package.namelist() if "/" in name} == {Candidacy.objects.exclude(number="").get().number}
    assert Entry.objects.filter(action="call.export").count() == 1
    made = Candidacy.objects.exclude(number="").get()
    one = client.post(reverse("candidacies:export_candidacy", args=[made.pk]))
    assert zipfile.ZipFile(io.BytesIO(b"".join(one.streaming_content))).testzip() is None


def test_the_pages_of_an_import_follow_one_another(client, call, officer):
    sign_in(client, officer)
    page = client.post(
        reverse("candidacies:lay_down_exchange", args=[call.pk]), {"table": csv_file(LINE, LINE | {"ID": "2", "Nom du candidat": ""})}
    )
    run = ExchangeImport.objects.get()
    assert page.url == reverse("candidacies:exchange", args=[run.pk])
    shown = client.get(page.url).content.decode()
    assert "Le nom de la personne manque" in shown
    columns = client.get(reverse("candidacies:exchange_columns", args=[run.pk]))
    form = columns.context["form"]
    values = {name: form[name].value() for name in form.fields}
    assert client.post(reverse("candidacies:exchange_columns", args=[run.pk]), values).status_code == 302
    assert client.post(reverse("candidacies:apply_exchange", args=[run.pk])).status_code == 302
    assert "1 dossier créé" in client.get(page.url).content.decode()
    assert client.post(reverse("candidacies:undo_exchange", args=[run.pk])).status_code == 302
    assert "a été annulé" in client.get(page.url).content.decode()


def test_two_columns_cannot_hold_the_same(client, call, officer):
    sign_in(client, officer)
    run = laid_down(call, officer, LINE)
    address = reverse("candidacies:exchange_columns", args=[run.pk])
    page = client.post(address, {"c0": "reference", "c1": "reference"})
    assert "est déjà choisi pour la colonne" in page.content.decode()
