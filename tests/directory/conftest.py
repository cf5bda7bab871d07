"""Rows that the tests of the directory share."""

import pytest
from django.db import transaction

from portevoix.base.audit.actors import Program
from portevoix.register.directory.actions.reference import load_reference, load_rules_and_names, load_territories


@pytest.fixture(scope="module")
def loaded(request, django_db_setup, django_db_blocker):
    """The reference data, loaded once for a module, inside a transaction that is rolled back.

    Without the 5 115 communes (most of the time that it takes) unless the module says `WITH_COMMUNES = True`.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        if getattr(request.module, "WITH_COMMUNES", False):
            yield load_reference(by=Program("tests"))
        else:
            load_territories()
            yield load_rules_and_names()
        transaction.set_rollback(True)


@pytest.fixture
def reference(loaded, db):
    """The reference data, and a database of one's own above it; returns what the load wrote, by table."""
    return loaded
