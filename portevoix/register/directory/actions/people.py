"""Records people. The caller gates."""

from datetime import date
from typing import Any

from django.db import transaction

from portevoix.base.audit import journal
from portevoix.register.directory.models import Person


@transaction.atomic
def record_person(*, last_name: str, first_name: str, source: str, source_date: date, by: Any) -> Person:
    """Record somebody whom the register does not hold yet. Raises `ValidationError` (French) without a name."""
    person = Person(last_name=last_name.strip(), first_name=first_name.strip(), source=source, source_date=source_date)
    person.full_clean()
    person.save()
    journal.record("person.create", target=person, by=by)
    return person
