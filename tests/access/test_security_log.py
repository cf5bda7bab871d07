"""Refused entries are logged with a number and a code, never with a name or an address."""

import logging

import pytest

from tests.factories import RegionFactory, UserFactory, user_with_role
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def test_a_refused_page_is_logged(client, caplog):
    user = sign_in(client, user_with_role("ars_region", territory=RegionFactory()))
    with caplog.at_level(logging.WARNING, "portevoix.security"):
        client.get("/espace/journal/")
    (record,) = [record for record in caplog.records if record.name == "portevoix.security"]
    assert (record.message, record.user_id, record.permission) == ("denied", user.pk, "audit.view")


def test_a_wrong_code_is_logged_without_the_code_nor_the_address(client, caplog):
    user = UserFactory()
    client.post("/connexion/", {"email": user.email})
    with caplog.at_level(logging.INFO, "portevoix.security"):
        client.post("/connexion/code/", {"code": "123 999"})
    lines = [f"{record.message} {vars(record)}" for record in caplog.records if record.name == "portevoix.security"]
    assert len(lines) == 1
    assert "123" not in lines[0].replace(str(user.pk), "")[:40]
    assert user.email not in lines[0]
