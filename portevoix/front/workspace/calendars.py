"""What the register puts in a personal calendar: the ends of one's mandates."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count

from portevoix.base.core.addresses import absolute_url
from portevoix.base.core.calendars import Event, register_source
from portevoix.base.core.periods import last_day
from portevoix.register.directory.scope import scope_of
from portevoix.register.mandates.models import Mandate


@register_source("mandates")
def ends_of_mandates(user: Any, *, today: date) -> Iterator[Event]:
    """Yield the last day of each mandate of the person that is not over."""
    rows = Mandate.objects.filter(person__in=scope_of(user).persons, period__endswith__gt=today)
    for mandate in rows.select_related("body__body_type", "body__facility", "seat").annotate(changes=Count("history")).order_by("pk"):
        last = last_day(mandate.period)
        yield Event(
            uid=f"mandate-{mandate.pk}-end",
            summary=f"Fin de mandat\u00a0: {mandate.body.readable_name}",
            starts=last,
            ends=last,
            description=f"Dernier jour de votre mandat, siège {mandate.seat.label}. Votre association peut vous proposer à nouveau.",
            url=absolute_url("/espace/mes-mandats/"),
            sequence=mandate.changes,
        )
