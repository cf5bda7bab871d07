"""Public pages answered from memory: caches, the limit on searches, a lost connection; the limit on downloads."""

import psycopg
import pytest
from django.db import connection

from tests.factories import UserFactory

PAGE = "/mentions-legales/"


@pytest.mark.django_db
def test_a_browser_asks_again_each_time_and_gets_304_when_nothing_changed(client):
    first = client.get(PAGE)
    assert first["Cache-Control"] == "no-cache"
    assert "Cookie" in first["Vary"]
    again = client.get(PAGE, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_a_page_for_somebody_signed_in_is_never_kept(client):
    client.force_login(UserFactory())
    response = client.get(PAGE)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


@pytest.mark.django_db
def test_too_many_searches_get_a_page_that_explains(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"public_search": "2/10m"}
    codes = [client.get("/qui-me-represente/", {"q": word}).status_code for word in ("un", "deux", "trois")]
    assert codes == [200, 200, 429]
    refused = client.get("/sieges-a-pourvoir/", {"q": "67000"})
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert "beaucoup de recherches" in refused.content.decode()
    assert client.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_too_many_downloads_are_refused(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"download": "1/10m"}
    assert client.get("/donnees-ouvertes/sieges.csv").status_code == 200
    assert client.get("/donnees-ouvertes/sieges.csv").status_code == 429


@pytest.mark.django_db(transaction=True)
def test_a_kept_connection_that_the_database_closed_is_opened_again(client):
    client.get(PAGE)
    pid = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn, password=connection.connection.info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert client.get(PAGE).status_code == 200
