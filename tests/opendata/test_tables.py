"""Open tables: no name without consent, ISO dates, definitions that match."""

import csv
import io
from datetime import date

import pytest

from portevoix.front.opendata.tables import TABLES
from tests.factories import BodyFactory, MandateFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    body = BodyFactory(name="=1+1", seated=True)
    seats = body.seats.order_by("quality", "rank")
    MandateFactory(seat=seats[2], person=PersonFactory(last_name="Cachée"))
    MandateFactory(seat=seats[3], person=PersonFactory(last_name="Publiée", name_published=True, consent_recorded_on=date(2026, 1, 1)))
    return body


def read(client, code, **query):
    response = client.get(f"/donnees-ouvertes/{code}.csv", query)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("code", TABLES)
def test_each_table_has_the_columns_that_its_schema_defines(client, body, code):
    heading = next(csv.reader(io.StringIO(read(client, code))))
    schema = client.get(f"/donnees-ouvertes/{code}.schema.json").json()
    assert heading == [field["name"] for field in schema["fields"]]


def test_a_name_without_consent_is_not_in_the_data(client, body):
    text = read(client, "sieges")
    assert "Cachée" not in text
    assert "Publiée" in text


def test_the_association_of_a_person_is_hidden_without_its_own_consent(client, body):
    rows = list(csv.DictReader(io.StringIO(read(client, "sieges"))))
    assert {row["association"] for row in rows} == {""}


def test_a_cell_never_starts_a_formula(client, body):
    assert "'=1+1" in read(client, "instances")


def test_the_tables_answer_for_another_day(client, body):
    rows = list(csv.DictReader(io.StringIO(read(client, "sieges", au="2035-01-01"))))
    assert {row["etat"] for row in rows} == {"vacant"}


def test_the_french_variant_opens_in_a_french_spreadsheet(client, body):
    assert read(client, "sieges", format="csv-fr").startswith("\ufeffsiege_id;")


def test_an_unknown_table_or_format_is_refused(client):
    assert client.get("/donnees-ouvertes/rien.csv").status_code == 404
    assert client.get("/donnees-ouvertes/sieges.csv", {"format": "exe"}).status_code == 400
