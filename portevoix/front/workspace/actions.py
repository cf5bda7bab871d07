"""What people keep in their workspace, and acts of its pages that touch several packages."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.base.core.table_files import TableFormat
from portevoix.front.workspace.models import SavedView
from portevoix.register.directory.actions.people import record_person
from portevoix.register.directory.models import Person, Seat
from portevoix.register.mandates.actions import create_mandate
from portevoix.register.mandates.models import Mandate

SOURCE = "saisie dans le registre"
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
