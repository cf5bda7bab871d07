"""What the training does when something happens below it."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from portevoix.register.directory.models import Person
from portevoix.register.mandates.signals import training_declared
from portevoix.work.training.actions.equivalences import declare


@receiver(training_declared, dispatch_uid="training.declare")
def follow_declaration(*, person: Person, done_on: date, origin: str, by: Any, **kwargs: Any) -> None:
    """Ask France Assos Santé to decide, without a second entry."""
    declare(person=person, done_on=done_on, origin=origin, by=by)
