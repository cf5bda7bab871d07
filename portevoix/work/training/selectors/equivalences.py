"""The requests of equivalence: those to decide, those of one person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from portevoix.register.access.permissions import Permission, scope_for
from portevoix.register.directory.models import Person
from portevoix.work.training.enums import EquivalenceState
from portevoix.work.training.models import Equivalence
from portevoix.work.training.selectors.duty import Duty, duty_of

TO_DECIDE_FIRST = Case(When(state=EquivalenceState.ASKED, then=Value(0)), default=Value(1), output_field=IntegerField())


def equivalences(viewer: Any, *, state: str = "") -> QuerySet[Equivalence]:
    """Return the requests of the people whose training `viewer` follows, those to decide first, the oldest first."""
    rows = Equivalence.objects.visible_to(scope_for(viewer, Permission.TRAINING_VIEW)).select_related("person", "proof")
    if state:
        rows = rows.filter(state=state)
    return rows.order_by(TO_DECIDE_FIRST, "asked_at", "pk")


def waiting(viewer: Any) -> int:
    """Return how many requests wait for a decision."""
    return equivalences(viewer, state=EquivalenceState.ASKED).count()


@dataclass(frozen=True, kw_only=True)
class MyEquivalence:
    """What somebody sees of their own requests. may_ask: nothing is pending nor granted."""

    requests: list[Equivalence]
    duty: Duty | None
    may_ask: bool


def my_equivalence(person: Person, *, today: date) -> MyEquivalence:
    """Return the requests of `person`, the latest first, and where their duty stands."""
    rows = list(Equivalence.objects.filter(person=person).select_related("proof").order_by("-asked_at", "-pk"))
    closed = any(row.state in (EquivalenceState.ASKED, EquivalenceState.GRANTED) for row in rows)
    return MyEquivalence(requests=rows, duty=duty_of(person, at=today), may_ask=not closed)
