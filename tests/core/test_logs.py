"""Log lines: one JSON object a line, the number of the request, nothing secret."""

import json
import logging

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portevoix.base.core.logs import JsonFormatter, request_id, without_secrets
from portevoix.base.core.middleware import RequestIdMiddleware


def line(message, *args, **extra):
    record = logging.LogRecord("portevoix.essai", logging.INFO, __file__, 1, message, args, None)
    vars(record).update(extra)
    return JsonFormatter().format(record)


@given(st.text())
def test_whatever_the_text_there_is_one_line_and_it_is_json(text):
    printed = line("%s", text)
    assert "\n" not in printed
    assert json.loads(printed)["logger"] == "portevoix.essai"


@pytest.mark.parametrize(
    "text",
    [
        "code envoyé à marie.dupont+essai@exemple.fr",
        "Key (email)=(marie.dupont@exemple.fr) already exists",
        "password=MarieDupont1",
        '{"token": "MarieDupont1"}',
        "sessionid=MarieDupont1; csrftoken=x",
        "postgresql://portevoix:MarieDupont1@serveur/base",
    ],
)
def test_addresses_and_secrets_do_not_reach_the_log(text):
    assert "dupont" not in without_secrets(text).lower()
    assert "dupont" not in line(text, detail=text).lower()


def test_a_signed_link_does_not_reach_the_log():
    token = signing.dumps({"u": 12, "c": 3}, salt="essai")
    said = without_secrets(f"POST /lien/{token}/ 302")
    assert said == "POST /lien/[signé]/ 302"
    assert without_secrets("GET /espace/ 200 à 10:46:07") == "GET /espace/ 200 à 10:46:07"


def test_traceback_is_in_the_line_without_addresses():
    try:
        raise ValueError("marie@exemple.fr")
    except ValueError as error:
        record = logging.LogRecord("essai", logging.ERROR, __file__, 1, "échec", (), (type(error), error, error.__traceback__))
    printed = JsonFormatter().format(record)
    assert "ValueError: [adresse]" in json.loads(printed)["traceback"]


def test_extra_values_are_kept_and_cannot_forge_the_level():
    printed = json.loads(line("x", duration_ms=12.5, level="FAUX"))
    assert printed["duration_ms"] == 12.5
    assert printed["level"] == "INFO"


def answer(**headers):
    seen = []

    def view(request):
        seen.append(request_id.get())
        return HttpResponse()

    response = RequestIdMiddleware(view)(RequestFactory().get("/essai?nom=Dupont", headers=headers))
    return response, seen[0]


def test_number_of_the_proxy_is_taken_over():
    response, seen = answer(x_request_id="abcdef-0123456789")
    assert response["X-Request-ID"] == seen == "abcdef-0123456789"
    assert request_id.get() == ""


@pytest.mark.parametrize("given_number", ["court", "x" * 65, 'a"b\\c{}defgh', "é" * 10])
def test_number_that_could_spoil_a_line_is_replaced(given_number):
    response, seen = answer(x_request_id=given_number)
    assert response["X-Request-ID"] == seen != given_number


def test_line_of_a_request_tells_no_query(caplog):
    with caplog.at_level(logging.INFO, "portevoix.access"):
        answer()
    (record,) = caplog.records
    assert record.getMessage() == "GET /essai 200"
    assert record.status == 200
    assert record.user_id is None
