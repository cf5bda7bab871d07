"""System checks of the database."""

import pytest
from django.db import OperationalError, connections

from portevoix.base.core.checks import database_is_recent_enough


@pytest.mark.django_db
def test_server_in_use_is_recent_enough():
    assert database_is_recent_enough(None, databases=["default"]) == []


@pytest.mark.django_db
def test_old_server_is_named(monkeypatch):
    monkeypatch.setattr(connections["default"], "pg_version", 140_012)
    (error,) = database_is_recent_enough(None, databases=["default"])
    assert "PostgreSQL 14 est trop ancien" in error.msg


def test_server_that_does_not_answer_is_named(monkeypatch):
    def refuse():
        raise OperationalError("refusé")

    monkeypatch.setattr(connections["default"], "ensure_connection", refuse)
    (error,) = database_is_recent_enough(None, databases=["default"])
    assert "ne répond pas" in error.msg


def test_nothing_is_asked_when_no_database_is_checked():
    assert database_is_recent_enough(None, databases=None) == []
