"""May this wish be given this seat? The hard rules, asked again when the decision is written, under the lock of the seat."""

from django.core.exceptions import ValidationError

from portevoix.base.core.periods import contains
from portevoix.register.directory.models import Seat
from portevoix.work.candidacies.checks.facts import Dossier
from portevoix.work.candidacies.checks.reading import blocking, results_of
from portevoix.work.candidacies.enums import WishState
from portevoix.work.candidacies.models import Wish


def ensure_retainable(dossier: Dossier, wish: Wish, seat: Seat) -> None:
    """Raise `ValidationError` (field `seat`, or none) unless `wish` may be given `seat`.

    The seat is in the call, answers the wish, is open on the planned day and given to nobody; no check stops the file or the wish;
    the person has no other seat of the body, in this call or in another file.
    """
    Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=seat.pk)
    offered = dossier.call.by_seat.get(seat.pk)
    if offered is None:
        raise ValidationError({"seat": "Ce siège n’est pas dans l’appel."})
    if seat.pk not in {one.seat.pk for one in dossier.wished_seats(wish)}:
        raise ValidationError({"seat": "Ce siège ne répond pas à ce vœu\u00a0: autre instance, autre qualité ou trop loin."})
    if not offered.free:
        raise ValidationError({"seat": "Ce siège n’est pas à pourvoir à la date prévue\u00a0: il est occupé ou fermé."})
    other = Wish.objects.filter(seat=seat, state=WishState.RETAINED).exclude(pk=wish.pk).select_related("candidacy").first()
    if other:
        raise ValidationError({"seat": f"Ce siège est déjà attribué (dossier {other.candidacy.number}). Choisissez un autre siège."})
    stops = blocking(results_of(dossier), wish=wish)
    if stops:
        raise ValidationError([f"{stop.label}\u00a0: {stop.sentence}" for stop in stops])
    _ensure_alone_in_body(dossier, wish, seat)


def _ensure_alone_in_body(dossier: Dossier, wish: Wish, seat: Seat) -> None:
    person = dossier.candidacy.person_id
    again = Wish.objects.filter(candidacy__person=person, seat__body=seat.body_id, state=WishState.RETAINED).exclude(pk=wish.pk)
    if again.exists():
        raise ValidationError({"seat": "Cette personne est déjà retenue pour un autre siège de cette instance."})
    held = [mandate for mandate in dossier.mandates if mandate.body_id == seat.body_id and contains(mandate.period, dossier.call.planned)]
    if held and not wish.renewal:
        raise ValidationError({"seat": "Cette personne siège déjà dans cette instance à la date prévue."})
