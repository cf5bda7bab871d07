"""The functions of the row history do not raise inside: an error per row would make large transactions quadratic."""

import pghistory
import pytest
from django.db import connection

from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_without_a_context_the_history_has_none_and_no_error_is_caught():
    person = PersonFactory()
    assert person.history.get().pgh_context is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('_pgh_attach_context()'::regprocedure), current_setting('pgtrigger.ignore')")
        definition, ignored = cursor.fetchone()
    assert "EXCEPTION" not in definition
    assert ignored == "{}"


def test_a_context_is_attached_to_the_rows_written_under_it():
    with pghistory.context(source="essai") as context:
        first, second = PersonFactory(), PersonFactory()
    rows = [person.history.get() for person in (first, second)]
    assert {row.pgh_context_id for row in rows} == {context.id}
    assert rows[0].pgh_context.metadata == {"source": "essai"}
