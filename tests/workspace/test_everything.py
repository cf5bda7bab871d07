"""Everything about a person: no table with rows about people escapes the archive without a reason; nothing of others is in it."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from portevoix.front.workspace.everything import BELOW, LEFT_OUT, SECRET, direct, paths, tables_about
from portevoix.register.directory.actions.consents import answer_consent
from portevoix.register.directory.models import Person
from tests import factories as make
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def personal(model) -> bool:
    """Whether a table says something about people: its declaration, or that of the table whose history it keeps."""
    tracked = getattr(model, "pgh_tracked_model", None)
    declared = getattr(tracked or model, "privacy", None)
    return declared is not None and declared.personal


def reached() -> dict[str, str]:
    """Walk the graph of the models from the person: each foreign key to a table with rows about the person, and what it reaches."""
    known, found, new = {Person}, {}, [Person]
    while new:
        target = new.pop()
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if field.related_model is target and not field.name.endswith("_by") and personal(model):
                    found[f"{model._meta.label}.{field.name}"] = model._meta.label
                    if model not in known:
                        known.add(model)
                        new.append(model)
    return found


def test_every_table_that_the_graph_reaches_is_in_the_archive_or_left_out_with_a_reason():
    followed = {model._meta.label for model in paths()}
    missing = [f"{key}: followed nowhere" for key, label in reached().items() if label not in followed and key not in LEFT_OUT]
    assert missing == [], "name the path to the person in BELOW, or the reason in LEFT_OUT (front/workspace/everything.py)"


def test_what_is_left_out_exists_and_has_a_reason():
    columns = {f"{model._meta.label}.{field.name}" for model in apps.get_models() for field in model._meta.concrete_fields}
    assert [name for name in (*LEFT_OUT, *SECRET) if name not in columns] == []
    assert all(LEFT_OUT.values()) and all(SECRET.values())


def test_every_path_leads_to_the_person():
    for label, path in BELOW.items():
        assert list(apps.get_model(label)._base_manager.filter(**{f"{path}__in": [0]})) == []


def test_history_tables_are_followed():
    labels = {model._meta.label for model, _ in direct()} | {model._meta.label for model in paths()}
    assert {"directory.PersonEvent", "mandates.MandateEvent"} <= labels


@pytest.fixture
def archive(client, mandate):
    person = mandate.person
    Person.objects.filter(pk=person.pk).update(email="odile@exemple.fr")
    person.refresh_from_db()
    other = make.MandateFactory(seat=mandate.body.seats.get(quality="titular", rank=2), person=make.PersonFactory(last_name="Schmitt"))
    user = make.user_with_role("representative", person=person)
    answer_consent(person=person, purpose="name", granted=True, by=user)
    answer_consent(person=other.person, purpose="name", granted=True, by=user)
    sign_in(client, user)
    answer = client.post(reverse("workspace:my_download"))
    assert answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_archive_holds_a_page_and_the_same_as_json(archive):
    assert {"mes-donnees.html", "mes-donnees.json"} <= set(archive.namelist())
    tables = json.loads(archive.read("mes-donnees.json"))["tables"]
    assert tables["directory.Person"][0]["last_name"] == "Wernert"
    assert {"mandates.Mandate", "directory.Consent", "directory.PersonEvent", "access.RoleAssignment", "audit.Entry"} <= set(tables)
    page = archive.read("mes-donnees.html").decode()
    assert "Odile WERNERT" in page


def test_the_archive_says_nothing_of_somebody_else(archive):
    assert "Schmitt".lower() not in (archive.read("mes-donnees.json") + archive.read("mes-donnees.html")).decode().lower()


def test_the_download_is_in_the_journal(archive):
    entry = apps.get_model("audit.Entry").objects.get(action="person.download")
    assert entry.data["tables"] > 0


def test_the_records_merged_into_mine_are_mine(mandate):
    absorbed = make.PersonFactory(last_name="Vernert", merged_into=mandate.person)
    people = next(table for table in tables_about(mandate.person) if table.label == "directory.Person")
    assert {row.pk for row in people.rows} == {mandate.person_id, absorbed.pk}


def test_no_secret_is_copied(archive):
    text = archive.read("mes-donnees.json").decode()
    assert '"password"' not in text and '"session_key"' not in text


def test_a_column_that_opens_something_is_named_among_the_secrets():
    names = {"password", "session_key", "token", "secret"}
    shown = [
        f"{model._meta.label}.{field.name}"
        for model in paths()
        for field in model._meta.concrete_fields
        if field.name in names and isinstance(field, models.Field)
    ]
    assert [name for name in shown if name not in SECRET] == []
