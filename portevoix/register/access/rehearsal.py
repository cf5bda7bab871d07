"""How an act of a page is rehearsed, and held on the row that the person saw."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Model

from portevoix.register.directory.models import Body

CHANGED = (
    "Cette fiche a changé depuis que vous avez ouvert cette page\u00a0: rien n’a été enregistré. Relisez-la ci-dessous, puis recommencez."
)


def mark_of(row: Model) -> str:
    """Return a mark of the state of a row: it changes each time that the row is written (a body: or one of its seats).

    A row without history has none: its act refuses by itself to be done twice.
    """
    marks = [row.history.aggregate(last=Max("pgh_id"))["last"]] if hasattr(row, "history") else []
    if isinstance(row, Body):
        marks.append(row.seats.aggregate(last=Max("history__pgh_id"))["last"])
    return "-".join(str(mark or 0) for mark in marks)


def rehearse(act: Callable[[], Any]) -> Any:
    """Do `act` and take it back; return what it returned: what would follow is told, and refused, before anybody confirms it."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


@contextmanager
def unchanged(row: Model, *, mark: str) -> Iterator[None]:
    """Hold `row` for the act inside, which only takes place when the row is still as the person saw it (`mark_of`).

    Raises `ValidationError` when it was changed since, in another window or by somebody else: nothing is overwritten.
    """
    with transaction.atomic():
        type(row)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        if mark_of(row) != mark:
            raise ValidationError(CHANGED, code="changed")
        yield
