"""Accept another seat in one go: a new wish, no new file; and offer the seats that came free."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from portevoix.base.notifications.actions import queue_many
from portevoix.register.directory.models import Seat
from portevoix.work.candidacies import notifications as texts
from portevoix.work.candidacies.actions.marks import locked_candidacy
from portevoix.work.candidacies.actions.passages import take_step
from portevoix.work.candidacies.actions.telling import file_drafts, seats_words
from portevoix.work.candidacies.models import Call, Candidacy, Wish
from portevoix.work.candidacies.selectors.repositioning import WAITING, seats_left, seats_left_many


@transaction.atomic
def accept_other_seat(*, candidacy: Candidacy, seat: Seat, by: Any, today: date, oneself: bool = False) -> Wish:
    """Accept a seat that was offered: the wish on its body and quality is to be decided, in the same file.

    oneself: by the person, not by the association. Raises `ValidationError` when the seat is no longer free, `StepRefused`,
    `PermissionDenied`.
    """
    locked = locked_candidacy(candidacy)
    Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.pk)
    offers = {(left.seat.body_id, left.seat.quality) for left in seats_left(locked, today=today)}
    with take_step(candidacy, "reposition_oneself" if oneself else "reposition", by=by, seat=seat.pk) as row:
        if (seat.body_id, seat.quality) not in offers:
            raise ValidationError("Ce siège n’est plus libre\u00a0: choisissez-en un autre dans la liste.", code="taken")
        last = row.wishes.aggregate(last=Max("rank"))["last"] or 0
        wish = Wish(candidacy=row, rank=last + 1, body_id=seat.body_id, quality=seat.quality, repositioning=True)
        wish.full_clean(exclude={"candidacy"})
        wish.save()
    return wish


@transaction.atomic
def offer_seats(*, call: Call, by: Any, today: date) -> int:
    """Tell every candidacy of the call that was not selected which seats are still empty near home; return how many were told."""
    waiting = Candidacy.objects.filter(call=call, state__in=WAITING, accepts_other_seat=True)
    files = list(waiting.select_related("call__region", "association__parent", "created_by").order_by("pk"))
    left = seats_left_many(files, today=today)
    told = [file for file in files if left[file.pk]]
    drafts = [draft for file in told for draft in file_drafts(file, {"sieges": seats_words(left[file.pk])})]
    queue_many(texts.OFFER, drafts, by=by)
    return len(told)
