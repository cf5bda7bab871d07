"""Rows that the tests of the directory share."""

import pytest
from django.db import transaction

from portevoix.base.audit.actors import Program
from portevoix.register.directory.actions.reference import load_reference


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The reference data, loaded once for a module, inside a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_reference(by=Program("tests"))
        transaction.set_rollback(True)


@pytest.fixture
def reference(loaded, db):
    """The reference data, and a database of one's own above it; returns what the load wrote, by table."""
    return loaded
