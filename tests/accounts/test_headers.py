"""What every answer tells the browser to refuse."""

import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone

from config import security
from portevoix.base.core.gates import patterns, public
from tests.architecture import matrix, matrix_calls, matrix_filing
from tests.factories import UserFactory, user_with_role
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": security.PERMISSIONS_POLICY,
}
ADDRESSES = sorted({line.path for line in (*matrix.LINES, *matrix_calls.LINES, *matrix_filing.LINES) if "<" not in line.path})


def check(response):
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_the_headers(client, address):
    check(client.get(f"/{address}"))
    sign_in(client, user_with_role("administrator"))
    check(client.get(f"/{address}"))


def fault(request):
    raise RuntimeError


urlpatterns = [path("faute/", public(fault)), path("sans-porte/", lambda request: HttpResponse())]


@pytest.mark.parametrize(("address", "status"), [("faute/", 500), ("sans-porte/", 403), ("absente/", 404)])
def test_error_pages_carry_the_headers_too(client, settings, address, status):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    response = client.get(f"/{address}")
    assert response.status_code == status
    check(response)


def test_refused_forms_carry_the_headers_too(client):
    for _ in range(6):
        response = client.post("/connexion/", {"email": "marie@exemple.fr"})
    assert response.status_code == 429
    check(response)
    outsider = type(client)(enforce_csrf_checks=True)
    response = outsider.post("/connexion/", {"email": "marie@exemple.fr"})
    assert response.status_code == 403
    check(response)


def test_signed_in_pages_stay_out_of_the_caches(client):
    client.force_login(UserFactory())
    assert "no-store" in client.get("/compte/")["Cache-Control"]
    assert "no-store" in client.get("/connexion/code/")["Cache-Control"]


def test_no_page_has_a_script_or_a_style_of_its_own(client):
    sign_in(client, user_with_role("administrator"))
    for address in ADDRESSES:
        page = client.get(f"/{address}").content.decode("utf-8", "replace")
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son\w+=\"|\sstyle=\"|javascript:", page), address


def test_every_form_that_writes_is_protected_against_forgery(client):
    sign_in(client, user_with_role("administrator"))
    outsider = type(client)(enforce_csrf_checks=True)
    outsider.cookies = client.cookies
    for address, _ in patterns():
        if "<" not in address and address not in {"sante", ".well-known/security.txt", ".well-known/change-password"}:
            response = outsider.post(f"/{address}")
            assert response.status_code == 403, address


def test_security_txt_says_whom_to_tell_and_until_when(client, settings):
    settings.SECURITY_CONTACT = "securite@exemple.fr"
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:securite@exemple.fr"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = timezone.datetime.fromisoformat(fields["Expires"])
    assert 30 < (expires - timezone.now()).days < 365


def test_password_managers_find_the_page_of_the_proofs(client):
    client.force_login(UserFactory())
    assert client.get("/.well-known/change-password").url == "/compte/securite/"


REAL_SERVER = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "PORTEVOIX_SECRET_KEY": "kR7" * 20 + "-x_Q9",
    "PORTEVOIX_HOSTS": "porte-voix.example",
    "PORTEVOIX_HELP_EMAIL": "aide@porte-voix.example",
}


def run_on_a_real_server(*command):
    """Run a command with the settings of a real server; the database of the tests is not touched."""
    database = settings.DATABASES["default"]
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    return subprocess.run(
        [sys.executable, "-W", "ignore", *command],
        env=REAL_SERVER | {"DATABASE_URL": url, "PATH": ""},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_django_has_nothing_to_say_about_the_settings_of_a_real_server():
    result = run_on_a_real_server("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


def test_cookies_of_a_real_server_are_bound_to_the_host():
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "KNOWN_DEVICE_COOKIE")
    assert all(security.PRODUCTION[name].startswith("__Host-") for name in names)
    assert security.PRODUCTION["SESSION_COOKIE_SECURE"] and security.PRODUCTION["CSRF_COOKIE_SECURE"]


def test_a_real_server_does_not_start_without_a_secret_key():
    result = run_on_a_real_server("-c", "import os; os.environ.pop('PORTEVOIX_SECRET_KEY'); import config.settings.production")
    assert result.returncode != 0
    assert "PORTEVOIX_SECRET_KEY" in result.stderr


def test_a_real_server_has_no_page_of_the_demonstration():
    script = (
        "import django; django.setup(); from portevoix.base.core.gates import patterns;"
        "print([path for path, _ in patterns() if path.startswith(('demo', 'galerie'))])"
    )
    result = run_on_a_real_server("-c", script)
    assert result.stdout.strip() == "[]", result.stderr
