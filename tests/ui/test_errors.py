"""Error pages: each explains, and the one for breakdowns leans on nothing."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import path

from portevoix.base.core.gates import public
from portevoix.base.ui import errors


def _view(exception):
    @public
    def view(request):
        raise exception

    return view


urlpatterns = [
    path("date/", _view(errors.BadInput("« le trente février » n’est pas une date.", hint="Écrivez par exemple 1er septembre 2027."))),
    path("attaque/", _view(SuspiciousOperation("secret of the program"))),
    path("interdit/", _view(PermissionDenied("secret of the program"))),
    path("absent/", _view(Http404("secret of the program"))),
    path("trop/", _view(errors.TooManyRequests("Trop de codes demandés.", retry_after=600))),
    path("panne/", _view(RuntimeError("secret of the program"))),
]
handler400 = "portevoix.base.ui.errors.bad_request"
handler403 = "portevoix.base.ui.errors.permission_denied"
handler404 = "portevoix.base.ui.errors.page_not_found"
handler500 = "portevoix.base.ui.errors.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def body(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/attaque/", 400, "Cette adresse est mal écrite"),
        ("/interdit/", 403, "Cette page ne vous est pas ouverte"),
        ("/absent/", 404, "Cette page n’existe pas"),
        ("/nulle-part/", 404, "Cette page n’existe pas"),
        ("/trop/", 429, "Trop de demandes à la fois"),
        ("/panne/", 500, "Le service est en panne"),
    ],
)
def test_an_error_has_its_page(client, address, status, heading):
    response = client.get(address)
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in body(response)
    assert f"Erreur {status} – Porte-voix</title>" in body(response)
    assert "secret of the program" not in body(response)


def test_input_that_is_not_understood_is_explained(client):
    response = client.get("/date/")
    assert response.status_code == 400
    assert "« le trente février » n’est pas une date." in body(response)
    assert "Écrivez par exemple 1er septembre 2027." in body(response)


def test_too_many_requests_say_when_to_come_back(client):
    response = client.get("/trop/")
    assert response["Retry-After"] == "600"
    assert "Trop de codes demandés." in body(response)
    assert "Attendez 10 minutes" in body(response)


def test_the_help_is_on_error_pages_too(client):
    assert "Besoin d’aide" in body(client.get("/absent/"))


def test_a_breakdown_needs_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/panne/").status_code == 500


def test_a_breakdown_needs_no_list_of_static_files(client, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    response = client.get("/panne/")
    assert response.status_code == 500
    assert "<link" not in body(response)


def test_a_form_left_open_too_long_is_explained():
    response = Client(enforce_csrf_checks=True).post("/date/", {"a": "b"})
    assert response.status_code == 403
    assert "Ce formulaire a expiré" in body(response)
