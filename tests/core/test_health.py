"""The health page: 200 when all is well, 503 when a part is down, no session."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from portevoix.base.core import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def enqueue(*, due_since: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'essai')")
        cursor.execute("UPDATE procrastinate_events SET at = now() - %s", [due_since])


def test_all_is_well(client, worker):
    response = client.get("/sante")
    assert response.status_code == 200
    assert response.json()["etat"] == "ok"
    assert {"base", "file", "disque"} <= set(response.json())


def test_no_worker_is_a_breakdown(client):
    response = client.get("/sante")
    assert response.status_code == 503
    assert response.json()["file"]["ok"] is False
    assert response.json()["base"]["ok"] is True


def test_job_that_waits_for_long_is_a_breakdown(worker):
    enqueue(due_since=timedelta(minutes=5))
    assert health.queue(datetime.now(UTC)).ok
    enqueue(due_since=timedelta(minutes=30))
    assert not health.queue(datetime.now(UTC)).ok


def test_full_disk_is_a_breakdown(client, worker, monkeypatch):
    monkeypatch.setattr(health, "FREE_BYTES", 10**30)
    assert client.get("/sante").json()["disque"]["ok"] is False


def test_database_that_does_not_answer_is_a_breakdown_without_its_address(client, worker, monkeypatch):
    def refuse(at):
        raise OperationalError("connection to server at 10.0.0.7 failed for user portevoix")

    monkeypatch.setitem(health.PARTS, "base", refuse)
    response = client.get("/sante")
    assert response.status_code == 503
    assert "10.0.0.7" not in response.text


def test_health_page_opens_no_session_and_is_never_kept(client, worker):
    response = client.get("/sante")
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]


def test_health_page_is_read_only(client):
    assert client.post("/sante").status_code == 405


def test_health_page_costs_few_queries(client, worker, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        client.get("/sante")
