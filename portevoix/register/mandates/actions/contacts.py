"""Forgets how to reach people who have left: e-mail and telephone, in the row history too. Their name and their mandates stay."""

from datetime import date
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from portevoix.base.audit import journal
from portevoix.register.directory.models import Person
from portevoix.register.mandates.models import Mandate


@transaction.atomic
def forget_contacts(*, before: date, by: Any) -> int:
    """Erase the e-mail and the telephone of the people whose last mandate ended before `before`; return how many people.

    Somebody past their term whom nobody has replaced may still sit: they keep theirs, as does whoever has an account.
    """
    later = Mandate.objects.filter(seat=OuterRef("seat"), period__startswith__gt=OuterRef("period__startswith"))
    own = Mandate.objects.filter(person=OuterRef("pk"))
    sits = own.filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=before) | Q(end_reason="") & ~Exists(later),
    )
    gone = Person.objects.filter(Exists(own), ~Exists(sits), user__isnull=True).exclude(email="", phone="")
    people = list(gone.select_for_update(of=("self",)).order_by("pk"))
    history = Person.history.rel.related_model
    Person.objects.filter(pk__in=[person.pk for person in people]).update(email="", phone="")
    with pgtrigger.ignore(f"{history._meta.label}:append_only"):
        history.objects.filter(pgh_obj__in=[person.pk for person in people]).update(email="", phone="")
    journal.record_many("person.forget_contact", targets=people, by=by)
    return len(people)
