"""What people keep in their workspace, and how an act of a page is rehearsed, held and done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.core.table_files import TableFormat
from portevoix.front.workspace import selectors
from portevoix.front.workspace.models import SavedView
from portevoix.register.directory.actions.people import record_person
from portevoix.register.directory.models import Person, Seat
from portevoix.register.mandates.actions import create_mandate
from portevoix.register.mandates.models import Mandate

SOURCE = "saisie dans le registre"
CHANGED = (
    "Cette fiche a changé depuis que vous avez ouvert cette page\u00a0: rien n’a été enregistré. Relisez-la ci-dessous, puis recommencez."
)
NOT_KEPT = {"au", "page", "connu"}  # the day and the page are asked for each time


@transaction.atomic
def save_view(*, name: str, query: str, by: User) -> SavedView:
    """Keep the filters of `query` (what follows the question mark) under `name`.

    Raises `ValidationError` when `by` already has a view of that name.
    """
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in NOT_KEPT])
    view = SavedView(user=by, name=name.strip(), query=kept)
    view.full_clean()
    view.save()
    journal.record("saved_view.create", target=view, by=by)
    return view


@transaction.atomic
def delete_view(*, view: SavedView, by: User) -> None:
    """Remove a kept view; the list itself is not touched."""
    journal.record("saved_view.delete", target=view, by=by)
    view.delete()


def rehearse(act: Callable[[], Any]) -> Any:
    """Do `act` and take it back; return what it returned: what would follow is told, and refused, before anybody confirms it."""
    with transaction.atomic():
        result = act()
        transaction.set_rollback(True)
    return result


@contextmanager
def unchanged(row: Model, *, mark: str) -> Iterator[None]:
    """Hold `row` for the act inside, which only takes place when the row is still as the person saw it (`selectors.mark_of`).

    Raises `ValidationError` when it was changed since, in another window or by somebody else: nothing is overwritten.
    """
    with transaction.atomic():
        type(row)._base_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        if selectors.mark_of(row) != mark:
            raise ValidationError(CHANGED, code="changed")
        yield


@transaction.atomic
def designate(*, seat: Seat, person: Person | None, newcomer: dict[str, str], first: date, today: date, by: User, **facts: Any) -> Mandate:
    """Designate `person`, or the `newcomer` (last_name, first_name) whose record is created with the mandate. facts: as `create_mandate`.

    Raises `ValidationError`; no record of a person is left behind when the mandate is refused.
    """
    if person is None:
        person = record_person(**newcomer, source=SOURCE, source_date=today, by=by)
    return create_mandate(seat=seat, person=person, first=first, by=by, **facts)


def record_export(*, form: TableFormat, at: date, by: User) -> None:
    """Write in the journal that `by` took a file of seats away: the format and the day, none of the data nor of the words searched."""
    journal.record("register.export", target=by, by=by, format=str(form), at=at.isoformat())
