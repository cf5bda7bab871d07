"""Query budgets: a page asks the same number of questions of the database with 1 row and with 20."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

MANY = 20


def count_queries(ask: Callable[[], object]) -> list[str]:
    """Return the SQL statements that `ask` causes."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured.captured_queries]


def assert_query_budget(ask: Callable[[], object], *, make_row: Callable[[], object], budget: int) -> None:
    """Hold `ask` (a request through the client, a selector that is read to its end) to at most `budget` statements.

    `make_row` makes one row of what the page shows: called once, then nineteen times more. The count must not grow.
    """
    make_row()
    ask()  # fills the caches that live as long as the process
    one = count_queries(ask)
    for _ in range(MANY - 1):
        make_row()
    many = count_queries(ask)
    assert len(one) <= budget, "\n".join([f"{len(one)} statements with 1 row, the budget is {budget}:", *one])
    assert len(many) <= len(one), "\n".join([f"{len(one)} statements with 1 row, {len(many)} with {MANY}:", *many])
