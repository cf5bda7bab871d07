"""What the tests of the embedded server ask of it."""

from pathlib import Path

import psycopg

from portevoix.base.core.postgres.server import Postmaster

ROOT = Path(__file__).resolve().parents[2]
USER = """
import sys, time
from pathlib import Path
from portevoix.base.core.postgres.server import Postmaster, server_at
server = server_at(Path(sys.argv[1]))
server.ensure()
print(Postmaster.read(server.data).pid, flush=True)
sys.stdin.read()
"""


def leave(process):
    """Let a user process end normally and wait for it."""
    process.communicate(timeout=60)
    assert process.returncode == 0


def query(server, sql):
    host = str(Postmaster.read(server.data).socket_dir)
    with psycopg.connect(host=host, user="postgres", dbname="portevoix", autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else None


def postmaster_pid(server):
    return Postmaster.read(server.data).pid
