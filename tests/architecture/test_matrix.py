"""Every address × every role: who enters, and that reading never writes."""

import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls.converters import get_converters

from portevoix.base.core.gates import patterns
from tests.architecture import (
    matrix,
    matrix_activity,
    matrix_calls,
    matrix_filing,
    matrix_outreach,
    matrix_proofs,
    matrix_space,
    matrix_training,
    world,
)
from tests.architecture.matrix import COLUMNS, Line
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|MERGE INTO|TRUNCATE)\s+\"?(\w+)", re.I)
# counters of the rate limits and of pages read, the age of a session: kept at each request, say nothing of the register
BOOKKEEPING = {"accounts_ratecounter", "cache_rows", "django_session", "outreach_dailycount", "usersessions_usersession"}
LINES = (
    *matrix.LINES,
    *matrix_calls.LINES,
    *matrix_filing.LINES,
    *matrix_outreach.LINES,
    *matrix_activity.LINES,
    *matrix_training.LINES,
    *matrix_space.LINES,
    *matrix_proofs.LINES,
)
NAMES = [f"{line.path} {line.about}".strip() for line in LINES]


class Writes:
    """Counts the statements that change a table while it watches."""

    def __init__(self):
        self.tables: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        found = WRITE.match(str(sql))
        if found and found.group(1) not in BOOKKEEPING:
            self.tables.append(found.group(1))
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def visits(django_db_setup, django_db_blocker):
    """Open every line of the matrix as every role, once; return the statuses and the tables written, by line and role."""
    seen = {}
    with django_db_blocker.unblock(), transaction.atomic():
        users, rows = world.build()
        for role in COLUMNS:
            client = Client(raise_request_exception=False)
            if role != "anonymous":
                sign_in(client, users[role])
            for line in LINES:
                seen[line, role] = visit(client, address(line, rows))
        transaction.set_rollback(True)
    return seen


def visit(client, url):
    writes = Writes()
    with transaction.atomic(), connection.execute_wrapper(writes):
        status = client.get(url).status_code
        transaction.set_rollback(True)
    return status, writes.tables


def address(line: Line, rows) -> str:
    """Return the address of a line, its parameters filled with the row that it is about (several parameters: a tuple of rows)."""
    about = rows[line.about] if line.about else ()
    values = iter(about if isinstance(about, tuple) else (about,))
    return "/" + re.sub(r"<[^>]+>", lambda _: text_of(next(values)), line.path)


def text_of(row) -> str:
    return str(getattr(row, "pk", row))


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_each_role_gets_the_answer_of_the_matrix(visits, line):
    assert {role: visits[line, role][0] for role in COLUMNS} == line.expected


@pytest.mark.parametrize("line", LINES, ids=NAMES)
def test_reading_never_writes(visits, line):
    assert {role: visits[line, role][1] for role in COLUMNS if visits[line, role][1]} == {}


def test_every_address_has_its_line_and_every_line_its_address():
    table = {path for path, _ in patterns()}
    assert table - {line.path for line in LINES} == set(), "add a line to tests/architecture/matrix.py"
    assert {line.path for line in LINES} - table == set(), "these addresses are gone: remove their lines"


def test_address_about_a_row_is_tried_with_a_row_of_elsewhere_too():
    about = {(line.path, line.about) for line in LINES if line.about}
    alone = [path for path, name in about if not name.endswith(world.ELSEWHERE) and (path, name + world.ELSEWHERE) not in about]
    assert alone == []


def test_address_with_a_parameter_says_what_it_is_about():
    assert get_converters()
    assert [line.path for line in LINES if ("<" in line.path) != bool(line.about)] == []
