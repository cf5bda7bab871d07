"""What people keep and remove in their workspace."""

from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from portevoix.base.accounts.models import User
from portevoix.base.audit import journal
from portevoix.front.workspace.models import SavedView

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
