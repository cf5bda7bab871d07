"""The ranked wishes of a draft: add, change, move, remove. The rank is the order of preference, from 1 without holes."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from portevoix.base.audit import journal
from portevoix.register.directory.models import Body
from portevoix.work.candidacies.actions.filing import editing
from portevoix.work.candidacies.actions.passages import departments_of
from portevoix.work.candidacies.enums import CandidacyState
from portevoix.work.candidacies.models import Candidacy, Wish

MOST_WISHES = 20
DRAFT_ONLY = frozenset({CandidacyState.DRAFT})
CHANGED = "Les vœux ont été modifiés dans une autre fenêtre. Rien n’a été changé\u00a0: les voici, recommencez."
NOT_IN_CALL = "Choisissez une instance qui a un siège dans cet appel."


def wishes_mark(candidacy: Candidacy) -> str:
    """Return a mark of the list of the wishes: it changes when one of them does, and only then."""
    rows = candidacy.wishes.order_by("rank", "pk").values_list("pk", "rank", "body_id", "quality", "within_km")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


@contextmanager
def _writing(candidacy: Candidacy, *, by: Any, mark: str | None) -> Iterator[Candidacy]:
    """Hold the candidacy and check that its wishes are as the person saw them; then place the file in the departments of its wishes."""
    with editing(candidacy, by=by, states=DRAFT_ONLY) as locked:
        if mark is not None and mark != wishes_mark(locked):
            raise ValidationError(CHANGED, code="stale")
        yield locked
        departments = departments_of(locked)
        if departments != locked.departments:
            locked.departments = departments
            locked.save(update_fields=["departments"])


def add_wish(
    *,
    candidacy: Candidacy,
    by: Any,
    body: Body | None = None,
    quality: str = "",
    within_km: int | None = None,
    renewal: bool = False,
) -> Wish:
    """Add a wish after the others: `body` with a quality (empty: none in particular), or any seat within `within_km` of the home.

    Raises `ValidationError` when the body has no seat of that quality in the call, when the same wish exists, or beyond `MOST_WISHES`.
    """
    with _writing(candidacy, by=by, mark=None) as locked:
        count = locked.wishes.count()
        if count >= MOST_WISHES:
            raise ValidationError(f"Un dossier compte {MOST_WISHES} vœux au plus. Retirez-en un avant d’en ajouter.")
        wish = Wish(candidacy=locked, rank=count + 1, body=body, quality=quality, within_km=within_km, renewal=renewal)
        _check(wish)
        wish.save()
        journal.record("wish.add", target=wish, by=by, rank=wish.rank)
    return wish


def change_wish(*, wish: Wish, by: Any, mark: str, body: Body | None = None, quality: str = "", within_km: int | None = None) -> None:
    """Change what a wish asks for; its rank stays. Raises as `add_wish`, and when the wishes are no longer as seen (`mark`)."""
    with _writing(wish.candidacy, by=by, mark=mark) as locked:
        row = locked.wishes.get(pk=wish.pk)
        row.renewal = row.renewal and body == row.body and quality == row.quality
        row.body, row.quality, row.within_km = body, quality, within_km
        _check(row)
        row.save()
        journal.record("wish.change", target=row, by=by, rank=row.rank)


def move_wish(*, wish: Wish, up: bool, by: Any, mark: str) -> None:
    """Exchange a wish with the one before it (`up`) or after it; the first and the last stay where they are."""
    with _writing(wish.candidacy, by=by, mark=mark) as locked:
        row = locked.wishes.get(pk=wish.pk)
        other = locked.wishes.filter(rank=row.rank + (-1 if up else 1)).first()
        if other is None:
            return
        Wish.objects.filter(pk=row.pk).update(rank=other.rank)
        Wish.objects.filter(pk=other.pk).update(rank=row.rank)
        journal.record("wish.move", target=row, by=by, before=row.rank, after=other.rank)


def remove_wish(*, wish: Wish, by: Any, mark: str) -> None:
    """Remove a wish; those after it move up."""
    with _writing(wish.candidacy, by=by, mark=mark) as locked:
        row = locked.wishes.get(pk=wish.pk)
        journal.record("wish.remove", target=row, by=by, rank=row.rank)
        rank = row.rank
        row.delete()
        locked.wishes.filter(rank__gt=rank).update(rank=F("rank") - 1)


def _check(wish: Wish) -> None:
    if wish.body is not None:
        seats = wish.candidacy.call.call_seats.filter(seat__body=wish.body)
        if not (seats.filter(seat__quality=wish.quality) if wish.quality else seats).exists():
            raise ValidationError({"body": NOT_IN_CALL})
    wish.full_clean()
