"""The mark of a file as somebody saw it: two agents on one file, the second is told and nothing is overwritten."""

import hashlib
from datetime import datetime

from portevoix.base.accounts.models import User
from portevoix.register.workflow.engine import StepRefused
from portevoix.work.candidacies.models import Candidacy, Wish


class ChangedMeanwhile(StepRefused):
    """The file is no longer what the reader saw; nothing was written. The (French) sentence says who did what."""


def mark_of(candidacy: Candidacy) -> str:
    """Return the mark of `candidacy` as it stands: state, person, wishes with their decisions, opinion. A form carries it."""
    wishes = candidacy.wishes.order_by("pk").values_list("pk", "state", "state_changed_at", "seat_id")
    opinions = candidacy.assessments.order_by("pk").values_list("pk", "given_at")
    rows = [(candidacy.state, candidacy.state_changed_at, candidacy.person_id), *wishes, *opinions]
    facts = "\n".join(" ".join(_fact(value) for value in row) for row in rows)
    return hashlib.sha256(facts.encode()).hexdigest()[:24]


def _fact(value: object) -> str:
    return str(value.timestamp()) if isinstance(value, datetime) else str(value)


def locked_candidacy(candidacy: Candidacy, *, seen: str | None = None) -> Candidacy:
    """Lock and return the row. seen: its mark when the writer read it; None when the writer saw nothing.

    Raises `ChangedMeanwhile` when the mark is another. Inside a transaction.
    """
    rows = Candidacy.objects.select_for_update(of=("self",), no_key=True).select_related("call__region", "association__parent", "person")
    locked = rows.get(pk=candidacy.pk)
    if seen is not None and seen != mark_of(locked):
        raise ChangedMeanwhile(
            f"Ce dossier a changé pendant que vous le lisiez\u00a0: {last_change(locked)} Rien n’a été enregistré. "
            "Relisez le dossier, puis recommencez si c’est encore utile."
        )
    return locked


def last_change(candidacy: Candidacy) -> str:
    """Return who changed the file last, and how, in one sentence."""
    passage = candidacy.passages.select_related("entered_by").order_by("-entered_at", "-pk").first()
    wish = candidacy.wishes.filter(decided_at__isnull=False).select_related("decided_by").order_by("-decided_at", "-pk").first()
    if wish and (passage is None or wish.decided_at >= passage.entered_at or wish.decided_by_id == passage.entered_by_id):
        return f"{_who(wish.decided_by)} a décidé du vœu {wish.rank} («\u00a0{_state(wish)}\u00a0»)."
    if passage:
        return f"{_who(passage.entered_by)} l’a fait passer à l’état «\u00a0{passage.get_state_display()}\u00a0»."
    return f"son état est maintenant «\u00a0{candidacy.get_state_display()}\u00a0»."


def _state(wish: Wish) -> str:
    return wish.get_state_display()


def _who(user: User | None) -> str:
    return user.get_full_name() or user.email if user else "une autre personne"
