"""Which PostgreSQL is used: the one of `DATABASE_URL`, else the embedded one."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database import SESSION, database_settings, parse_url


def test_address_of_a_server_is_read_whole():
    read = parse_url("postgresql://port%40voix:mot%2Fde%3Apasse@db.exemple.fr:5433/registre?sslmode=verify-full&connect_timeout=5")
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.exemple.fr", "5433", "registre")
    assert (read["USER"], read["PASSWORD"]) == ("port@voix", "mot/de:passe")
    assert read["OPTIONS"] == {"sslmode": "verify-full", "connect_timeout": "5", "options": SESSION}


def test_socket_is_named_by_the_option_host():
    read = parse_url("postgres://portevoix@/registre?host=/run/postgresql")
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("/run/postgresql", "", {"options": SESSION})


def test_options_of_the_address_are_added_to_ours():
    read = parse_url("postgresql://h/registre?options=-c%20statement_timeout%3D5000")
    assert read["OPTIONS"]["options"] == f"{SESSION} -c statement_timeout=5000"


@pytest.mark.parametrize("url", ["sqlite:///base.sqlite3", "mysql://u@h/b", "registre"])
def test_other_databases_are_refused_with_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL est la seule"):
        parse_url(url)


@pytest.mark.parametrize("url", ["postgresql://u@h", "postgresql://u@h/"])
def test_address_without_a_database_is_refused_with_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="aucune base"):
        parse_url(url)


def test_without_an_address_the_embedded_server_is_used(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    read = database_settings(var_dir=tmp_path)
    assert read["ENGINE"] == "portevoix.base.core.postgres"
    assert read["PLACE"] == str(tmp_path / "postgres")


def test_address_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "url").write_text("postgresql://u:secret@h/registre\n")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    assert database_settings(var_dir=tmp_path)["PASSWORD"] == "secret"
