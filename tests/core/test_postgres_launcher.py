"""The embedded server: started once, found by all, stopped by the last, alive again after any death."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from portevoix.base.core.postgres.base import DatabaseWrapper
from portevoix.base.core.postgres.binaries import Binaries
from portevoix.base.core.postgres.errors import PostgresError
from portevoix.base.core.postgres.handles import Handles, identity, locked
from portevoix.base.core.postgres.server import EmbeddedServer, Postmaster, server_at
from tests.core.embedded import USER, leave, postmaster_pid, query


def test_first_start_makes_a_database_that_knows_french_letters(ground):
    server = EmbeddedServer(ground / "var" / "postgres")
    server.ensure()
    try:
        assert query(server, "SELECT lower('ÉŒÇ'), current_setting('server_encoding')") == [("éœç", "UTF8")]
        assert query(server, "SELECT datlocprovider FROM pg_database WHERE datname = 'portevoix'") == [("b",)]
    finally:
        server.destroy()
        server.release()


def test_server_listens_on_a_private_socket_only(server):
    assert query(server, "SHOW listen_addresses") == [("",)]
    assert (server.place / "run").stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0


def test_running_server_is_found_again(server, place):
    before = postmaster_pid(server)
    assert EmbeddedServer(place).ensure() == server.place / "run"
    assert postmaster_pid(server) == before


def test_processes_that_start_at_once_share_one_server_and_the_last_stops_it(place, user_process):
    processes = [user_process(place) for _ in range(4)]
    pids = {process.stdout.readline() for process in processes}
    server = EmbeddedServer(place)
    assert len(pids) == 1
    for process in processes[:3]:
        leave(process)
    assert server.running()
    leave(processes[3])
    assert not server.running()


def test_user_killed_outright_does_not_keep_the_server_for_ever(place, user_process):
    killed, last = user_process(place), user_process(place)
    killed.stdout.readline(), last.stdout.readline()
    killed.kill()
    killed.communicate()
    server = EmbeddedServer(place)
    assert server.running()
    leave(last)
    assert not server.running()


def test_number_taken_over_by_another_process_is_not_a_user(tmp_path):
    handles = Handles(tmp_path / "users.json")
    pid, born = identity(os.getpid())
    handles.path.write_text(json.dumps([[pid, born - 1], [2**22 - 1, 5]]))
    assert handles.living() == []


def test_broken_list_of_users_counts_as_empty(tmp_path):
    handles = Handles(tmp_path / "users.json")
    handles.path.write_text("[[12, 3")
    assert handles.living() == []


def test_killed_server_comes_back_with_what_was_committed(server):
    query(server, "CREATE TABLE proof AS SELECT generate_series(1, 1000) AS n")
    before = postmaster_pid(server)
    os.kill(before, signal.SIGKILL)
    server.ensure()
    assert postmaster_pid(server) != before
    assert query(server, "SELECT count(*) FROM proof") == [(1000,)]


def test_server_killed_with_all_its_processes_comes_back(server):
    query(server, "CREATE TABLE proof AS SELECT 1 AS n")
    subprocess.run(["pkill", "-KILL", "--session", str(postmaster_pid(server))], check=True)
    server.ensure()
    assert query(server, "SELECT n FROM proof") == [(1,)]


def test_zombie_server_is_a_dead_server(place, user_process):
    parent = user_process(place)
    pid = int(parent.stdout.readline())
    os.kill(pid, signal.SIGKILL)  # its parent sleeps: nobody buries it
    wait_for_state(pid, "Z")
    server = EmbeddedServer(place)
    assert not server.running()
    server.ensure()
    assert postmaster_pid(server) != pid
    assert query(server, "SELECT 1") == [(1,)]
    leave(parent)
    assert server.running()
    server.release()
    assert not server.running()


def wait_for_state(pid, state):
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != state:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_stale_file_with_the_number_of_a_living_stranger_does_not_stop_the_start(place):
    first = EmbeddedServer(place)
    first.ensure()
    lines = (first.data / "postmaster.pid").read_text().splitlines()
    owner = (first.data / "postmaster.pid").stat()
    first.release()
    stranger = subprocess.Popen(["sleep", "60"], user=owner.st_uid if os.geteuid() == 0 else None)
    try:
        stale = first.data / "postmaster.pid"
        stale.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        os.chown(stale, owner.st_uid, owner.st_gid)
        assert not first.running()
        first.ensure()
        assert query(first, "SELECT 1") == [(1,)]
    finally:
        stranger.kill()
        stranger.wait()
        first.release()


def test_server_whose_starter_was_killed_before_it_answered_is_taken_over(place, user_process):
    code = USER.replace(
        "server.ensure()", "server.wait_until_it_answers = lambda seconds: time.sleep(60)\nprint(1, flush=True)\nserver.ensure()"
    )
    starter = user_process(place, code)
    starter.stdout.readline()
    server = EmbeddedServer(place)
    deadline = time.monotonic() + 20
    while Postmaster.read(server.data) is None and time.monotonic() < deadline:
        time.sleep(0.002)
    starter.kill()
    server.ensure()
    assert query(server, "SELECT 1") == [(1,)]
    server.release()


def test_interrupted_initialisation_is_begun_again(ground):
    place = ground / "postgres"
    partial = place / "data.partial"
    partial.mkdir(parents=True)
    (partial / "PG_VERSION").write_text("18\n")
    server = EmbeddedServer(place)
    server.ensure()
    assert query(server, "SELECT 1") == [(1,)]
    assert not partial.exists()
    server.destroy()
    server.release()


@pytest.mark.parametrize("name", ["avec des espaces", "l’été, “ici” 'là'", "x" * 150])
def test_any_folder_name_will_do(ground, seed, name):
    place = ground / name / "postgres"
    place.parent.mkdir()
    subprocess.run(["cp", "-a", str(seed), str(place)], check=True)
    server = EmbeddedServer(place)
    socket_dir = server.ensure()
    try:
        assert query(server, "SELECT 1") == [(1,)]
        assert len(os.fsencode(socket_dir / ".s.PGSQL.5432")) <= 107
        assert socket_dir.stat().st_mode & 0o077 == 0
    finally:
        server.release()
    assert not server.running()
    assert socket_dir == place / "run" or not socket_dir.exists()


def test_control_c_in_the_terminal_does_not_reach_the_server(place, user_process):
    code = USER.replace("import sys, time", "import sys, time, os, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)")
    code = code.replace(
        "sys.stdin.read()", "os.killpg(0, signal.SIGINT); time.sleep(0.3); server.ensure()\nprint(Postmaster.read(server.data).pid)"
    )
    process = user_process(place, code, start_new_session=True)
    before, after = process.communicate(timeout=60)[0].split()
    assert before == after


def test_server_without_room_for_one_more_client_is_not_taken_for_a_dead_one(place):
    server = EmbeddedServer(place)
    socket_dir = server.ensure(settings={"max_connections": "5", "max_wal_senders": "0", "superuser_reserved_connections": "0"})
    before = postmaster_pid(server)
    crowd = []
    try:
        with pytest.raises(psycopg.OperationalError, match="too many clients"):
            while True:
                crowd.append(psycopg.connect(host=str(socket_dir), user="postgres", dbname="postgres"))
        server.ensure()
        assert postmaster_pid(server) == before
    finally:
        for connection in crowd:
            connection.close()
        server.release()


def test_data_of_another_version_are_left_alone(place, monkeypatch):
    monkeypatch.setattr(Binaries, "version", 19)
    with pytest.raises(PostgresError, match="make reset"):
        EmbeddedServer(place).ensure()


def test_server_that_cannot_start_shows_its_own_words(place):
    server = EmbeddedServer(place)
    with pytest.raises(PostgresError, match="no_such_setting"):
        server.ensure(settings={"no_such_setting": "1"})
    assert not server.running()


def test_destroy_erases_the_data_and_stops_the_server(place):
    server = EmbeddedServer(place)
    server.ensure()
    server.destroy()
    assert not server.running()
    assert not server.data.exists()
    server.release()


def test_lock_that_nobody_frees_is_said(tmp_path):
    with locked(tmp_path / "lock"), pytest.raises(PostgresError, match=r"depuis plus de 0 s"), locked(tmp_path / "lock", seconds=0.05):
        pass


def test_log_does_not_grow_for_ever(place):
    (place / "server.log").write_text("x" * 6_000_000)
    server = EmbeddedServer(place)
    server.ensure()
    server.release()
    assert (place / "server.log").stat().st_size < 100_000


def test_django_finds_the_server_when_it_first_connects(place):
    options = {"NAME": "portevoix", "PLACE": str(place), "OPTIONS": {}, "TIME_ZONE": None, "PASSWORD": "", "CONN_HEALTH_CHECKS": False}
    wrapper = DatabaseWrapper(options)
    server = server_at(place)
    assert not server.running()
    with psycopg.connect(**{name: wrapper.get_connection_params()[name] for name in ("dbname", "user", "host", "port")}) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("portevoix",)
    server.release()
